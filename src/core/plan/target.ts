import { createHash } from 'node:crypto';
import type { FileRules } from '../actual/repository.ts';
import type { ActualState, Located } from '../actual/state.ts';
import type { Moved, Policy, PolicyRule } from '../canonical/canonical.ts';
import type { DesiredDocument, DesiredState } from '../desired/state.ts';
import { EMPTY, type Inventory, inventoryBytes } from '../inventory/inventory.ts';
import { type Address, byText, parseAddress } from '../values/address.ts';
import { type BlobId, blobId, type ContentId } from '../values/content.ts';
import type { RelPath } from '../values/paths.ts';
import type { TargetName } from '../values/target.ts';
import { planDocument } from './document.ts';
import { type Ask, type Moves, movesIn, NO_MOVES, planMove } from './moved.ts';
import type { Change, FileSide, FileWrite } from './plan.ts';
import { type PathRule, ruleFor } from './policy.ts';
import type { Answer, Bases, Question, Wanted } from './question.ts';

/** Everything that the decisions for one target are made from. */
export interface TargetQuestion {
  readonly name: TargetName;
  readonly desired: DesiredState;
  /** What was looked at: every desired path and every path of the inventories. */
  readonly actual: ActualState;
  /** The inventory in the target, with the file that it was read from (null when there is none). */
  readonly committed: { readonly inventory: Inventory; readonly path: RelPath; readonly file: FileSide | null };
  /** The inventory that this machine keeps for the target. */
  readonly local: Inventory;
  /** Foreign files that a person gave up, with what they hold: taken as last written by us, so that the table deletes them or, changed since, not. */
  readonly surrendered?: Inventory;
  /** Decide only about these paths, and by this rule where one is given; what is recorded of others stays. */
  readonly only?: Only | undefined;
  /** The moves of this target. */
  readonly moved: readonly Moved[];
  readonly policy: Policy;
  readonly own: PolicyRule;
  readonly files: FileRules;
  readonly bases: Bases;
}

/** The paths that somebody settles one by one, with what they decided. */
export interface Only {
  readonly paths: ReadonlySet<RelPath>;
  readonly rule?: Partial<PathRule>;
}

export interface TargetAnswer {
  readonly changes: readonly Change[];
  readonly writes: readonly FileWrite[];
  readonly local?: Inventory;
  readonly entries: number;
  /** Contents without which conflicts stay that might be merged. */
  readonly wants: readonly Wanted[];
  /** What the library has of all that is merged. */
  readonly keeps: Bases;
  /** For each written path: how to make the same change in another version of the file. */
  readonly redo: ReadonlyMap<RelPath, NonNullable<Answer['redo']>>;
  readonly moves: Moves;
}

const NOTHING_KEPT: Bases = new Map();

/** Decides everything about one target. Pure: the same values give the same answer, in the same order. */
export function planTarget(question: TargetQuestion): TargetAnswer {
  const { desired, committed, local, surrendered = EMPTY } = question;
  const { open, leftovers } = undecided(question);
  const entries = [...desired.values()].reduce((sum, document) => sum + entryCount(document), 0);
  const moves = leftovers ? movesIn(question) : NO_MOVES;
  if (open.size === 0 && !leftovers)
    return { changes: [], writes: [], entries, wants: [], keeps: NOTHING_KEPT, redo: new Map(), moves };
  // Where nothing is left over, only the open documents need looking at.
  const last = leftovers
    ? byPath(committed.inventory, local, surrendered)
    : lastOf(
        [...open].map((path) => desired.get(path)!),
        question,
      );
  const paths = leftovers ? [...new Set([...desired.keys(), ...last.keys()])] : [...open];
  const changes: Change[] = [];
  const writes: FileWrite[] = [];
  const wants: Wanted[] = [];
  const keeps = new Map<BlobId, Uint8Array>();
  const redo = new Map<RelPath, NonNullable<Answer['redo']>>();
  const record = { committed: new Map(committed.inventory), local: new Map(local) };
  const ask: Ask = (path, over) => planDocument({ ...questionAbout(question, path, last), ...over });
  const leaving = new Set(moves.pairs.values());
  for (const path of paths.sort(byText)) {
    if (question.only !== undefined && !question.only.paths.has(path)) continue;
    // Decided with the path that it moves to.
    if (leaving.has(path)) continue;
    const document = desired.get(path);
    if (document !== undefined && !open.has(path)) continue;
    const from = moves.pairs.get(path);
    const answers =
      from === undefined ? [{ path, answer: ask(path, {}) }] : planMove(question, { from, to: path }, ask);
    for (const { path: at, answer } of answers) {
      const before = last.get(at) ?? EMPTY;
      const isCommitted =
        desired.get(at)?.committed ??
        [...before.keys()].some((address) => committed.inventory.has(address) || surrendered.has(address));
      for (const address of before.keys())
        for (const inventory of [record.committed, record.local]) inventory.delete(address);
      for (const [address, id] of answer.record) (isCommitted ? record.committed : record.local).set(address, id);
      changes.push(...answer.changes);
      const real = question.actual.get(at)?.path ?? at;
      if (answer.wants !== undefined) wants.push(answer.wants);
      if (answer.keeps !== undefined) keeps.set(answer.keeps.blob, answer.keeps.bytes);
      if (answer.redo !== undefined) redo.set(real, answer.redo);
      if (answer.write !== undefined) writes.push({ ...answer.write, committed: isCommitted });
    }
  }
  const inventoryWrite = writeInventory(question, record.committed);
  if (inventoryWrite !== undefined) writes.push(inventoryWrite);
  return {
    changes: changes.sort((a, b) => byText(a.path, b.path) || byText(a.address, b.address)),
    writes,
    ...(sameInventory(record.local, local) ? {} : { local: record.local }),
    entries,
    wants,
    keeps,
    redo,
    moves,
  };
}

