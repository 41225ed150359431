import { findBlock } from '../core/actual/block.ts';
import type { Bases, Wanted } from '../core/plan/question.ts';
import { type BlobId, blobId, latin1Of } from '../core/values/content.ts';
import type { AbsPath } from '../core/values/paths.ts';
import { GitError } from '../ports/git.ts';
import { replaceFile } from './memory.ts';
import type { World } from './world.ts';

/** How far back a block is looked for: versions of its file. */
const MOST_VERSIONS = 50;

function fileOf(stateDir: AbsPath, blob: BlobId): AbsPath {
  return `${stateDir}/bases/${blob}` as AbsPath;
}

/** Keeps contents of the library that were merged: what is written holds both changes, so no repository has them. @throws DiskError */
export function keepBases(world: World, keeps: Bases): void {
  for (const [blob, bytes] of keeps) {
    const path = fileOf(world.stateDir, blob);
    if (bytes !== null && world.disk.kind(path) === 'absent') replaceFile(world.disk, path, bytes);
  }
}

/**
 * Reads what was last written, by its id: what this machine kept of earlier merges; a file from the objects of the repository, or of the
 * hub, where files of the library that are no templates are the same; a block from the versions of its file. What is nowhere is null.
 */
export async function readBases(world: World, root: AbsPath, hub: AbsPath, wants: readonly Wanted[]): Promise<Bases> {
  const bases = new Map<BlobId, Uint8Array | null>(wants.map(({ blob }) => [blob, kept(world, blob)]));
  const files = wants.filter((one) => one.block === undefined).map(({ blob }) => blob);
  for (const place of [root, hub]) {
    const missing = files.filter((blob) => bases.get(blob) === null);
    if (missing.length === 0 || world.git.open(place).kind !== 'repository') continue;
    for (const [blob, bytes] of await tolerant(() => world.git.blobs(place, missing), new Map()))
      bases.set(blob, bytes);
  }
  for (const one of wants) {
    if (one.block !== undefined && bases.get(one.blob) === null)
      bases.set(one.blob, await findVersion(world, root, one, one.block));
  }
  return bases;
}

function kept(world: World, blob: BlobId): Uint8Array | null {
  const node = world.disk.read(fileOf(world.stateDir, blob));
  return node.kind === 'file' && blobId(node.bytes) === blob ? node.bytes : null;
}

async function findVersion(world: World, root: AbsPath, wanted: Wanted, name: string): Promise<Uint8Array | null> {
  for (const commit of await tolerant(() => world.git.commitsOf(root, wanted.path, MOST_VERSIONS), [])) {
    const file = (await world.git.filesAt(root, commit, [wanted.path])).get(wanted.path);
    const block = file === undefined ? undefined : findBlock(latin1Of(file.bytes), name);
    if (block?.state !== 'found') continue;
    const text = Buffer.from(block.text, 'latin1');
    if (blobId(text) === wanted.blob) return text;
  }
  return null;
}

/** A repository whose objects cannot be read has no history to merge with: the conflict stays, and says so. */
async function tolerant<T>(read: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof GitError) return otherwise;
    throw error;
  }
}
