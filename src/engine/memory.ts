import { createHash } from 'node:crypto';
import { EMPTY, type Inventory, inventoryBytes, parseInventory } from '../core/inventory/inventory.ts';
import { textOf } from '../core/values/content.ts';
import { isObject } from '../core/values/json.ts';
import { type AbsPath, baseName, parentOf } from '../core/values/paths.ts';
import { DiskError, type DiskReader, type DiskWriter } from '../ports/disk.ts';

/** What this machine remembers of a target: that it was here, and what was written there without being committed. */
export interface Memory {
  readonly known: boolean;
  readonly local: Inventory;
  /** Why the record cannot be trusted, if so; then nothing is known. */
  readonly damaged?: string;
}

/** A short, safe file name for a target: readable, and different for every root. */
export function keyOf(root: AbsPath): string {
  const digest = createHash('sha256').update(root).digest('hex').slice(0, 12);
  return `${baseName(root)
    .replace(/[^A-Za-z0-9_.-]/g, '_')
    .slice(0, 40)}-${digest}`;
}

/** Where this machine keeps what it remembers of the target at `root`. */
export function memoryFile(stateDir: AbsPath, root: AbsPath): AbsPath {
  return `${stateDir}/targets/${keyOf(root)}.json` as AbsPath;
}

/** Reads what is remembered of the target at `root`. */
export function recall(disk: DiskReader, stateDir: AbsPath, root: AbsPath): Memory {
  const node = disk.read(memoryFile(stateDir, root));
  if (node.kind !== 'file') return { known: false, local: EMPTY };
  const parsed = parseInventory(node.bytes);
  return 'wrong' in parsed
    ? { known: true, local: EMPTY, damaged: parsed.wrong }
    : { known: true, local: parsed.inventory };
}

/** Remembers the target at `root`; nothing is written when that is known already. @throws DiskError */
export async function remember(disk: DiskWriter, stateDir: AbsPath, root: AbsPath, local: Inventory): Promise<void> {
  const path = memoryFile(stateDir, root);
  const bytes = inventoryBytes(local);
  const node = disk.read(path, bytes);
  if (node.kind === 'file' && node.bytes === bytes) return;
  const temporary = beside(disk, path, bytes);
  await disk.flush([temporary]);
  disk.rename(temporary, path);
}

/** Forgets the target at `root`, as if it had never been here. @throws DiskError */
export function forgetTarget(disk: DiskWriter, stateDir: AbsPath, root: AbsPath): void {
  disk.remove(memoryFile(stateDir, root));
}

/** Replaces a file of our own state in one step; folders are made. @throws DiskError */
export function replaceFile(disk: DiskWriter, path: AbsPath, bytes: Uint8Array): void {
  disk.rename(beside(disk, path, bytes), path);
}

function beside(disk: DiskWriter, path: AbsPath, bytes: Uint8Array): AbsPath {
  makeFolders(disk, parentOf(path));
  const temporary = `${path}.new` as AbsPath;
  createAnew(disk, temporary, bytes, 0o600);
  return temporary;
}

/** Creates a file of our own; one that a broken-off run left there is replaced. @throws DiskError */
export function createAnew(disk: DiskWriter, path: AbsPath, bytes: Uint8Array, permissions: number): void {
  try {
    disk.createFile(path, bytes, permissions);
  } catch (error) {
    if (!(error instanceof DiskError) || error.code !== 'EEXIST') throw error;
    disk.remove(path);
    disk.createFile(path, bytes, permissions);
  }
}

/** Makes a folder and those above it. @returns the ones that were not there, outermost first @throws DiskError */
export function makeFolders(disk: DiskWriter, path: AbsPath): AbsPath[] {
  if (path === '/') return [];
  const kind = disk.kind(path);
  if (kind !== 'absent') {
    if (kind !== 'directory') disk.makeDirectory(path);
    return [];
  }
  const made = makeFolders(disk, parentOf(path));
  disk.makeDirectory(path);
  return [...made, path];
}

/** Reads a JSON object of our own state; undefined when there is none or it is damaged. */
export function readState(disk: DiskReader, path: AbsPath): Record<string, unknown> | undefined {
  const node = disk.read(path);
  if (node.kind !== 'file') return undefined;
  try {
    const value: unknown = JSON.parse(textOf(node.bytes));
    return isObject(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
