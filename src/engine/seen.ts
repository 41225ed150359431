import type { SeenTarget } from '../core/drift/seen.ts';
import type { RelPath } from '../core/values/paths.ts';
import type { DiskReader } from '../ports/disk.ts';
import type { Prepared } from './planning/prepared.ts';
import { readClientTree } from './tree.ts';

/** How a target is looked at. */
interface Looking {
  /** False for a target of which nothing is told. */
  readonly told: boolean;
  /** Of each path what was last read there, in any target. */
  readonly shared: Map<RelPath, Uint8Array>;
}

/** The files of a target that the client reads, beside what the planner has read; undefined for one that could not be looked at. */
export function seenTarget(
  disk: DiskReader,
  { plan, looked }: Prepared,
  { told, shared }: Looking,
): SeenTarget | undefined {
  if (looked === undefined || plan.creation !== undefined) return undefined;
  const { name, kind, root } = plan;
  // A plan against a base branch has seen that, not the worktree.
  const elsewhere = plan.delivery === 'branch' && kind === 'repository';
  const before = elsewhere ? { shared } : { shared, actual: looked.actual };
  const tree = readClientTree(disk, root, kind, before);
  const recorded = new Map([...looked.committed, ...looked.local]);
  return { name, kind, root, tree, desired: looked.desired, recorded, told };
}
