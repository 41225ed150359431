import { bytesOf, sameBytes } from '../../core/values/content.ts';
import { type AbsPath, baseName, foldersOf, join, parentOf, type RelPath } from '../../core/values/paths.ts';
import { InputError, type Problem } from '../../core/values/problem.ts';
import type { DiskNode, DiskReader } from '../../ports/disk.ts';
import type { World } from '../world.ts';
import type { PreparedImport } from './prepare.ts';

/** One file of the hub that an import makes or changes. */
export interface HubFile {
  readonly path: RelPath;
  readonly bytes: Uint8Array;
  readonly executable: boolean;
  readonly is: 'new' | 'there' | 'changed';
}

/**
 * What an import would write, canonical.yaml last.
 * @throws InputError with every path of the hub where something else stands
 */
export function filesToWrite(disk: DiskReader, { request, proposal, text }: PreparedImport): HubFile[] {
  const problems: Problem[] = [];
  const files: HubFile[] = [];
  for (const [path, file] of proposal.library) {
    const place = `desired-state/${path}` as RelPath;
    const is = stateOf(disk, request.into, place, file.content);
    if (is === 'other') problems.push(occupied(place));
    else files.push({ path: place, bytes: file.content, executable: file.mode === '100755', is });
  }
  const bytes = bytesOf(text);
  const canonical = baseName(request.file) as RelPath;
  const there = disk.read(request.file);
  if (request.hub === undefined && there.kind !== 'absent') problems.push(occupied(canonical));
  const same = there.kind === 'file' && sameBytes(there.bytes, bytes);
  files.push({
    path: canonical,
    bytes,
    executable: false,
    is: same ? 'there' : request.hub === undefined ? 'new' : 'changed',
  });
  if (problems.length > 0) throw new InputError(problems);
  return files;
}

function occupied(path: RelPath): Problem {
  const message = 'something else stands there, and an import overwrites nothing.';
  return {
    place: { file: path },
    severity: 'error',
    message,
    remedy: 'Move it away, or import --into another folder.',
  };
}

function stateOf(disk: DiskReader, root: AbsPath, path: RelPath, bytes: Uint8Array): 'new' | 'there' | 'other' {
  for (const folder of foldersOf(path)) {
    const kind = disk.kind(join(root, folder));
    if (kind === 'absent') return 'new';
    if (kind !== 'directory') return 'other';
  }
  const node = disk.read(join(root, path), bytes);
  if (node.kind === 'absent') return 'new';
  return node.kind === 'file' && node.bytes === bytes ? 'there' : 'other';
}

/**
 * Writes the hub. canonical.yaml comes last and in one step: before that nothing in the library is named by anybody, so that an import that
 * was broken off has done nothing, and done again it goes on. What it made goes again when it fails.
 * @throws DiskError, InputError when canonical.yaml was changed meanwhile
 */
export async function writeImport(world: World, prepared: PreparedImport, files: readonly HubFile[]): Promise<void> {
  const { disk } = world;
  const { into, file: target, hub } = prepared.request;
  const made: AbsPath[] = [];
  const folders: AbsPath[] = [];
  const temporary = `${into}/.canonical.yaml.${world.random.word(6)}` as AbsPath;
  try {
    makeFolder(disk, into, folders);
    const canonical = files.at(-1)!;
    for (const file of files) {
      if (file.is !== 'new' || file === canonical) continue;
      const place = join(into, file.path);
      makeFolder(disk, parentOf(place), folders);
      disk.createFile(place, file.bytes, file.executable ? 0o777 : 0o666);
      made.push(place);
    }
    if (canonical.is === 'there') return;
    const now = disk.read(target);
    disk.createFile(temporary, canonical.bytes, now.kind === 'file' ? now.permissions : 0o666);
    made.push(temporary);
    await disk.flush([...made, ...folders]);
    if (!isAsExpected(disk.read(target), hub?.text))
      throw new InputError([
        { place: { file: target }, severity: 'error', message: 'was changed meanwhile.', remedy: 'Import again.' },
      ]);
    disk.rename(temporary, target);
  } catch (error) {
    for (const path of made) disk.remove(path);
    for (const path of folders.reverse()) disk.removeDirectory(path);
    throw error;
  }
  await disk.flush([into]);
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
