import type { Finding } from '../findings/finding.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Address } from '../values/address.ts';
import type { BlobId, FileMode } from '../values/content.ts';
import type { AbsPath, RelPath } from '../values/paths.ts';
import type { CommitId, Delivery, Origin, Revision, TargetKind, TargetName } from '../values/target.ts';

export type Action = 'create' | 'update' | 'delete' | 'adopt' | 'forget' | 'conflict';

/** Why: the reasons of `decide`, and those that lie in what stands at the path. */
export type Reason =
  | 'new'
  | 'same'
  | 'drifted'
  | 'changed'
  | 'removed'
  | 'foreign'
  | 'drifted-and-changed'
  /** Changed there and here, and both changes fit together. */
  | 'merged'
  /** Only its path is another now. */
  | 'moved'
  /** A link, a folder or something else stands where a file is wanted. */
  | 'not-a-file'
  /** The file cannot be read or taken apart: no permission, no valid JSON, damaged markers. */
  | 'unreadable';

/** One side of a change. `mode` is null for a field or a block, which have none. */
export interface Side {
  readonly id: BlobId;
  readonly mode: FileMode | null;
}

/** The decision for one entry. */
export interface Change {
  /** Where the file really is, from the target's root. */
  readonly path: RelPath;
  readonly address: Address;
  readonly action: Action;
  readonly reason: Reason;
  /** Where the file was until now, when it is moved; `before` is what is there. */
  readonly from?: RelPath;
  /** Absent when there is nothing there now, or it could not be read. */
  readonly before?: Side;
  /** Absent when nothing of ours will be there. */
  readonly after?: Side;
  /** A sentence more, when the reason alone does not tell it: `is a link to ../AGENTS.md`. */
  readonly detail?: string;
  readonly origin?: Origin;
  /** For a field: its value on both sides, for people. Absent sides are undefined. */
  readonly values?: { readonly before?: unknown; readonly after?: unknown };
  /** For a conflict over a file or a block: what is there and what is wanted there, to be compared by people. */
  readonly contents?: { readonly before: Uint8Array; readonly after: Uint8Array };
  /** True when a policy of canonical.yaml, not the table, decided: said beside the reason. */
  readonly byPolicy?: true;
}

export interface FileSide {
  readonly bytes: Uint8Array;
  readonly mode: FileMode;
}

/**
 * What happens to one file on disk: found exactly as `before`, it becomes exactly `after`; null is no file.
 * A file of many entries has one write and many changes.
 */
export interface FileWrite {
  readonly path: RelPath;
  readonly before: FileSide | null;
  readonly after: FileSide | null;
  /** True when the file belongs into the repository's commits. */
  readonly committed: boolean;
  /** The path of which this is the new one; another write takes the file away there. */
  readonly from?: RelPath;
}

/** The paths of writes by what becomes of the files; a file that is moved is updated, and told once, by its new path. */
export function pathsOf(writes: readonly FileWrite[]): Record<'created' | 'updated' | 'deleted', RelPath[]> {
  const paths: Record<'created' | 'updated' | 'deleted', RelPath[]> = { created: [], updated: [], deleted: [] };
  const left = new Set(writes.flatMap(({ from }) => from ?? []));
  for (const { path, before, after, from } of writes) {
    if (from !== undefined) paths.updated.push(after === null ? from : path);
    else if (!left.has(path)) paths[before === null ? 'created' : after === null ? 'deleted' : 'updated'].push(path);
  }
  return paths;
}

/** How many files these writes change, one that is moved once. */
export function fileCount(writes: readonly FileWrite[]): number {
  const { created, updated, deleted } = pathsOf(writes);
  return created.length + updated.length + deleted.length;
}

export type PlanStatus = 'InSync' | 'OutOfSync' | 'Blocked' | 'Error' | 'Suspended';

/** How a repository that is not there comes to be. */
export type Creation =
  | { readonly how: 'init'; readonly branch: string }
  | { readonly how: 'clone'; readonly remote: string; readonly branch?: string };

/** The decisions for one target, and the writes that carry them out. */
export interface TargetPlan {
  readonly name: TargetName;
  readonly kind: TargetKind;
  readonly root: AbsPath;
  readonly status: PlanStatus;
  /** For Blocked, Error and Suspended: what is in the way and the way out. */
  readonly reason?: string;
  /** For Blocked: a constant word for programs, like `rebase-in-progress`. */
  readonly blockedBy?: string;
  readonly delivery: Delivery;
  readonly branch?: string;
  /** The commit the plan was made from; absent in a repository without commits and outside repositories. */
  readonly head?: CommitId;
  readonly creation?: Creation;
  /** Sorted by path, then address. */
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  /** In the order they are carried out: by path, the target's own inventory last. */
  readonly writes: readonly FileWrite[];
  /** What this machine's inventory of the target will hold; absent when it stays as it is. */
  readonly local?: Inventory;
  /** How many entries were looked at. */
  readonly entries: number;
  /** A digest of all the decisions: the same plan has the same id. */
  readonly id: string;
}

export interface Plan {
  readonly revision: Revision;
  /** Sorted by name. */
  readonly targets: readonly TargetPlan[];
  /** How many targets canonical.yaml has; more than `targets` when only some were selected. */
  readonly known: number;
}

/** True when there is something to write or to record. */
export function isPending(plan: TargetPlan): boolean {
  return (
    plan.status === 'OutOfSync' &&
    (plan.creation !== undefined || plan.changes.some((change) => change.action !== 'conflict'))
  );
}
