import type { Policy } from '../core/canonical/canonical.ts';
import { isInventory } from '../core/inventory/inventory.ts';
import { BlockedError } from '../core/plan/blocked.ts';
import { type Change, type FileSide, fileCount } from '../core/plan/plan.ts';
import { type FileMode, sameBytes } from '../core/values/content.ts';
import type { RelPath } from '../core/values/paths.ts';
import type { Revision } from '../core/values/target.ts';
import type { CommitOptions, CommittedFile, Git, PathStatus } from '../ports/git.ts';
import type { JournalWrite } from './journal.ts';
import type { Prepared } from './planning/prepared.ts';

/** What is committed, and how it relates to the worktree. */
export interface Committal {
  readonly files: ReadonlyMap<RelPath, CommittedFile | null>;
  /** Paths where the worktree holds more than what is committed: a person's own lines around ours. */
  readonly apart: ReadonlySet<RelPath>;
  readonly writes: readonly JournalWrite[];
}

/** Milliseconds for one git command; a signing program that waits for a person must not hang a fleet. */
const TIMEOUT = 60_000;

export function commitOptions(policy: Policy): CommitOptions {
  return { hooks: policy.commitHooks, ignored: policy.ignored === 'commit', sign: policy.sign, timeout: TIMEOUT };
}

/**
 * The subject says what; the trailers say from where, for `undo`, `why` and whoever reads the log.
 * @param writes what the commit changes, also where the worktree was right already
 */
export function commitMessage(
  prepared: Prepared,
  writes: readonly JournalWrite[],
  revision: Revision,
  run: string,
): string {
  const many = fileCount(writes.filter((write) => write.committed && !isInventory(write.path)));
  const count = many === 0 ? 'records only' : `${many} file${many === 1 ? '' : 's'}`;
  const changes = prepared.plan.changes.filter((change) => change.action !== 'conflict');
  const lines = changes.slice(0, 50).map(commitLine);
  if (changes.length > lines.length) lines.push(`and ${changes.length - lines.length} more`);
  const trailers = `Reconcile-Revision: ${revision}\nReconcile-Plan: ${prepared.plan.id}\nReconcile-Run: ${run}`;
  return `chore: reconcile Claude Code configuration (${count})\n\n${lines.join('\n')}\n\n${trailers}\n`;
}

function commitLine({ action, address, from }: Change): string {
  return from === undefined ? `${action} ${address}` : `move ${from} to ${address}`;
}

/**
 * Works out what the commit must hold, path by path. Where a person has unstaged lines of their own in a shared file, the planned change is
 * made in HEAD's version too, and only that is committed.
 * @throws BlockedError when a planned path is staged, in conflict, or hidden from git; GitError
 */
export async function committalOf(git: Git, prepared: Prepared): Promise<Committal> {
  const { plan, redo } = prepared;
  const adopted = new Map<RelPath, FileMode | null>();
  const writes = plan.writes.filter((write) => write.committed);
  const written = new Set(writes.map((write) => write.path));
  for (const change of plan.changes) {
    if (change.action === 'adopt' && !written.has(change.path)) adopted.set(change.path, change.after?.mode ?? null);
  }
  const paths = [...written, ...adopted.keys()];
  const status: ReadonlyMap<RelPath, PathStatus> =
    plan.head === undefined && plan.creation !== undefined && plan.writes.every((write) => write.before === null)
      ? new Map()
      : await git.inspect(plan.root, paths);
  refuseStaged(paths, status);
  const dirty = paths.filter(
    (path) =>
      status.get(path)?.unstaged === true ||
      (status.get(path)?.tracked === false && existed(plan.writes, path, adopted)),
  );
  const inHead =
    dirty.length === 0 || plan.head === undefined
      ? new Map<RelPath, CommittedFile>()
      : await git.filesAt(plan.root, plan.head, dirty);
  const files = new Map<RelPath, CommittedFile | null>();
  const apart = new Set<RelPath>();
  const journal: JournalWrite[] = [];
  for (const write of plan.writes) {
    // What moves is made from the committed version of where it was.
    const source = inHead.get(write.from ?? write.path);
    const isDirty = dirty.includes(write.from ?? write.path) && (write.from === undefined || source !== undefined);
    if (!write.committed || !isDirty) {
      journal.push(write);
      if (write.committed) files.set(write.path, write.after);
      continue;
    }
    const before = write.from === undefined ? (source ?? null) : null;
    const after = redone(redo.get(write.path), source ?? null, write.after);
    files.set(write.path, after);
    if (!sameSide(after, write.after)) apart.add(write.path);
    journal.push({ ...write, inHead: { before, after } });
  }
  for (const [path, mode] of adopted) {
    if (!dirty.includes(path)) continue;
    const before = inHead.get(path) ?? null;
    const after = redone(redo.get(path), before, before ?? (mode === null ? null : { bytes: new Uint8Array(), mode }));
    if (after === null || sameSide(after, before)) continue;
    files.set(path, after);
    apart.add(path);
    // A whole file that is adopted is in the worktree just as it will be in HEAD; nothing is written, but an undo takes it out again.
    if (mode !== null) journal.push({ path, before: after, after, committed: true, inHead: { before, after } });
  }
  return { files, apart, writes: journal };
}

function existed(writes: readonly JournalWrite[], path: RelPath, adopted: ReadonlyMap<RelPath, unknown>): boolean {
  return adopted.has(path) || writes.some((write) => write.path === path && write.before !== null);
}

/** The planned change made in HEAD's version of a file. */
function redone(
  redo: ((bytes: Uint8Array) => Uint8Array | null) | undefined,
  before: FileSide | null,
  whole: FileSide | null,
): FileSide | null {
  if (redo === undefined) return whole;
  let bytes: Uint8Array | null;
  try {
    bytes = redo(before?.bytes ?? new Uint8Array());
  } catch (cause) {
    throw new BlockedError(
      'unreadable-in-head',
      `its last committed version cannot be edited (${(cause as Error).message}); commit a valid one`,
    );
  }
  return bytes === null ? null : { bytes, mode: whole?.mode ?? before?.mode ?? '100644' };
}

function sameSide(a: FileSide | null, b: FileSide | null): boolean {
  if (a === null || b === null) return a === b;
  return a.mode === b.mode && sameBytes(a.bytes, b.bytes);
}

function refuseStaged(paths: readonly RelPath[], status: ReadonlyMap<RelPath, PathStatus>): void {
  for (const path of paths) {
    const state = status.get(path);
    if (state === undefined) continue;
    if (state.unmerged) throw new BlockedError('unmerged', `${path} has merge conflicts; resolve them first`);
    if (state.staged)
      throw new BlockedError('staged-changes', `${path} has staged changes of yours; commit or unstage them first`);
    if (state.hidden) {
      const reason = `${path} is marked skip-worktree or assume-unchanged, so git would not see the change; clear the mark, or exclude the path`;
      throw new BlockedError('hidden-path', reason);
    }
  }
}
