import type { ActualState } from '../core/actual/state.ts';
import type { SeenTarget } from '../core/drift/seen.ts';
import type { AbsPath } from '../core/values/paths.ts';
import { join } from '../core/values/paths.ts';
import type { DiskNode, DiskReader, Stamp } from '../ports/disk.ts';
import type { Prepared } from './planning/prepared.ts';
import { readClientTree } from './tree.ts';

/** The files of a target that the client reads, beside what the planner has read; undefined for one that could not be looked at. */
export function seenTarget(disk: DiskReader, { plan, looked }: Prepared, told: boolean): SeenTarget | undefined {
  if (looked === undefined || plan.creation !== undefined) return undefined;
  const { name, kind, root } = plan;
  // A plan against a base branch has seen that, not the worktree.
  const known = plan.delivery === 'branch' && kind === 'repository' ? new Map() : looked.actual;
  const tree = readClientTree(remembering(disk, root, known), root, kind);
  const recorded = new Map([...looked.committed, ...looked.local]);
  return { name, kind, root, tree, desired: looked.desired, recorded, told };
}

/** Nobody who reads a tree asks when a file was changed. */
const UNKNOWN: Stamp = { inode: 0, size: 0, modified: 0, changed: 0 };

/** The disk, but what the planner has read of a target is not read again. Equal contents of several targets stay one array. */
function remembering(disk: DiskReader, root: AbsPath, actual: ActualState): DiskReader {
  const known = new Map<AbsPath, DiskNode>();
  for (const { path, file } of actual.values()) {
    if (file.kind === 'file')
      known.set(join(root, path), {
        kind: 'file',
        bytes: file.bytes,
        permissions: file.mode === '100755' ? 0o755 : 0o644,
        stamp: UNKNOWN,
      });
  }
  return {
    read: (path, expected) => known.get(path) ?? disk.read(path, expected),
    kind: (path) => disk.kind(path),
    list: (path) => disk.list(path),
    realPath: (path) => disk.realPath(path),
    look: (path) => disk.look(path),
  };
}
