import { sameBytes } from '../core/values/content.ts';
import { type AbsPath, join, parentOf, type RelPath } from '../core/values/paths.ts';
import { TEMPORARY } from '../core/values/temporary.ts';
import { DiskError, type DiskWriter } from '../ports/disk.ts';
import type { World } from './world.ts';

/** A file of a hub that is to be made. */
export interface NewFile {
  readonly path: RelPath;
  readonly bytes: Uint8Array;
  /** The low nine mode bits. */
  readonly permissions: number;
}

/** What was made so far, to be taken back when something fails. */
export interface Made {
  readonly aside: AbsPath[];
  readonly placed: Map<AbsPath, Uint8Array>;
  readonly folders: AbsPath[];
}

/**
 * Makes files in a folder aside, and has them on the disk, so that none ever stands half in its place. What an earlier run of the same
 * verb, which was killed, has left aside is removed.
 * @returns where each waits @throws DiskError
 */
export async function stageAside<F extends NewFile>(
  { disk, random }: World,
  into: AbsPath,
  verb: 'import' | 'init',
  files: readonly F[],
  made: Made,
): Promise<ReadonlyMap<F, AbsPath>> {
  makeFolder(disk, into, made.folders);
  removeLeftovers(disk, into, verb);
  const staged = new Map<F, AbsPath>();
  if (files.length === 0) return staged;
  const folder = join(into, `${TEMPORARY}${verb}-${random.word(6)}` as RelPath);
  makeFolder(disk, folder, made.folders);
  for (const [index, file] of files.entries()) {
    const place = join(folder, String(index) as RelPath);
    made.aside.push(place);
    disk.createFile(place, file.bytes, file.permissions);
    staged.set(file, place);
  }
  await disk.flush([...staged.values()]);
  return staged;
}

/** Moves a file that waits to its place, at which nothing stands. @throws DiskError */
export function moveIn(disk: DiskWriter, from: AbsPath, place: AbsPath, file: NewFile, made: Made): void {
  makeFolder(disk, parentOf(place), made.folders);
  disk.rename(from, place);
  made.placed.set(place, file.bytes);
}

/** Has the names of what was made on the disk. @throws DiskError */
export async function flushMade(disk: DiskWriter, { aside, placed, folders }: Made): Promise<void> {
  const paths = new Set([...[...aside, ...placed.keys()].map(parentOf), ...folders]);
  await disk.flush([...paths].filter((path) => disk.kind(path) === 'directory'));
}

/** Removes what waited aside, of this run and of one that was killed. @throws DiskError */
export function removeLeftovers(disk: DiskWriter, into: AbsPath, verb: 'import' | 'init'): void {
  for (const name of disk.list(into)) {
    const folder = join(into, name as RelPath);
    if (!name.startsWith(`${TEMPORARY}${verb}-`) || disk.kind(folder) !== 'directory') continue;
    for (const file of disk.list(folder)) disk.remove(join(folder, file as RelPath));
    disk.removeDirectory(folder);
  }
}

/**
 * Removes what was made again, but for what somebody has changed since. On a disk on which also this fails in part, the rest is tried all
 * the same.
 */
export function takeMadeBack(disk: DiskWriter, { aside, placed, folders }: Made): void {
  const tries = [
    ...aside.map((path) => () => disk.remove(path)),
    ...[...placed].map(
      ([path, bytes]) =>
        () =>
          removeIfOurs(disk, path, bytes),
    ),
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

function removeIfOurs(disk: DiskWriter, path: AbsPath, bytes: Uint8Array): void {
  const node = disk.read(path);
  if (node.kind === 'file' && sameBytes(node.bytes, bytes)) disk.remove(path);
}

function makeFolder(disk: DiskWriter, folder: AbsPath, made: AbsPath[]): void {
  if (disk.kind(folder) !== 'absent') return;
  makeFolder(disk, parentOf(folder), made);
  disk.makeDirectory(folder);
  made.push(folder);
}
