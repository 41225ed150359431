import type { AbsPath } from '../core/values/paths.ts';
import type { CommitId } from '../core/values/target.ts';
import { DiskError } from '../ports/disk.ts';
import { GitError } from '../ports/git.ts';
import { revert } from './execute.ts';
import { end, type Journal, openJournals } from './journal.ts';
import type { Fleet } from './world.ts';

/** What was found broken off, and what became of it. */
export interface Recovery {
  readonly run: string;
  readonly name: string;
  readonly root: AbsPath;
  /** `stuck`: it could not be ended, and nothing may be done in that target before it is. */
  readonly outcome: 'taken-back' | 'found-done' | 'gone' | 'stuck';
  /** Files that somebody changed after the break; they were left as they are. */
  readonly left: readonly string[];
  /** For `stuck`: what failed. */
  readonly because?: string;
}

/** Milliseconds to wait for a git command that outlived the run that started it. */
const PATIENCE = 5_000;
const STEP = 100;

/**
 * Ends what earlier runs left unfinished because they were killed: a change whose commit was made is done; any other is taken back, so
 * that the next plan starts from a whole tree. The fleet's lease is held, so none of its runs is still alive.
 * One target's failure is a value: the others go on.
 */
export async function recover(world: Fleet): Promise<Recovery[]> {
  const recovered: Recovery[] = [];
  for (const journal of openJournals(world.disk, world.runsDir)) recovered.push(await settleOrTell(world, journal));
  return recovered;
}

/** For each target whose broken-off run could not be ended, by its root: a sentence why. A plan refuses these targets. */
export function stuckIn(recovered: readonly Recovery[]): ReadonlyMap<AbsPath, string> {
  const stuck = recovered.filter(({ outcome }) => outcome === 'stuck');
  return new Map(
    stuck.map(({ root, run, because }) => {
      return [
        root,
        `an earlier run (${run}) was broken off here and cannot be taken back: ${because}; mend that first`,
      ];
    }),
  );
}

async function settleOrTell(world: Fleet, journal: Journal): Promise<Recovery> {
  try {
    return await settle(world, journal);
  } catch (error) {
    if (!(error instanceof DiskError || error instanceof GitError)) throw error;
    const { run, name, root } = journal;
    return { run, name, root, outcome: 'stuck', left: [], because: error.message };
  }
}

async function settle(world: Fleet, journal: Journal): Promise<Recovery> {
  const { run, name, root } = journal;
  if (world.disk.kind(journal.root) === 'absent') {
    end(world.disk, world.runsDir, journal, { outcome: 'taken-back', at: world.clock.now() });
    return { run, name, root, outcome: 'gone', left: [] };
  }
  const opened = world.git.open(journal.root);
  if (opened.kind === 'repository' && journal.delivery !== 'write') {
    await waitForGit(world, journal);
    const commit = await commitOf(world, journal);
    if (commit !== undefined) {
      end(world.disk, world.runsDir, journal, { outcome: 'done', commit, at: world.clock.now() });
      return { run, name, root, outcome: 'found-done', left: [] };
    }
    const created = journal.writes
      .filter((write) => write.committed && write.after !== null)
      .map((write) => write.path);
    await world.git.withdraw(journal.root, created);
  }
  return { run, name, root, outcome: 'taken-back', left: await revert(world, journal) };
}

/** The git command of the killed run may still be at work, or may have died with it and left its lock. */
async function waitForGit(world: Fleet, journal: Journal): Promise<void> {
  for (let waited = 0; waited < PATIENCE; waited += STEP) {
    const opened = world.git.open(journal.root);
    if (opened.kind !== 'repository' || !opened.state.locked) return;
    await world.clock.sleep(STEP);
  }
  world.git.removeDeadLock(journal.root);
}

/** The commit that the run made, if it came that far. */
async function commitOf(world: Fleet, journal: Journal): Promise<CommitId | undefined> {
  const opened = world.git.open(journal.root);
  const head =
    journal.branch === undefined
      ? opened.kind === 'repository'
        ? opened.state.head
        : undefined
      : await world.git.branchTip(journal.root, journal.branch.name);
  if (head === undefined || head === journal.head) return undefined;
  const commits = await world.git.commitsSince(journal.root, journal.head, head);
  return commits.find((commit) => commit.trailers.get('Reconcile-Run') === journal.run)?.id;
}
