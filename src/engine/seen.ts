import type { SeenTarget } from '../core/drift/seen.ts';
import type { TreeFile } from '../core/findings/tree.ts';
import type { RelPath } from '../core/values/paths.ts';
import type { Prepared } from './planning/prepared.ts';
import { exclusionOf } from './targets.ts';
import { readClientTree } from './tree.ts';
import type { Readers } from './world.ts';

/** How a target is looked at. */
interface Looking {
  /** False for a target of which nothing is told. */
  readonly told: boolean;
  /** Of each path what was last read there, in any target. */
  readonly shared: Map<RelPath, TreeFile>;
}

/** The files of a target that the client reads, beside what the planner has read; undefined for one that could not be looked at. */
export function seenTarget(
  readers: Readers,
  { target, plan, looked, state }: Prepared,
  { told, shared }: Looking,
): SeenTarget | undefined {
  if (looked === undefined || plan.creation !== undefined) return undefined;
  const { name, kind, root } = plan;
  // A plan against a base branch has seen that, not the worktree.
  const elsewhere = plan.delivery === 'branch' && kind === 'repository';
  const tree = readClientTree(readers, {
    root,
    kind,
    shared,
    isExcluded: exclusionOf(target),
    ...(elsewhere ? {} : { actual: looked.actual }),
    ...(state === undefined ? {} : { state }),
  });
  const recorded = [looked.committed, looked.local];
  return { name, kind, root, tree, desired: looked.desired, recorded, told };
}
