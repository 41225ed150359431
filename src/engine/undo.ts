import { EMPTY, isInventory } from '../core/inventory/inventory.ts';
import { BlockedError, blockedBy } from '../core/plan/blocked.ts';
import { type FileSide, fileCount, pathsOf } from '../core/plan/plan.ts';
import type { ApplyReport, Outcome, TargetReport } from '../core/status/report.ts';
import { byText } from '../core/values/address.ts';
import { sameBytes } from '../core/values/content.ts';
import type { RelPath } from '../core/values/paths.ts';
import { InputError } from '../core/values/problem.ts';
import type { CommitId, Revision } from '../core/values/target.ts';
import { DiskError } from '../ports/disk.ts';
import { type CommitOptions, type CommittedFile, GitError } from '../ports/git.ts';
import { type Execution, execute } from './execute.ts';
import { end, type Journal, type JournalledRun, type JournalWrite, readRun, runs } from './journal.ts';
import { forgetTarget } from './memory.ts';
import type { Fleet } from './world.ts';
import { demand, StaleError } from './write.ts';

/** The run that `undo` means: the named one, else the last that changed something and is not undone. @throws InputError */
export function runToUndo(world: Fleet, name: string | undefined): JournalledRun {
  const all = runs(world.disk, world.runsDir);
  const open = all.filter((run) =>
    run.targets.some(({ journal, ending }) => ending?.outcome === 'done' && journal.verb === 'apply'),
  );
  const wrong = (message: string, remedy?: string): InputError => {
    const place = { file: name ?? 'undo' };
    return new InputError([{ place, severity: 'error', message, ...(remedy === undefined ? {} : { remedy }) }]);
  };
  if (name === undefined) {
    const last = open.at(-1);
    if (last === undefined)
      throw wrong('there is no run to undo.', 'Runs are recorded when `reconcile apply` changes something.');
    return last;
  }
  const run = readRun(world.disk, world.runsDir, name);
  if (run.targets.length === 0) {
    const names = all.slice(-5).map((entry) => entry.run);
    throw wrong(
      'there is no such run.',
      names.length === 0 ? 'There are none yet.' : `The last ones are ${names.join(', ')}.`,
    );
  }
  if (!run.targets.some(({ ending }) => ending?.outcome === 'done'))
    throw wrong('this run is undone already, or never took effect.');
  return run;
}

/**
 * Brings back every byte that a run replaced, target by target, as a run of its own: it is journalled, committed by a new commit
 * where the run was, and can itself be undone. A target in which any of the files has changed since is left alone as a whole.
 */
export async function undo(
  world: Fleet,
  run: JournalledRun,
  newRun: string,
  revision: Revision,
  options: CommitOptions,
): Promise<ApplyReport> {
  const reports: TargetReport[] = [];
  for (const { journal, ending } of run.targets) {
    if (ending?.outcome !== 'done') continue;
    reports.push(await undoTarget(world, journal, ending.commit, newRun, options));
  }
  reports.sort((a, b) => byText(a.name, b.name));
  return { verb: 'undo', run: newRun, revision, targets: reports };
}

async function undoTarget(
  world: Fleet,
  journal: Journal,
  commit: CommitId | undefined,
  newRun: string,
  options: CommitOptions,
): Promise<TargetReport> {
  try {
    const done =
      journal.branch === undefined
        ? await undoWrites(world, journal, commit, newRun, options)
        : await undoBranch(world, journal, commit);
    end(world.disk, world.runsDir, journal, {
      outcome: 'undone',
      ...(commit === undefined ? {} : { commit }),
      at: world.clock.now(),
    });
    return report(journal, 'applied', done.note, done.commit);
  } catch (error) {
    if (error instanceof BlockedError) return report(journal, 'blocked', error.message);
    if (error instanceof StaleError)
      return report(
        journal,
        'blocked',
        `${error.file.slice(journal.root.length + 1)} was changed since (${error.now}); undoing would destroy that`,
      );
    if (error instanceof DiskError || error instanceof GitError) return report(journal, 'failed', error.message);
    throw error;
  }
}

