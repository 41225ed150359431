import { type Inventory, inventoryBytes, parseInventory } from '../core/inventory/inventory.ts';
import type { FileSide, FileWrite } from '../core/plan/plan.ts';
import { byText } from '../core/values/address.ts';
import { bytesOf, type FileMode } from '../core/values/content.ts';
import { type AbsPath, parentOf, type RelPath } from '../core/values/paths.ts';
import type { CommitId, Delivery, TargetKind, TargetName } from '../core/values/target.ts';
import type { DiskReader, DiskWriter } from '../ports/disk.ts';
import { createAnew, keyOf, makeFolders, readState, replaceFile } from './memory.ts';

/**
 * What a run is about to do to one target, with every byte that it replaces: enough to finish telling, to take it back after a
 * crash, and to undo it later. It lies outside the target, in the hub's folder for runs: `<run>/<target>.journal.json`.
 */
export interface Journal {
  readonly run: string;
  readonly verb: 'apply' | 'undo';
  readonly name: TargetName;
  readonly kind: TargetKind;
  readonly root: AbsPath;
  readonly delivery: Delivery;
  /** The plan that was carried out. */
  readonly planId: string;
  /** HEAD before; absent without commits and outside repositories. */
  readonly head?: CommitId;
  readonly writes: readonly JournalWrite[];
  /** The folders that were made for it, outermost first. */
  readonly folders: readonly RelPath[];
  /** The local inventory on both sides, when it changes. */
  readonly local?: { readonly before: Inventory; readonly after: Inventory };
  /** True when the repository itself was made. */
  readonly created: boolean;
  /** For `branch` delivery: the branch, and where it pointed before. */
  readonly branch?: { readonly name: string; readonly before?: CommitId };
}

export interface JournalWrite extends FileWrite {
  /** What HEAD held at this path and what it will hold, where that differs from the worktree's sides. */
  readonly inHead?: { readonly before: FileSide | null; readonly after: FileSide | null };
}

