import { createHash } from 'node:crypto';
import type { ActualFile } from '../core/actual/state.ts';
import type { FileSide, FileWrite } from '../core/plan/plan.ts';
import { sameBytes } from '../core/values/content.ts';
import { type AbsPath, foldersOf, join, parentOf, type RelPath } from '../core/values/paths.ts';
import { TEMPORARY } from '../core/values/temporary.ts';
import type { DiskReader, DiskWriter } from '../ports/disk.ts';
import { createAnew, makeFolders } from './memory.ts';
import { modeOf } from './source.ts';

/** A file is no longer what the plan was made from: somebody changed it meanwhile. Nothing was written over. */
export class StaleError extends Error {
  /** The file, and what of it differs. */
  readonly file: AbsPath;
  readonly now: string;
  constructor(root: AbsPath, path: RelPath, now: string) {
    super(`${join(root, path)} changed after the plan was made (${now}); nothing was written there, plan again`);
    this.name = 'StaleError';
    this.file = join(root, path);
    this.now = now;
  }
}

/** The folders that the writes need and that are not there, outermost first. */
export function missingFolders(disk: DiskReader, root: AbsPath, writes: readonly FileWrite[]): RelPath[] {
  const missing = new Set<RelPath>();
  for (const write of writes) {
    if (write.after === null) continue;
    for (const folder of foldersOf(write.path)) if (disk.kind(join(root, folder)) === 'absent') missing.add(folder);
  }
  return [...missing];
}

/**
 * The name under which new content waits beside its place. It is short whatever the file is called: disks
 * allow a name 255 bytes.
 */
function temporary(root: AbsPath, path: RelPath, run: string): AbsPath {
  const digest = createHash('sha256').update(path).digest('hex').slice(0, 12);
  return join(parentOf(join(root, path)), `${TEMPORARY}${run}-${digest}` as RelPath);
}

/**
 * Writes all new content of a target beside its place.
 * @returns the files to be flushed before `swap` puts them into place
 * @throws StaleError when a folder is not as planned, DiskError
 */
export function stageAll(disk: DiskWriter, root: AbsPath, writes: readonly FileWrite[], run: string): AbsPath[] {
  makeFolders(disk, root);
  const staged: AbsPath[] = [];
  for (const write of writes) {
    if (write.after === null || write.after === write.before) continue;
    stage(disk, root, write, write.after, run);
    staged.push(temporary(root, write.path, run));
  }
  return staged;
}

/**
 * Carries out the staged writes of one target in the given order: every file is compared once more with what the plan saw, then put into
 * place by one rename.
 * @throws StaleError when a file is not as planned, DiskError; then some writes may be done: `takeBack` undoes them
 */
export async function swap(disk: DiskWriter, root: AbsPath, writes: readonly FileWrite[], run: string): Promise<void> {
  for (const write of writes) {
    const place = join(root, write.path);
    demand(disk, root, write.path, write.before);
    if (write.after === write.before) continue;
    if (write.after === null) disk.remove(place);
    else await disk.renameSoon(temporary(root, write.path, run), place);
  }
  for (const write of writes) if (write.after === null) removeEmptyFolders(disk, root, write.path);
}

function stage(disk: DiskWriter, root: AbsPath, write: FileWrite, after: FileSide, run: string): void {
  for (const folder of foldersOf(write.path)) {
    const kind = disk.kind(join(root, folder));
    if (kind === 'absent') disk.makeDirectory(join(root, folder));
    else if (kind !== 'directory') throw new StaleError(root, folder, `it is a ${kind}`);
  }
  const path = temporary(root, write.path, run);
  createAnew(disk, path, after.bytes, permissionsFor(disk, join(root, write.path), after));
}

