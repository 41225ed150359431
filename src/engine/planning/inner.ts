import type { ActualState, Located } from '../../core/actual/state.ts';
import type { Blocked } from '../../core/plan/blocked.ts';
import { type AbsPath, foldersOf, join, type RelPath } from '../../core/values/paths.ts';
import type { DiskReader } from '../../ports/disk.ts';

/**
 * The folders on the way to these files that are repositories of their own: submodules, and clones inside. Git lets nobody commit a file of
 * theirs in the repository around: to try it takes the submodule out of it.
 */
export function innerRepositories(disk: DiskReader, root: AbsPath, files: Iterable<RelPath>): Set<RelPath> {
  const folders = new Set<RelPath>();
  for (const file of files) for (const folder of foldersOf(file)) folders.add(folder);
  const isInner = (folder: RelPath): boolean => disk.kind(join(root, `${folder}/.git` as RelPath)) !== 'absent';
  return new Set([...folders].filter(isInner));
}

/** What was seen, with the files in these folders out of reach. */
export function outOfReach(actual: ActualState, inner: ReadonlySet<RelPath>): ActualState {
  return new Map([...actual].map(([path, located]) => [path, reached(located, inner)]));
}

function reached(located: Located, inner: ReadonlySet<RelPath>): Located {
  const folder = foldersOf(located.path).find((one) => inner.has(one));
  if (folder === undefined) return located;
  return { path: located.path, file: { kind: 'unreachable', because: told(folder) } };
}

/** Where the record of what is ours would lie in another repository, nothing can be recorded. */
export function innerInventory(inventory: RelPath, inner: ReadonlySet<RelPath>): Blocked | undefined {
  const folder = foldersOf(inventory).find((one) => inner.has(one));
  if (folder === undefined) return undefined;
  return {
    by: 'inner-repository',
    reason: `${told(folder)}, in which nothing can be recorded from here; make it a part of this one, or take the entry out`,
  };
}

function told(folder: RelPath): string {
  return `${folder} is a repository of its own, a submodule or a clone`;
}