/** How a journalled change ended. */
export interface Ending {
  readonly outcome: 'done' | 'taken-back' | 'undone';
  readonly commit?: CommitId;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The name of a hub where it is changed itself. */
export const HUB = 'hub' as TargetName;

function folderOf(runsDir: AbsPath, run: string): AbsPath {
  return `${runsDir}/${run}` as AbsPath;
}

/** The hub may be a target too: what a run changes of the one and of the other are two journals. */
function fileOf(runsDir: AbsPath, { run, root, kind, name }: Journal, part: 'journal' | 'ending'): AbsPath {
  const place = kind === 'directory' && name === HUB ? (`${root}/canonical.yaml` as AbsPath) : root;
  return `${folderOf(runsDir, run)}/${keyOf(place)}.${part}.json` as AbsPath;
}

/**
 * Records what is about to be done; from here on a kill can be taken back, and a power cut too once the file is flushed.
 * @returns the file @throws DiskError
 */
export function begin(disk: DiskWriter, runsDir: AbsPath, journal: Journal): AbsPath {
  const file = fileOf(runsDir, journal, 'journal');
  makeFolders(disk, parentOf(file));
  // Nothing of the target is touched before it is whole, so a torn one needs no care: it is ignored.
  createAnew(disk, file, bytesOf(JSON.stringify(toJson(journal))), 0o600);
  return file;
}

/** Records how it ended. Lost in a power cut, it is found out again by `recover`. @throws DiskError */
export function end(disk: DiskWriter, runsDir: AbsPath, journal: Journal, ending: Ending): void {
  replaceFile(disk, fileOf(runsDir, journal, 'ending'), bytesOf(`${JSON.stringify(ending)}\n`));
}

export interface JournalledRun {
  readonly run: string;
  readonly targets: readonly { readonly journal: Journal; readonly ending?: Ending }[];
}

/** All runs, oldest first; a journal that cannot be read is left out. @throws DiskError */
export function runs(disk: DiskReader, runsDir: AbsPath): JournalledRun[] {
  const found: JournalledRun[] = [];
  for (const run of [...disk.list(runsDir)].sort(byText)) found.push(readRun(disk, runsDir, run));
  return found.filter((entry) => entry.targets.length > 0);
}

/** The journals that have no ending, oldest run first: only these are read. @throws DiskError */
export function openJournals(disk: DiskReader, runsDir: AbsPath): Journal[] {
  const open: Journal[] = [];
  for (const run of [...disk.list(runsDir)].sort(byText)) {
    const folder = folderOf(runsDir, run);
    const names = new Set(disk.list(folder));
    for (const name of names) {
      if (!name.endsWith('.journal.json') || names.has(name.replace(/journal\.json$/, 'ending.json'))) continue;
      const value = readState(disk, `${folder}/${name}` as AbsPath);
      if (value !== undefined) open.push(fromJson(value));
    }
  }
  return open;
}

/** One run by its name, with no targets when there is none. @throws DiskError */
export function readRun(disk: DiskReader, runsDir: AbsPath, run: string): JournalledRun {
  const targets: { journal: Journal; ending?: Ending }[] = [];
  const folder = folderOf(runsDir, run);
  for (const name of disk.list(folder)) {
    if (!name.endsWith('.journal.json')) continue;
    const value = readState(disk, `${folder}/${name}` as AbsPath);
    if (value === undefined) continue;
    const ending = readState(disk, `${folder}/${name.replace(/journal\.json$/, 'ending.json')}` as AbsPath);
    targets.push({
      journal: fromJson(value),
      ...(ending === undefined ? {} : { ending: ending as unknown as Ending }),
    });
  }
  return { run, targets };
}

/**
 * Removes the oldest runs beyond `keep`, as far as they have ended: they can't be undone any more.
 * @throws DiskError
 */
export function pruneRuns(disk: DiskWriter, runsDir: AbsPath, keep: number): void {
  const names = [...disk.list(runsDir)].sort(byText);
  for (const run of names.slice(0, Math.max(0, names.length - keep))) {
    const folder = folderOf(runsDir, run);
    const files = disk.list(folder);
    const open = files.some(
      (name) => name.endsWith('.journal.json') && !files.includes(name.replace(/journal\.json$/, 'ending.json')),
    );
    if (open) continue;
    for (const name of files) disk.remove(`${folder}/${name}` as AbsPath);
    disk.removeDirectory(folder);
  }
}

interface JsonSide {
  readonly mode: FileMode;
  readonly content: string;
}

function sideToJson(side: FileSide | null): JsonSide | null {
  if (side === null) return null;
  return {
    mode: side.mode,
    content: Buffer.from(side.bytes.buffer, side.bytes.byteOffset, side.bytes.byteLength).toString('base64'),
  };
}

function sideFromJson(side: JsonSide | null): FileSide | null {
  return side === null ? null : { mode: side.mode, bytes: Uint8Array.from(Buffer.from(side.content, 'base64')) };
}

function inventoryText(inventory: Inventory): string {
  return new TextDecoder().decode(inventoryBytes(inventory));
}

function inventoryOf(text: string): Inventory {
  const parsed = parseInventory(bytesOf(text));
  if ('wrong' in parsed) throw new Error(`a journal's inventory ${parsed.wrong}`);
  return parsed.inventory;
}

function toJson(journal: Journal): unknown {
  return {
    version: 1,
    ...journal,
    writes: journal.writes.map((write) => ({
      path: write.path,
      committed: write.committed,
      before: sideToJson(write.before),
      after: sideToJson(write.after),
      ...(write.from === undefined ? {} : { from: write.from }),
      ...(write.inHead === undefined
        ? {}
        : { inHead: { before: sideToJson(write.inHead.before), after: sideToJson(write.inHead.after) } }),
    })),
    ...(journal.local === undefined
      ? {}
      : { local: { before: inventoryText(journal.local.before), after: inventoryText(journal.local.after) } }),
  };
}

function fromJson(value: Record<string, unknown>): Journal {
  const stored = value as unknown as Omit<Journal, 'writes' | 'local'> & {
    writes: {
      path: RelPath;
      committed: boolean;
      before: JsonSide | null;
      after: JsonSide | null;
      from?: RelPath;
      inHead?: { before: JsonSide | null; after: JsonSide | null };
    }[];
    local?: { before: string; after: string };
  };
  const { local, ...rest } = stored;
  return {
    ...rest,
    writes: stored.writes.map((write) => ({
      path: write.path,
      committed: write.committed,
      before: sideFromJson(write.before),
      after: sideFromJson(write.after),
      ...(write.from === undefined ? {} : { from: write.from }),
      ...(write.inHead === undefined
        ? {}
        : { inHead: { before: sideFromJson(write.inHead.before), after: sideFromJson(write.inHead.after) } }),
    })),
    ...(local === undefined ? {} : { local: { before: inventoryOf(local.before), after: inventoryOf(local.after) } }),
  };
}
