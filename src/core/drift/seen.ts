import type { DesiredState } from '../desired/state.ts';
import type { Tree } from '../findings/tree.ts';
import { type Address, fileAddress } from '../values/address.ts';
import type { AbsPath, RelPath } from '../values/paths.ts';
import type { TargetKind, TargetName } from '../values/target.ts';

/** One target as it was found: the files that the client reads there, and which of them are ours. */
export interface SeenTarget {
  readonly name: TargetName;
  readonly kind: TargetKind;
  readonly root: AbsPath;
  readonly tree: Tree;
  readonly desired: DesiredState;
  /** What was last written there, by address, committed and not. */
  readonly recorded: readonly ReadonlyMap<Address, unknown>[];
  /** False for a target that was only looked at because others are compared with it: nothing is told of it. */
  readonly told: boolean;
}

/** True for a file that we deliver, or that we wrote and that is told as left over. */
export function isOurs(seen: SeenTarget, path: RelPath): boolean {
  return seen.desired.has(path) || seen.recorded.some((written) => written.has(fileAddress(path)));
}
