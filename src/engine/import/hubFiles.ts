import { bytesOf, sameBytes } from '../../core/values/content.ts';
import { type AbsPath, baseName, foldersOf, join, type RelPath } from '../../core/values/paths.ts';
import { InputError, type Problem } from '../../core/values/problem.ts';
import type { DiskReader } from '../../ports/disk.ts';
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

/** Something else stands where a file is to go. */
export function occupied(path: RelPath): Problem {
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
