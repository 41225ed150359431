import { hubText, MINIMAL_HUB } from '../core/canonical/newHub.ts';
import { byText } from '../core/values/address.ts';
import { bytesOf, textOf } from '../core/values/content.ts';
import { type AbsPath, join, type RelPath } from '../core/values/paths.ts';
import { isInRepository, refuseGathering } from './around.ts';
import { flushMade, type Made, moveIn, type NewFile, removeLeftovers, stageAside, takeMadeBack } from './aside.ts';
import { withFleet } from './fleet.ts';
import { wrongPlace } from './place.ts';
import { modeOf } from './source.ts';
import type { World } from './world.ts';

const LIBRARY = 'desired-state';

const CANONICAL = 'canonical.yaml' as RelPath;

const MEMORY = `## How we work

- Read the code around a change first, and write the change in its manner.
- A change comes with a test that fails without it.
- What this block says is the same in all repositories. Notes about this one stand outside of it.
`;

const MINIMAL: readonly NewFile[] = [
  { path: 'desired-state/memory/base.md' as RelPath, bytes: bytesOf(MEMORY), permissions: 0o644 },
  { path: CANONICAL, bytes: bytesOf(MINIMAL_HUB), permissions: 0o644 },
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
  if (kind === 'link' && world.disk.realPath(root) === undefined)
    throw wrongPlace(root, 'is a link that leads nowhere.', 'Give a folder, which need not be there yet.');
  const file = join(root, CANONICAL);
  if (world.disk.kind(file) !== 'absent')
    throw wrongPlace(file, 'is there already; nothing was written.', 'Use it, or give another folder.');
  const files = packaged === undefined ? MINIMAL : packagedFiles(world, packaged);
  // A hub in a folder of a repository is committed with it.
  const repository = !isInRepository(world.disk, root);
  if (repository) refuseGathering(world, root, 'Give a folder of its own, which need not be there yet.');
  const kept = files.filter(({ path }) => world.disk.kind(join(root, path)) !== 'absent');
  const missing = files.filter((one) => !kept.includes(one));
  await withFleet(world, { file }, 'init', (fleet) => writeAll(fleet, root, missing, repository));
  const sorted = (some: readonly NewFile[]) => some.map(({ path }) => path).sort(byText);
  return { root, created: sorted(missing), kept: sorted(kept), repository };
}

/**
 * Writes files that are not there: whole aside, and then to their places, canonical.yaml last, after the repository was made. Broken off, it
 * is no hub yet, and done again it goes on. When anything fails, what was made is removed again.
 * @throws InputError when somebody else has made one meanwhile, DiskError, GitError
 */
async function writeAll(world: World, root: AbsPath, files: readonly NewFile[], repository: boolean): Promise<void> {
  const { disk } = world;
  const made: Made = { aside: [], placed: new Map(), folders: [] };
  const place = (staged: ReadonlyMap<NewFile, AbsPath>, file: NewFile): void => {
    const at = join(root, file.path);
    if (disk.kind(at) !== 'absent')
      throw wrongPlace(at, 'was made by somebody else meanwhile; nothing was written.', 'Do this again.');
    moveIn(disk, staged.get(file)!, at, file, made);
  };
  try {
    const staged = await stageAside(world, root, 'init', files, made);
    for (const file of files.slice(0, -1)) place(staged, file);
    if (repository) await world.git.create(root, 'main');
    await flushMade(disk, made);
    place(staged, files.at(-1)!);
  } catch (error) {
    takeMadeBack(disk, made);
    throw error;
  }
  removeLeftovers(disk, root, 'init');
  await disk.flush([root]);
}

/** The library of the package, and a canonical.yaml that selects what the package's own does. Last comes what makes it a hub. */
function packagedFiles({ disk, lister }: World, packaged: AbsPath): NewFile[] {
  const own = disk.read(join(packaged, CANONICAL));
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
    return [{ path: `${LIBRARY}/${path}` as RelPath, bytes: node.bytes, permissions: permissionsOf(node.permissions) }];
  });
  return [...files, { path: CANONICAL, bytes: bytesOf(hubText(textOf(own.bytes))), permissions: 0o644 }];
}

/** An installed package may be read-only; a copy of it is for editing. */
function permissionsOf(installed: number): number {
  return modeOf(installed) === '100755' ? 0o755 : 0o644;
}