async function undoBranch(
  world: Fleet,
  journal: Journal,
  commit: CommitId | undefined,
): Promise<{ note?: string; commit?: CommitId }> {
  const { name, before } = journal.branch!;
  const tip = await world.git.branchTip(journal.root, name);
  if (tip === undefined) return { note: `${name} is gone already` };
  if (tip !== commit) throw new BlockedError('edited-branch', `${name} moved on since; it is left as it is`);
  await world.git.moveBranch(journal.root, name, tip, before);
  return { note: before === undefined ? `${name} deleted` : `${name} moved back to ${before.slice(0, 7)}` };
}

async function undoWrites(
  world: Fleet,
  journal: Journal,
  commit: CommitId | undefined,
  newRun: string,
  options: CommitOptions,
): Promise<{ note?: string; commit?: CommitId }> {
  for (const write of journal.writes) demand(world.disk, journal.root, write.path, write.after);
  const writes = journal.writes.map(reversed);
  const opened = world.git.open(journal.root);
  const commits = commit !== undefined && opened.kind === 'repository';
  if (commits) await refuseUnsafe(world, journal, opened.state);
  const execution: Execution = {
    run: newRun,
    verb: 'undo',
    name: journal.name,
    kind: journal.kind,
    root: journal.root,
    delivery: journal.delivery,
    planId: journal.planId,
    ...(opened.kind === 'repository' && opened.state.head !== undefined ? { head: opened.state.head } : {}),
    writes,
    local: { before: journal.local?.after ?? EMPTY, after: journal.local?.before ?? EMPTY },
    created: false,
    ...(commits ? { commit: { ...committalOf(writes), message: messageFor(journal, newRun), options } } : {}),
  };
  const done = await execute(world, execution);
  if (journal.created) forgetTarget(world.disk, world.stateDir, journal.root);
  const note = journal.created
    ? 'the repository itself was made by that run and stays; remove it yourself if it is not wanted'
    : undefined;
  return { ...(note === undefined ? {} : { note }), ...(done.commit === undefined ? {} : { commit: done.commit }) };
}

async function refuseUnsafe(world: Fleet, journal: Journal, state: Parameters<typeof blockedBy>[0]): Promise<void> {
  const blocked = blockedBy(state, '*');
  if (blocked !== undefined) throw new BlockedError(blocked.by, blocked.reason);
  const status = await world.git.inspect(
    journal.root,
    journal.writes.filter((write) => write.committed).map((write) => write.path),
  );
  for (const [path, seen] of status) {
    if (seen.staged)
      throw new BlockedError('staged-changes', `${path} has staged changes of yours; commit or unstage them first`);
  }
}

function reversed(write: JournalWrite): JournalWrite {
  const { inHead } = write;
  return {
    ...write,
    before: write.after,
    after: write.before,
    ...(inHead === undefined ? {} : { inHead: { before: inHead.after, after: inHead.before } }),
  };
}

function committalOf(writes: readonly JournalWrite[]): {
  files: Map<RelPath, CommittedFile | null>;
  apart: Set<RelPath>;
} {
  const files = new Map<RelPath, CommittedFile | null>();
  const apart = new Set<RelPath>();
  for (const write of writes) {
    if (!write.committed) continue;
    const committed = write.inHead === undefined ? write.after : write.inHead.after;
    files.set(write.path, committed);
    if (!same(committed, write.after)) apart.add(write.path);
  }
  return { files, apart };
}

function same(a: FileSide | null, b: FileSide | null): boolean {
  return a === null || b === null ? a === b : a.mode === b.mode && sameBytes(a.bytes, b.bytes);
}

function messageFor(journal: Journal, newRun: string): string {
  const count = fileCount(journal.writes.filter((write) => write.committed && !isInventory(write.path)));
  return `revert: undo reconcile run ${journal.run} (${count} file${count === 1 ? '' : 's'})\n\nReconcile-Undo: ${journal.run}\nReconcile-Run: ${newRun}\n`;
}

function report(journal: Journal, outcome: Outcome, reason: string | undefined, commit?: CommitId): TargetReport {
  const writes = outcome === 'applied' ? journal.writes.filter((write) => !isInventory(write.path)).map(reversed) : [];
  return {
    name: journal.name,
    kind: journal.kind,
    root: journal.root,
    outcome,
    ...(reason === undefined ? {} : { reason }),
    delivery: journal.delivery,
    ...(commit === undefined ? {} : { commit }),
    files: pathsOf(writes),
    adopted: 0,
    forgotten: 0,
    conflicts: 0,
    warnings: [],
  };
}
