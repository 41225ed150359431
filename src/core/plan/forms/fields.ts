import { duplicateKey, editFields, type FieldEdit, readDocument } from '../../actual/fields.ts';
import type { DesiredEntry } from '../../desired/state.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { type Address, parseAddress } from '../../values/address.ts';
import { bytesOf, type ContentId, sameBytes, textOf } from '../../values/content.ts';
import { type Dialect, dialectOf, type Field, fieldId, findField } from '../../values/fields.ts';
import type { JsonObject } from '../../values/json.ts';
import { decide } from '../decide.ts';
import type { Change } from '../plan.ts';
import { overlay } from '../policy.ts';
import { type Answer, changeOf, lastId, obstructed, type Question, type Readable, recorded } from '../question.ts';

type Wanted = ReadonlyMap<string, DesiredEntry & { readonly field: Field }>;

/** The fields of a JSON file that are ours; every other byte of it stays. */
export function planFields(question: Question, file: Readable): Answer {
  const { desired, actual } = question;
  const wanted: Wanted = desired?.form === 'fields' ? desired.entries : new Map();
  const dialect = dialectOf(question.path);
  const read = readFile(file);
  if ('wrong' in read) return obstructed(question, 'unreadable', read.wrong);
  const { text, document } = read;
  const gone = decideFields(question, document, unwanted(wanted, question.last));
  const makesRoom = gone.edits.length > 0 && isInTheWay(document, gone.edits, wanted, dialect);
  const duplicate = file.kind === 'file' && makesRoom ? duplicateKey(text) : undefined;
  // Where a field of ours changes its shape, from an object to a text, what we wrote goes first.
  const base = makesRoom && duplicate === undefined ? parsed(editFields(text, gone.edits, dialect)) : document;
  const kept = decideFields(question, base, wanted);
  const [first, then] = makesRoom ? [gone, kept] : [kept, gone];
  const changes = [...first.changes, ...then.changes];
  const edits = [...first.edits, ...then.edits];
  const every = [...first.every, ...then.every];
  const record = new Map([...kept.record, ...gone.record]);
  const edit = (bytes: Uint8Array, list: readonly FieldEdit[]): Uint8Array | null => {
    const edited = editFields(bytes.length === 0 ? '{}\n' : textOf(bytes), list, dialect);
    return isEmptyObject(edited) ? null : bytesOf(edited);
  };
  const redo = (bytes: Uint8Array): Uint8Array | null => edit(bytes, every);
  if (edits.length === 0) return { changes, record, redo };
  const twice = file.kind === 'file' ? (duplicate ?? duplicateKey(text)) : undefined;
  if (twice !== undefined) return obstructed(question, 'unreadable', `has the key ${JSON.stringify(twice)} twice`);
  const before = file.kind === 'file' ? { bytes: file.bytes, mode: file.mode } : null;
  // A file without anybody's fields in it is removed with our last one.
  const alone = before === null && desired?.form === 'fields' && edits.length === desired.entries.size;
  const bytes = alone ? desired.whole : edit(before?.bytes ?? new Uint8Array(), edits);
  const after = bytes === null ? null : { bytes, mode: before?.mode ?? '100644' };
  return { changes, record, redo, write: { path: actual.path, before, after, committed: desired?.committed ?? true } };
}

function readFile(file: Readable): { text: string; document: JsonObject } | { wrong: string } {
  if (file.kind === 'absent') return { text: '', document: {} };
  const text = textOf(file.bytes);
  const read = readDocument(text);
  if ('wrong' in read) return read;
  return sameBytes(bytesOf(text), file.bytes) ? { text, document: read.document } : { wrong: 'is not UTF-8' };
}

/** What we wrote and no longer want, by pointer. */
function unwanted(wanted: Wanted, last: Inventory): Map<string, { readonly address: Address }> {
  const pointers = new Map<string, { readonly address: Address }>();
  for (const address of last.keys()) {
    const { unit, part } = parseAddress(address);
    if (unit === 'field' && !wanted.has(part)) pointers.set(part, { address });
  }
  return pointers;
}

/** True when what is removed stands in the place of what is wanted, or around it, or in it. */
function isInTheWay(document: JsonObject, removals: readonly FieldEdit[], wanted: Wanted, dialect: Dialect): boolean {
  for (const [pointer, { field }] of wanted) {
    if (findField(document, pointer, dialect, field.kind).state === 'obstructed') return true;
    for (const edit of removals) {
      const removed = 'remove' in edit ? edit.remove : '';
      if (removed.startsWith(`${pointer}/`) || pointer.startsWith(`${removed}/`)) return true;
    }
  }
  return false;
}

interface Decided {
  readonly changes: Change[];
  readonly edits: FieldEdit[];
  /** The same decisions for another version of the file, in which what is right here may still be wrong. */
  readonly every: FieldEdit[];
  readonly record: Map<Address, ContentId | 'seed'>;
}

type Pointers = ReadonlyMap<string, { readonly address: Address } | (DesiredEntry & { readonly field: Field })>;

function decideFields(question: Question, document: JsonObject, pointers: Pointers): Decided {
  const { last, actual } = question;
  const decided: Decided = { changes: [], edits: [], every: [], record: new Map() };
  for (const [pointer, one] of pointers) {
    const { address } = one;
    const entry = 'field' in one ? one : undefined;
    const written = lastId(last.get(address));
    const found = findField(document, pointer, dialectOf(question.path), entry?.field.kind);
    if (found.state === 'obstructed') {
      decided.changes.push(inTheWay(actual.path, address, entry, written));
      if (entry !== undefined && written !== undefined) decided.record.set(address, written);
      continue;
    }
    const value = found.state === 'found' ? found.value : undefined;
    const id = value === undefined ? undefined : value === entry?.field.value ? entry.blob : fieldId(value);
    const { decision, byPolicy } = overlay(decide(entry?.id, written, id as ContentId | undefined), question.rule);
    const sides = { before: id && { id, mode: null }, after: entry && { id: entry.blob, mode: null } };
    const change = changeOf(decision, byPolicy, actual.path, address, sides, entry);
    if (change !== undefined) decided.changes.push({ ...change, values: { before: value, after: entry?.field.value } });
    const edit: FieldEdit = entry === undefined ? { remove: pointer } : { set: entry.field };
    const writes = decision.action === 'create' || decision.action === 'update' || decision.action === 'delete';
    if (writes) decided.edits.push(edit);
    if (writes || decision.action === 'keep' || decision.action === 'adopt') decided.every.push(edit);
    for (const [key, kept] of recorded(decision, address, entry?.id, written)) decided.record.set(key, kept);
  }
  return decided;
}

/** Somebody's value stands where the parent of a field should be. */
function inTheWay(
  path: Change['path'],
  address: Address,
  entry: DesiredEntry | undefined,
  written: ContentId | undefined,
): Change {
  if (entry === undefined) return { path, address, action: 'forget', reason: 'removed' };
  const reason = written === undefined ? 'foreign' : written === entry.id ? 'drifted' : 'drifted-and-changed';
  const detail = 'another value stands where its parent should be';
  return { path, address, action: 'conflict', reason, detail, origin: entry.origin };
}

function isEmptyObject(text: string): boolean {
  return Object.keys(parsed(text)).length === 0;
}

/** What an edit left: edits leave JSON. */
function parsed(text: string): JsonObject {
  const read = readDocument(text);
  if ('wrong' in read) throw new Error(`an edited file ${read.wrong}`);
  return read.document;
}
