import { parentOf, type RelPath } from '../core/values/paths.ts';
import type { CommitId } from '../core/values/target.ts';
import type { CommitOptions, CommittedFile } from '../ports/git.ts';
import { begin, end, type Journal } from './journal.ts';
import { remember } from './memory.ts';
import type { Fleet } from './world.ts';
import { demand, missingFolders, StaleError, stageAll, swap, takeBack } from './write.ts';

/** One target's writes, ready to be carried out and delivered. */
export interface Execution extends Omit<Journal, 'folders' | 'branch'> {
  /** What to commit, for delivery `commit`; absent when nothing is to be committed. */
  readonly commit?: {
    readonly files: ReadonlyMap<RelPath, CommittedFile | null>;
    readonly apart: ReadonlySet<RelPath>;
    readonly message: string;
    readonly options: CommitOptions;
  };
  /** What else belongs to it and is done before it counts; when that throws, everything is taken back. */
  readonly rest?: () => Promise<void>;
}

/**
 * Journals, writes, records, commits: in this order, so that whatever stops it, the next run can take it back or sees it done.
 * When a step fails, everything before it is taken back.
 * @returns the commit and what went otherwise than planned
 * @throws StaleError, DiskError, GitError, what `rest` throws: then the target is as it was
 */
export async function execute(world: Fleet, execution: Execution): Promise<{ commit?: CommitId; warnings: string[] }> {
  const { disk, stateDir, runsDir } = world;
  const journal = journalOf(world, execution);
  const record = begin(disk, runsDir, journal);
  let commit: CommitId | undefined;
  try {
    const staged = stageAll(disk, execution.root, execution.writes, execution.run);
    await disk.flush([...staged, record, parentOf(record)]);
    await swap(disk, execution.root, execution.writes, execution.run);
    await remember(disk, stateDir, execution.root, execution.local?.after ?? new Map());
    if (execution.commit !== undefined) commit = await world.git.commit({ root: execution.root, ...execution.commit });
    await execution.rest?.();
  } catch (error) {
    await revert(world, journal);
    throw error;
  }
  end(disk, runsDir, journal, { outcome: 'done', ...(commit === undefined ? {} : { commit }), at: world.clock.now() });
  return { ...(commit === undefined ? {} : { commit }), warnings: changedByHooks(world, execution) };
}

function journalOf(world: Fleet, execution: Execution): Journal {
  const { commit: _, rest: __, ...told } = execution;
  return { ...told, folders: missingFolders(world.disk, told.root, told.writes) };
}

/** Takes a journalled change back. @returns the paths that somebody else changed since, left as they are @throws DiskError */
export async function revert(world: Fleet, journal: Journal): Promise<RelPath[]> {
  const left = takeBack(world.disk, journal.root, journal.writes, journal.folders, journal.run);
  if (journal.local !== undefined) await remember(world.disk, world.stateDir, journal.root, journal.local.before);
  end(world.disk, world.runsDir, journal, { outcome: 'taken-back', at: world.clock.now() });
  return left;
}

/** A commit hook of the repository may have edited what was written: that is told, not hidden. */
function changedByHooks(world: Fleet, execution: Execution): string[] {
  if (execution.commit === undefined || !execution.commit.options.hooks) return [];
  const changed: string[] = [];
  for (const write of execution.writes) {
    try {
      demand(world.disk, execution.root, write.path, write.after);
    } catch (error) {
      if (!(error instanceof StaleError)) throw error;
      changed.push(write.path);
    }
  }
  return changed.length === 0
    ? []
    : [`a commit hook changed ${changed.join(', ')} after it was written; the next plan will show it as drift`];
}
