import { byText, parseAddress } from '../values/address.ts';
import type { RelPath } from '../values/paths.ts';
import type { Action, Change, FileWrite, TargetPlan } from './plan.ts';

/** Everything that a plan says about one file. */
export interface FileChange {
  readonly path: RelPath;
  /** What happens to the file as a whole. */
  readonly action: Action;
  /** How many of its entries are in conflict; they are left alone, whatever is written beside them. */
  readonly conflicts: number;
  /** Sorted by address. */
  readonly changes: readonly Change[];
  readonly write?: FileWrite;
}

/** The changes of a target by file, sorted by path. Its inventory is bookkeeping and not among them. */
export function fileChanges(target: TargetPlan): FileChange[] {
  const writes = new Map(target.writes.map((write) => [write.path, write]));
  const groups = new Map<RelPath, Change[]>();
  for (const change of target.changes) {
    const group = groups.get(change.path);
    if (group === undefined) groups.set(change.path, [change]);
    else group.push(change);
  }
  const files: FileChange[] = [];
  for (const [path, changes] of groups) {
    const write = wholeMove(writes.get(path), writes);
    changes.sort((a, b) => byText(a.address, b.address));
    const conflicts = changes.filter((change) => change.action === 'conflict').length;
    const action = write === undefined ? strongest(changes) : actionOf(write);
    files.push({ path, action, conflicts, changes, ...(write === undefined ? {} : { write }) });
  }
  return files.sort((a, b) => byText(a.path, b.path));
}

/** A file that moves is one file: found at its old path, it becomes what is at the new one. */
function wholeMove(write: FileWrite | undefined, writes: ReadonlyMap<RelPath, FileWrite>): FileWrite | undefined {
  if (write?.from === undefined) return write;
  return { ...write, before: writes.get(write.from)?.before ?? null };
}

function actionOf(write: FileWrite): Action {
  if (write.before === null) return 'create';
  return write.after === null ? 'delete' : 'update';
}

const BY_WEIGHT: readonly Action[] = ['conflict', 'delete', 'create', 'update', 'adopt', 'forget'];

/** For a file that is not written: a conflict is never hidden behind what is only recorded. */
function strongest(changes: readonly Change[]): Action {
  return BY_WEIGHT.find((action) => changes.some((change) => change.action === action))!;
}

/** True when a file is owned by fields or a block of it, and not as a whole. */
export function isInside(change: Change): boolean {
  return parseAddress(change.address).unit !== 'file';
}

export type Tally = Readonly<Record<Action, number>>;

export const ACTIONS: readonly Action[] = ['create', 'update', 'delete', 'adopt', 'forget', 'conflict'];

/**
 * Counts files: each once, by what happens to it as a whole, however many fields of it change. A file that is written and has an
 * entry in conflict besides counts as a conflict too.
 */
export function tallyOf(files: Iterable<FileChange>): Tally {
  const tally: Record<Action, number> = { create: 0, update: 0, delete: 0, adopt: 0, forget: 0, conflict: 0 };
  for (const file of files) {
    tally[file.action]++;
    if (file.action !== 'conflict' && file.conflicts > 0) tally.conflict++;
  }
  return tally;
}
