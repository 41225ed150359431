import { createHash } from 'node:crypto';
import type { FileRules } from '../actual/repository.ts';
import type { ActualState, Located } from '../actual/state.ts';
import type { Policy, PolicyRule } from '../canonical/canonical.ts';
import { type DesiredState, entriesOf } from '../desired/state.ts';
import { EMPTY, type Inventory, inventoryBytes } from '../inventory/inventory.ts';
import { type Address, byText, parseAddress } from '../values/address.ts';
import { type ContentId, sameBytes, withLf } from '../values/content.ts';
import type { RelPath } from '../values/paths.ts';
import type { TargetName } from '../values/target.ts';
import { planDocument } from './document.ts';
import type { Change, FileSide, FileWrite } from './plan.ts';
import { ruleFor } from './policy.ts';
import type { Answer } from './question.ts';

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
  readonly policy: Policy;
  readonly own: PolicyRule;
  readonly files: FileRules;
}

export interface TargetAnswer {
  readonly changes: readonly Change[];
  readonly writes: readonly FileWrite[];
  readonly local?: Inventory;
  readonly entries: number;
  /** For each written path: how to make the same change in another version of the file. */
  readonly redo: ReadonlyMap<RelPath, NonNullable<Answer['redo']>>;
}

/** Decides everything about one target. Pure: the same values give the same answer, in the same order. */
export function planTarget(question: TargetQuestion): TargetAnswer {
  const { desired, committed, local } = question;
  const last = byPath(committed.inventory, local);
  const changes: Change[] = [];
  const writes: FileWrite[] = [];
  const redo = new Map<RelPath, NonNullable<Answer['redo']>>();
  const record = { committed: new Map<Address, ContentId | 'seed'>(), local: new Map<Address, ContentId | 'seed'>() };
  for (const path of [...new Set([...desired.keys(), ...last.keys()])].sort(byText)) {
    const document = desired.get(path);
    const answer = planDocument({
      path,
      desired: document,
      last: last.get(path) ?? EMPTY,
      actual: question.actual.get(path) ?? ({ path, file: { kind: 'absent' } } satisfies Located),
      rule: ruleFor(path, question.name, question.policy, question.own),
      files: question.files,
    });
    changes.push(...answer.changes);
    const isCommitted =
      document?.committed ?? [...(last.get(path) ?? EMPTY).keys()].some((address) => committed.inventory.has(address));
    for (const [address, id] of answer.record) (isCommitted ? record.committed : record.local).set(address, id);
    const real = question.actual.get(path)?.path ?? path;
    if (answer.redo !== undefined) redo.set(real, answer.redo);
    if (answer.write !== undefined) writes.push({ ...answer.write, committed: isCommitted });
  }
  const inventoryWrite = writeInventory(question, record.committed);
  if (inventoryWrite !== undefined) writes.push(inventoryWrite);
  return {
    changes: changes.sort((a, b) => byText(a.path, b.path) || byText(a.address, b.address)),
    writes,
    ...(sameInventory(record.local, local) ? {} : { local: record.local }),
    entries: [...desired.values()].reduce((sum, document) => sum + entriesOf(document).length, 0),
    redo,
  };
}

/** The file that holds the committed inventory changes only when what it says changes; without entries there is none. */
function writeInventory(question: TargetQuestion, record: Inventory): FileWrite | undefined {
  const { path, file, inventory } = question.committed;
  if (record.size === 0) {
    return file === null || inventory.size === 0 ? undefined : { path, before: file, after: null, committed: true };
  }
  const bytes = inventoryBytes(record);
  if (file !== null && (sameBytes(file.bytes, bytes) || (question.files.crlf && sameBytes(withLf(file.bytes), bytes))))
    return undefined;
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

/**
 * The committed inventory of a target in which everything is as desired and every seed was sown: who finds just that, and every file as
 * it would be written now, need not decide anything.
 */
export function settledInventory(desired: DesiredState): Inventory {
  const record = new Map<Address, ContentId | 'seed'>();
  for (const document of desired.values()) {
    if (!document.committed) continue;
    if (document.form === 'seed') record.set(document.entry.address, 'seed');
    else for (const entry of entriesOf(document)) record.set(entry.address, entry.id);
  }
  return record;
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
    if (before !== null) hash.update(before.bytes);
    if (after !== null) hash.update(after.bytes);
  }
  return hash.digest('hex').slice(0, 16);
}
