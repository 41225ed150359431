import type { LeftOut } from '../../core/import/tree.ts';
import { type AbsPath, join, type RelPath } from '../../core/values/paths.ts';
import { DiskError, type DiskReader } from '../../ports/disk.ts';

/**
 * What the client reads in folders below the root: it stays there, because only the root's tree is reconciled.
 * @param names the files and folders of the project that are known; folders end in `/`
 */
export function nestedIn(disk: DiskReader, root: AbsPath, names: readonly string[]): LeftOut[] {
  const left: LeftOut[] = [];
  for (const name of names) {
    if (name.endsWith('/')) {
      const path = `${name}.claude`;
      if (isFolder(disk, join(root, path as RelPath)))
        left.push({ path: `${path}/`, reason: 'no-place', detail: 'only the tree at the root is reconciled' });
    } else if (/\/CLAUDE(?:\.local)?\.md$/.test(name))
      left.push({
        path: name,
        reason: 'own-text',
        detail: 'is its own text; a hub owns a block of CLAUDE.md at the root only',
      });
  }
  return left;
}

function isFolder(disk: DiskReader, path: AbsPath): boolean {
  try {
    return disk.kind(path) === 'directory';
  } catch (error) {
    if (error instanceof DiskError) return false;
    throw error;
  }
}
