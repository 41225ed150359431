import type { CommitId } from '../core/values/target.ts';
import { revert } from './execute.ts';
import { end, type Journal, runs } from './journal.ts';
import type { World } from './world.ts';

/** What was found broken off, and what became of it. */
export interface Recovery {
  readonly run: string;
  readonly name: string;
  readonly outcome: 'taken-back' | 'found-done' | 'gone';
  /** Files that somebody changed after the break; they were left as they are. */
  readonly left: readonly string[];
}

/** Milliseconds to wait for a git command that outlived the run that started it. */
const PATIENCE = 5_000;
const STEP = 100;

/**
 * Ends what earlier runs left unfinished because they were killed: a change whose commit was made is done; any other is taken back, so
 * that the next plan starts from a whole tree. The caller holds the fleet's lease, so none of these runs is still alive.
 * @throws DiskError, GitError
 */
export async function recover(world: World): Promise<Recovery[]> {
  const recovered: Recovery[] = [];
  for (const { targets } of runs(world.disk, world.stateDir)) {
    for (const { journal, ending } of targets) {
      if (ending === undefined) recovered.push(await settle(world, journal));
    }
  }
  return recovered;
}

async function settle(world: World, journal: Journal): Promise<Recovery> {
  const { run, name } = journal;
  if (world.disk.kind(journal.root) === 'absent') {
    end(world.disk, world.stateDir, journal, { outcome: 'taken-back', at: world.clock.now() });
    return { run, name, outcome: 'gone', left: [] };
  }
  const opened = world.git.open(journal.root);
  if (opened.kind === 'repository' && journal.delivery !== 'write') {
    await waitForGit(world, journal);
    const commit = await commitOf(world, journal);
    if (commit !== undefined) {
      end(world.disk, world.stateDir, journal, { outcome: 'done', commit, at: world.clock.now() });
      return { run, name, outcome: 'found-done', left: [] };
    }
    const created = journal.writes
      .filter((write) => write.committed && write.after !== null)
      .map((write) => write.path);
    await world.git.withdraw(journal.root, created);
  }
  return { run, name, outcome: 'taken-back', left: revert(world, journal) };
}

/** The git command of the killed run may still be at work, or may have died with it and left its lock. */
async function waitForGit(world: World, journal: Journal): Promise<void> {
  for (let waited = 0; waited < PATIENCE; waited += STEP) {
    const opened = world.git.open(journal.root);
    if (opened.kind !== 'repository' || !opened.state.locked) return;
    await world.clock.sleep(STEP);
  }
  world.git.removeDeadLock(journal.root);
}

/** The commit that the run made, if it came that far. */
async function commitOf(world: World, journal: Journal): Promise<CommitId | undefined> {
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