/** A file keeps its permissions but for the executable bit; a new one gets what the umask leaves. */
function permissionsFor(disk: DiskReader, path: AbsPath, after: FileSide): number {
  const node = disk.look(path);
  if (node.kind !== 'file') return after.mode === '100755' ? 0o777 : 0o666;
  if (modeOf(node.permissions) === after.mode) return node.permissions;
  // Who may read may execute, as git does it.
  return after.mode === '100755' ? node.permissions | ((node.permissions & 0o444) >> 2) : node.permissions & ~0o111;
}

/** Compares what stands at a path with what must stand there. @throws StaleError */
export function demand(disk: DiskReader, root: AbsPath, path: RelPath, side: FileSide | null): void {
  for (const folder of foldersOf(path)) {
    const kind = disk.kind(join(root, folder));
    if (kind !== 'directory' && kind !== 'absent') throw new StaleError(root, folder, `it is a ${kind}`);
  }
  const node = disk.read(join(root, path), side?.bytes);
  if (!holds(node.kind === 'file' ? { kind: 'file', bytes: node.bytes, mode: modeOf(node.permissions) } : node, side)) {
    throw new StaleError(
      root,
      path,
      node.kind === 'file'
        ? 'its content or mode differs'
        : node.kind === 'absent'
          ? 'it is gone'
          : `it is a ${node.kind}`,
    );
  }
}

function holds(
  file: Extract<ActualFile, { kind: 'absent' | 'file' | 'link' | 'directory' | 'special' }>,
  side: FileSide | null,
): boolean {
  if (side === null) return file.kind === 'absent';
  return file.kind === 'file' && file.mode === side.mode && sameBytes(file.bytes, side.bytes);
}

/** The folders of a deleted file that it leaves empty, up to the target's root, which stays. */
function removeEmptyFolders(disk: DiskWriter, root: AbsPath, path: RelPath): void {
  for (const folder of foldersOf(path).reverse()) if (!disk.removeDirectory(join(root, folder))) return;
}

/**
 * Brings every file of a broken-off run back to what it was, as far as nobody else has changed it since, and removes what waited
 * beside. @returns the paths that somebody changed since, which were left alone @throws DiskError
 */
export function takeBack(
  disk: DiskWriter,
  root: AbsPath,
  writes: readonly FileWrite[],
  madeFolders: readonly RelPath[],
  run: string,
): RelPath[] {
  const left: RelPath[] = [];
  let failure: unknown;
  for (const write of [...writes].reverse()) {
    try {
      if (!takeBackOne(disk, root, write, run)) left.push(write.path);
    } catch (error) {
      // One that the disk refuses does not keep the others from being taken back.
      failure ??= error;
    }
  }
  for (const folder of [...madeFolders].reverse()) disk.removeDirectory(join(root, folder));
  if (failure !== undefined) throw failure;
  return left;
}

/** @returns false when somebody has changed the file since @throws DiskError */
function takeBackOne(disk: DiskWriter, root: AbsPath, write: FileWrite, run: string): boolean {
  // Where a folder of its path has become something else, nothing of the run can be there any more.
  if (!reaches(disk, root, write.path)) return write.before === null;
  disk.remove(temporary(root, write.path, run));
  if (isAt(disk, root, write.path, write.before)) return true;
  if (!isAt(disk, root, write.path, write.after)) return false;
  const undo = { ...write, before: write.after, after: write.before };
  if (undo.after !== null) stage(disk, root, undo, undo.after, run);
  if (undo.after === null) disk.remove(join(root, write.path));
  else disk.rename(temporary(root, write.path, run), join(root, write.path));
  return true;
}

function reaches(disk: DiskReader, root: AbsPath, path: RelPath): boolean {
  return foldersOf(path).every((folder) => ['directory', 'absent'].includes(disk.kind(join(root, folder))));
}

function isAt(disk: DiskReader, root: AbsPath, path: RelPath, side: FileSide | null): boolean {
  try {
    demand(disk, root, path, side);
    return true;
  } catch (error) {
    if (error instanceof StaleError) return false;
    throw error;
  }
}