function questionAbout(question: TargetQuestion, path: RelPath, last: ReadonlyMap<RelPath, Inventory>): Question {
  return {
    path,
    desired: question.desired.get(path),
    last: last.get(path) ?? EMPTY,
    actual: question.actual.get(path) ?? ({ path, file: { kind: 'absent' } } satisfies Located),
    rule: { ...ruleFor(path, question.name, question.policy, question.own), ...question.only?.rule },
    bases: question.bases,
    get files() {
      return question.files;
    },
  };
}

/**
 * What cannot be settled at a glance. A document is when its file is, byte for byte, what it would be if it were written now, and the
 * inventory says that this is what was last written. `leftovers` is true when the inventories hold more than is desired.
 */
function undecided(question: TargetQuestion): { open: ReadonlySet<RelPath>; leftovers: boolean } {
  const { desired, committed, local } = question;
  const open = new Set<RelPath>();
  let recorded = 0;
  for (const document of desired.values()) {
    const [inventory, other] = document.committed ? [committed.inventory, local] : [local, committed.inventory];
    let same = isAsWritten(document, question.actual.get(document.path));
    for (const entry of document.form === 'fields' ? document.entries.values() : [document.entry]) {
      const id = inventory.get(entry.address);
      if (id !== undefined) recorded++;
      // Recorded where it does not belong (its delivery changed): it counts, and its record moves.
      if (other.size > 0 && other.has(entry.address)) {
        recorded++;
        same = false;
      }
      if (id !== (document.form === 'seed' ? 'seed' : entry.id)) same = false;
    }
    if (!same) open.add(document.path);
  }
  const given = question.surrendered?.size ?? 0;
  return { open, leftovers: given > 0 || recorded !== committed.inventory.size + local.size };
}

/** What was last written of these documents. */
function lastOf(documents: readonly DesiredDocument[], question: TargetQuestion): Map<RelPath, Inventory> {
  const last = new Map<RelPath, Inventory>();
  for (const document of documents) {
    const written = new Map<Address, ContentId | 'seed'>();
    for (const { address } of document.form === 'fields' ? document.entries.values() : [document.entry]) {
      const id = question.committed.inventory.get(address) ?? question.local.get(address);
      if (id !== undefined) written.set(address, id);
    }
    last.set(document.path, written);
  }
  return last;
}

function isAsWritten(document: DesiredDocument, located: Located | undefined): boolean {
  if (document.form === 'seed') return true;
  if (located === undefined || located.file.kind !== 'file') return false;
  if (document.form !== 'file') return located.file.bytes === document.whole;
  return located.file.bytes === document.content && located.file.mode === document.mode;
}

function entryCount(document: DesiredDocument): number {
  return document.form === 'fields' ? document.entries.size : 1;
}

/** The file that holds the committed inventory changes only when what it says changes; without entries there is none. */
function writeInventory(question: TargetQuestion, record: Inventory): FileWrite | undefined {
  const { path, file, inventory } = question.committed;
  if (record.size === 0) {
    return file === null || inventory.size === 0 ? undefined : { path, before: file, after: null, committed: true };
  }
  if (file !== null && sameInventory(record, inventory)) return undefined;
  const bytes = inventoryBytes(record);
  return { path, before: file, after: { bytes, mode: file?.mode ?? '100644' }, committed: true };
}

function sameInventory(a: Inventory, b: Inventory): boolean {
  if (a.size !== b.size) return false;
  for (const [address, id] of a) if (b.get(address) !== id) return false;
  return true;
}

function byPath(...inventories: Inventory[]): Map<RelPath, Map<Address, ContentId | 'seed'>> {
  const paths = new Map<RelPath, Map<Address, ContentId | 'seed'>>();
  for (const inventory of inventories) {
    for (const [address, id] of inventory) {
      const { path } = parseAddress(address);
      const entries = paths.get(path) ?? new Map();
      if (!entries.has(address)) entries.set(address, id);
      paths.set(path, entries);
    }
  }
  return paths;
}

/** A digest of the decisions for a target: who compares two of these compares the plans. */
export function planId(parts: {
  name: TargetName;
  branch?: string | undefined;
  head: string | undefined;
  creation: unknown;
  changes: readonly Change[];
  writes: readonly FileWrite[];
}): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([parts.name, parts.branch ?? null, parts.head ?? null, parts.creation ?? null]));
  for (const { path, address, action, reason, before, after } of parts.changes) {
    hash.update(JSON.stringify([path, address, action, reason, before ?? null, after ?? null]));
  }
  for (const { path, before, after } of parts.writes) {
    hash.update(`${path}\0${before?.mode ?? '-'}\0${after?.mode ?? '-'}\0`);
    // Not the bytes: most are the library's, the same for all targets, and have been hashed once.
    hash.update(`${before === null ? '-' : blobId(before.bytes)}\0${after === null ? '-' : blobId(after.bytes)}\0`);
  }
  return hash.digest('hex').slice(0, 16);
}
