import { type AbsPath, join, parentOf, type RelPath } from '../core/values/paths.ts';
import type { DiskReader } from '../ports/disk.ts';
import { wrongPlace } from './place.ts';

/** Whether a folder, which need not be there yet, is a repository or lies in one. */
export function isInRepository(disk: DiskReader, root: AbsPath): boolean {
  return repositoryFrom(disk, root) !== undefined;
}

/** The nearest repository among a folder and those above it. @param end where the search ends; that one is not looked at */
export function repositoryFrom(disk: DiskReader, start: AbsPath, end?: AbsPath): AbsPath | undefined {
  for (let folder = start; folder !== '/' && folder !== end; folder = parentOf(folder))
    if (isRepository(disk, folder)) return folder;
  return undefined;
}

function isRepository(disk: DiskReader, folder: AbsPath): boolean {
  return disk.kind(join(folder, '.git' as RelPath)) !== 'absent';
}

/**
 * A repository that is made around all that somebody has, or around others, is a mistake in the path.
 * @param meant what is given instead @throws InputError
 */
export function refuseGathering(
  { disk, home }: { readonly disk: DiskReader; readonly home: AbsPath },
  root: AbsPath,
  meant: string,
): void {
  if (root === home) throw wrongPlace(root, 'is your home, and no repository is made of it.', meant);
  const inside = disk
    .folder(root)
    .find(({ name, kind }) => kind === 'directory' && isRepository(disk, join(root, name as RelPath)));
  if (inside !== undefined)
    throw wrongPlace(root, `holds the repository ${inside.name}, and no repository is made around it.`, meant);
}
