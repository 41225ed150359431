import { folderOf, type LeftOut, type Tree } from '../../core/import/tree.ts';
import { type AbsPath, collisionKey, join, type RelPath } from '../../core/values/paths.ts';
import { DiskError, type DiskReader, type Entry } from '../../ports/disk.ts';
import type { Worktree } from '../source.ts';

/** What a target holds at its top and in the client's folder, listed once so that little is opened in vain. */
export interface Listing {
  /** Of the client's folder; empty where that cannot be listed. */
  readonly entries: readonly Entry[];
  /** False where it is certain that nothing is at this path, at the top or directly in the client's folder. */
  mayHold(path: RelPath): boolean;
}

/** @param left is told of a folder that cannot be listed */
export function listingOf(
  disk: DiskReader,
  source: Worktree,
  root: AbsPath,
  kind: Tree['kind'],
  left: LeftOut[],
): Listing {
  const list = (path: string): readonly Entry[] | undefined => {
    try {
      const at = path === '' ? { real: '' } : source.folder(path.slice(0, -1) as RelPath);
      if ('blocked' in at) return undefined;
      return disk.folder(at.real === '' ? root : join(root, at.real.slice(0, -1) as RelPath));
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      left.push({ path: path || './', reason: 'unreadable', detail: error.message });
      return undefined;
    }
  };
  const tree = folderOf(kind);
  const top = list('');
  const client = tree === '' ? top : list(tree);
  const keys = new Map([
    ['', keysOf(top)],
    [tree, keysOf(client)],
  ]);
  return {
    entries: client ?? [],
    mayHold(path) {
      const folder = tree !== '' && path.startsWith(tree) ? tree : '';
      return keys.get(folder)?.has(collisionKey(path.slice(folder.length) as RelPath)) !== false;
    },
  };
}

/** By the key of the path, because a disk that folds case finds `Claude.md` as `CLAUDE.md`. */
function keysOf(entries: readonly Entry[] | undefined): ReadonlySet<string> | undefined {
  return entries === undefined ? undefined : new Set(entries.map(({ name }) => collisionKey(name as RelPath)));
}
