import { hubText, MINIMAL_HUB } from '../core/canonical/newHub.ts';
import { byText } from '../core/values/address.ts';
import { bytesOf, textOf } from '../core/values/content.ts';
import { type AbsPath, join, parentOf, type RelPath } from '../core/values/paths.ts';
import { makeFolders } from './memory.ts';
import { wrongPlace } from './place.ts';
import { modeOf } from './source.ts';
import type { World } from './world.ts';

const LIBRARY = 'desired-state';

const MEMORY = `## How we work

- Read the code around a change first, and write the change in its manner.
- A change comes with a test that fails without it.
- What this block says is the same in all repositories. Notes about this one stand outside of it.
`;

/** One file of a new hub. */
interface NewFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly permissions: number;
}

const MINIMAL: readonly NewFile[] = [
  { path: 'desired-state/memory/base.md', bytes: bytesOf(MEMORY), permissions: 0o644 },
  { path: 'canonical.yaml', bytes: bytesOf(MINIMAL_HUB), permissions: 0o644 },
];

/** What was made. */
export interface NewHub {
  readonly root: AbsPath;
  /** Sorted; files that were there are not among them. */
  readonly created: readonly string[];
  readonly kept: readonly string[];
  /** True when a repository was made around it. */
  readonly repository: boolean;
}

/**
 * Makes a hub: canonical.yaml that explains itself, a library, a repository where there is none. A file that is there is kept. What goes
 * wrong on the way is taken back.
 * @param packaged the folder of the package whose library is copied; without it the library has a first part of CLAUDE.md alone
 * @throws InputError when there is a hub already, DiskError, GitError
 */
export async function initHub(world: World, root: AbsPath, packaged: AbsPath | undefined): Promise<NewHub> {
  const kind = world.disk.kind(root);
  if (kind !== 'absent' && kind !== 'directory' && kind !== 'link')
    throw wrongPlace(root, 'is not a folder.', 'Give a folder, which need not be there yet.');
  const file = join(root, 'canonical.yaml' as RelPath);
  if (world.disk.kind(file) !== 'absent')
    throw wrongPlace(file, 'is there already; nothing was written.', 'Use it, or give another folder.');
  const files = packaged === undefined ? MINIMAL : packagedFiles(world, packaged);
  const repository = !isInRepository(world, root);
  const kept = files.filter(({ path }) => world.disk.kind(join(root, path as RelPath)) !== 'absent');
  const missing = files.filter((one) => !kept.includes(one));
  await writeAll(world, root, missing, async () => {
    if (repository) await world.git.create(root, 'main');
  });
  const sorted = (some: readonly NewFile[]) => some.map(({ path }) => path).sort(byText);
  return { root, created: sorted(missing), kept: sorted(kept), repository };
}

/**
 * Writes files that are not there, in order, and then does the rest; when anything of it fails, they are removed again.
 * @throws DiskError, and what `then` throws
 */
async function writeAll(
  { disk }: World,
  root: AbsPath,
  files: readonly NewFile[],
  then: () => Promise<void>,
): Promise<void> {
  const folders = makeFolders(disk, root);
  const written: AbsPath[] = [];
  try {
    for (const { path, bytes, permissions } of files) {
      const place = join(root, path as RelPath);
      folders.push(...makeFolders(disk, parentOf(place)));
      disk.createFile(place, bytes, permissions);
      written.push(place);
    }
    await disk.flush(written);
    await then();
  } catch (error) {
    for (const place of written) disk.remove(place);
    for (const folder of folders.reverse()) disk.removeDirectory(folder);
    throw error;
  }
}

/** The library of the package, and a canonical.yaml that selects what the package's own does. Last comes what makes it a hub. */
function packagedFiles({ disk, lister }: World, packaged: AbsPath): NewFile[] {
  const own = disk.read(join(packaged, 'canonical.yaml' as RelPath));
  const folder = join(packaged, LIBRARY as RelPath);
  if (own.kind !== 'file' || disk.kind(folder) !== 'directory')
    throw wrongPlace(
      folder,
      'is not there; the program is not installed whole.',
      'Install it anew, or give --minimal.',
    );
  const files = lister.files(folder).flatMap((path): NewFile[] => {
    const node = disk.read(join(folder, path));
    if (node.kind !== 'file') return [];
    return [{ path: `${LIBRARY}/${path}`, bytes: node.bytes, permissions: permissionsOf(node.permissions) }];
  });
  return [...files, { path: 'canonical.yaml', bytes: bytesOf(hubText(textOf(own.bytes))), permissions: 0o644 }];
}

/** An installed package may be read-only; a copy of it is for editing. */
function permissionsOf(installed: number): number {
  return modeOf(installed) === '100755' ? 0o755 : 0o644;
}

/** A hub in a folder of a repository is committed with it. */
function isInRepository(world: World, root: AbsPath): boolean {
  for (let folder = root; folder !== '/'; folder = parentOf(folder)) {
    if (world.disk.kind(join(folder, '.git' as RelPath)) !== 'absent') return true;
  }
  return false;
}
