import { bytesOf, sameBytes } from '../../core/values/content.ts';
import { type AbsPath, join, parentOf, type RelPath } from '../../core/values/paths.ts';
import { InputError, type Problem } from '../../core/values/problem.ts';
import { DiskError, type DiskNode } from '../../ports/disk.ts';
import type { World } from '../world.ts';
import { type HubFile, occupied } from './hubFiles.ts';
import type { PreparedImport } from './prepare.ts';

/** Where new files wait until all of them are on the disk. */
const STAGING = '.reconcile-import-';

/** What an import has made so far, to be taken back when it fails. */
interface Made {
  readonly files: AbsPath[];
  readonly folders: AbsPath[];
}

/**
 * Writes the hub. New files are made and flushed aside, so that none ever stands half in its place, and then moved there; canonical.yaml comes
 * last. Before that nothing in the library is named by anybody, so that an import that was broken off has done nothing, and done again
 * it goes on. What it made goes again when it fails.
 * @throws DiskError, InputError when canonical.yaml was changed meanwhile, or a file has appeared where one is to go
 */
export async function writeImport(world: World, prepared: PreparedImport, files: readonly HubFile[]): Promise<void> {
  const { disk } = world;
  const { into, file: target, hub } = prepared.request;
  const made: Made = { files: [], folders: [] };
  try {
    makeFolder(disk, into, made.folders);
    removeLeftovers(disk, into);
    const canonical = files.at(-1)!;
    const fresh = files.filter((file) => (file === canonical ? file.is !== 'there' : file.is === 'new'));
    const now = disk.read(target);
    const permissionsOf = (file: HubFile): number =>
      file === canonical && now.kind === 'file' ? now.permissions : file.executable ? 0o777 : 0o666;
    const staged = await stage(world, into, fresh, permissionsOf, made);
    for (const file of fresh) {
      if (file === canonical) continue;
      const place = join(into, file.path);
      makeFolder(disk, parentOf(place), made.folders);
      if (disk.kind(place) !== 'absent') throw new InputError([occupied(file.path)]);
      disk.rename(staged.get(file)!, place);
      made.files.push(place);
    }
    await disk.flush(
      [...new Set([...made.files.map(parentOf), ...made.folders])].filter((path) => disk.kind(path) === 'directory'),
    );
    const next = staged.get(canonical);
    if (next !== undefined) {
      if (!isAsExpected(disk.read(target), hub?.text)) throw new InputError([changedMeanwhile(target)]);
      disk.rename(next, target);
    }
  } catch (error) {
    takeBack(disk, made);
    throw error;
  }
  removeLeftovers(disk, into);
  await disk.flush([into]);
}

/** Makes the files aside, and has them on the disk. @returns where each waits */
async function stage(
  { disk, random }: World,
  into: AbsPath,
  files: readonly HubFile[],
  permissionsOf: (file: HubFile) => number,
  made: Made,
): Promise<Map<HubFile, AbsPath>> {
  const staged = new Map<HubFile, AbsPath>();
  if (files.length === 0) return staged;
  const folder = join(into, `${STAGING}${random.word(6)}` as RelPath);
  makeFolder(disk, folder, made.folders);
  for (const [index, file] of files.entries()) {
    const place = join(folder, String(index) as RelPath);
    made.files.push(place);
    disk.createFile(place, file.bytes, permissionsOf(file));
    staged.set(file, place);
  }
  await disk.flush([...staged.values()]);
  return staged;
}

/** What an import that was killed has left aside. */
function removeLeftovers(disk: World['disk'], into: AbsPath): void {
  for (const name of disk.list(into)) {
    const folder = join(into, name as RelPath);
    if (!name.startsWith(STAGING) || disk.kind(folder) !== 'directory') continue;
    for (const file of disk.list(folder)) disk.remove(join(folder, file as RelPath));
    disk.removeDirectory(folder);
  }
}

/** On a disk on which also this fails in part, the rest is tried all the same. */
function takeBack(disk: World['disk'], { files, folders }: Made): void {
  const tries = [
    ...files.map((path) => () => disk.remove(path)),
    ...[...folders].reverse().map((path) => () => disk.removeDirectory(path)),
  ];
  for (const remove of tries) {
    try {
      remove();
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
    }
  }
}

function changedMeanwhile(file: AbsPath): Problem {
  return { place: { file }, severity: 'error', message: 'was changed meanwhile.', remedy: 'Import again.' };
}

function isAsExpected(node: DiskNode, text: string | undefined): boolean {
  if (text === undefined) return node.kind === 'absent';
  return node.kind === 'file' && sameBytes(node.bytes, bytesOf(text));
}

function makeFolder(disk: World['disk'], folder: AbsPath, made: AbsPath[]): void {
  if (disk.kind(folder) !== 'absent') return;
  makeFolder(disk, parentOf(folder), made);
  disk.makeDirectory(folder);
  made.push(folder);
}
