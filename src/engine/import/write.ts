import { bytesOf, sameBytes } from '../../core/values/content.ts';
import { type AbsPath, join } from '../../core/values/paths.ts';
import { InputError, type Problem } from '../../core/values/problem.ts';
import type { DiskNode } from '../../ports/disk.ts';
import { flushMade, type Made, moveIn, removeLeftovers, stageAside, takeMadeBack } from '../aside.ts';
import type { World } from '../world.ts';
import { type HubFile, occupied } from './hubFiles.ts';
import type { PreparedImport } from './prepare.ts';

/**
 * Writes the hub. New files are made and flushed aside, so that none ever stands half in its place, and then moved there; canonical.yaml comes
 * last. Before that nothing in the library is named by anybody, so that an import that was broken off has done nothing, and done again
 * it goes on. What it made goes again when it fails.
 * @throws DiskError, InputError when canonical.yaml was changed meanwhile, or a file has appeared where one is to go
 */
export async function writeImport(world: World, prepared: PreparedImport, files: readonly HubFile[]): Promise<void> {
  const { disk } = world;
  const { into, file: target, hub } = prepared.request;
  const made: Made = { aside: [], placed: new Map(), folders: [] };
  try {
    const last = files.at(-1)!;
    const now = disk.read(target);
    const fresh = files
      .filter((file) => (file === last ? file.is !== 'there' : file.is === 'new'))
      .map((file) => ({ ...file, permissions: permissionsOf(file, file === last ? now : undefined) }));
    const staged = await stageAside(world, into, 'import', fresh, made);
    for (const file of fresh) {
      const place = join(into, file.path);
      if (place === target) continue;
      if (disk.kind(place) !== 'absent') throw new InputError([occupied(file.path)]);
      moveIn(disk, staged.get(file)!, place, file, made);
    }
    await flushMade(disk, made);
    const canonical = fresh.find(({ path }) => join(into, path) === target);
    if (canonical !== undefined) {
      if (!isAsExpected(disk.read(target), hub?.text)) throw new InputError([changedMeanwhile(target)]);
      disk.rename(staged.get(canonical)!, target);
    }
  } catch (error) {
    takeMadeBack(disk, made);
    throw error;
  }
  removeLeftovers(disk, into, 'import');
  await disk.flush([into]);
}

/** A file keeps the permissions that it has. */
function permissionsOf({ executable }: HubFile, now: DiskNode | undefined): number {
  if (now?.kind === 'file') return now.permissions;
  return executable ? 0o777 : 0o666;
}

function changedMeanwhile(file: AbsPath): Problem {
  const message = 'was changed by somebody else meanwhile; nothing was written.';
  return { place: { file }, severity: 'error', message, remedy: 'Import again.' };
}

function isAsExpected(node: DiskNode, text: string | undefined): boolean {
  if (text === undefined) return node.kind === 'absent';
  return node.kind === 'file' && sameBytes(node.bytes, bytesOf(text));
}
