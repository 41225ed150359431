import { duplicateKey, editFields, type FieldEdit, readDocument } from '../../actual/fields.ts';
import type { DesiredEntry } from '../../desired/state.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { type Address, parseAddress } from '../../values/address.ts';
import { bytesOf, type ContentId, sameBytes, textOf } from '../../values/content.ts';
import { dialectOf, type Field, fieldId, findField } from '../../values/fields.ts';
import type { JsonObject } from '../../values/json.ts';
import { decide } from '../decide.ts';
import type { Change } from '../plan.ts';
import { overlay } from '../policy.ts';
import { type Answer, changeOf, lastId, obstructed, type Question, type Readable, recorded } from '../question.ts';

/** The fields of a JSON file that are ours; every other byte of it stays. */
export function planFields(question: Question, file: Readable): Answer {
  const { desired, last, actual } = question;
  const wanted =
    desired?.form === 'fields' ? desired.entries : new Map<string, DesiredEntry & { readonly field: Field }>();
  const dialect = dialectOf(question.path);
  const text = file.kind === 'file' ? textOf(file.bytes) : '';
  const read = file.kind === 'file' ? readDocument(text) : { document: {} as JsonObject };
  const wrong =
    'wrong' in read
      ? read.wrong
      : file.kind === 'file' && !sameBytes(bytesOf(text), file.bytes)
        ? 'is not UTF-8'
        : undefined;
  if (wrong !== undefined) return obstructed(question, 'unreadable', wrong);
  const document = (read as { document: JsonObject }).document;
  const changes: Change[] = [];
  const edits: FieldEdit[] = [];
  // The same decisions for another version of the file, in which what is right here may still be wrong.
  const every: FieldEdit[] = [];
  const record = new Map<Address, ContentId | 'seed'>();
  for (const [pointer, address] of pointersOf(wanted, last)) {
    const entry = wanted.get(pointer);
    const written = lastId(last.get(address));
    const found = findField(document, pointer, dialect, entry?.field.kind);
    if (found.state === 'obstructed') {
      if (entry !== undefined)
        changes.push({
          path: actual.path,
          address,
          action: 'conflict',
          reason: written === undefined ? 'foreign' : written === entry.id ? 'drifted' : 'drifted-and-changed',
          detail: 'another value stands where its parent should be',
          origin: entry.origin,
        });
      else changes.push({ path: actual.path, address, action: 'forget', reason: 'removed' });
      if (entry !== undefined && written !== undefined) record.set(address, written);
      continue;
    }
    const value = found.state === 'found' ? found.value : undefined;
    const id = value === undefined ? undefined : fieldId(value);
    const { decision, byPolicy } = overlay(decide(entry?.id, written, id as ContentId | undefined), question.rule);
    const sides = { before: id && { id, mode: null }, after: entry && { id: entry.blob, mode: null } };
    const change = changeOf(decision, byPolicy, actual.path, address, sides, entry);
    if (change !== undefined) changes.push({ ...change, values: { before: value, after: entry?.field.value } });
    const edit: FieldEdit = entry === undefined ? { remove: pointer } : { set: entry.field };
    const writes = decision.action === 'create' || decision.action === 'update' || decision.action === 'delete';
    if (writes) edits.push(edit);
    if (writes || decision.action === 'keep' || decision.action === 'adopt') every.push(edit);
    for (const [key, id] of recorded(decision, address, entry?.id, written)) record.set(key, id);
  }
  const edit = (bytes: Uint8Array, list: readonly FieldEdit[]): Uint8Array | null => {
    const edited = editFields(bytes.length === 0 ? '{}\n' : textOf(bytes), list, dialect);
    return isEmptyObject(edited) ? null : bytesOf(edited);
  };
  const redo = (bytes: Uint8Array): Uint8Array | null => edit(bytes, every);
  if (edits.length === 0) return { changes, record, redo };
  const duplicate = file.kind === 'file' ? duplicateKey(text) : undefined;
  if (duplicate !== undefined)
    return obstructed(question, 'unreadable', `has the key ${JSON.stringify(duplicate)} twice`);
  const before = file.kind === 'file' ? { bytes: file.bytes, mode: file.mode } : null;
  // A file without anybody's fields in it is removed with our last one.
  const alone = before === null && desired?.form === 'fields' && edits.length === desired.entries.size;
  const bytes = alone ? desired.whole : edit(before?.bytes ?? new Uint8Array(), edits);
  const after = bytes === null ? null : { bytes, mode: before?.mode ?? '100644' };
  return { changes, record, redo, write: { path: actual.path, before, after, committed: desired?.committed ?? true } };
}

function isEmptyObject(text: string): boolean {
  const read = readDocument(text);
  return 'document' in read && Object.keys(read.document).length === 0;
}

/** All pointers that are wanted or were written, with their addresses: the wanted ones first, in the order they are created. */
function pointersOf(wanted: ReadonlyMap<string, DesiredEntry>, last: Inventory): Map<string, Address> {
  const pointers = new Map<string, Address>();
  for (const [pointer, entry] of wanted) pointers.set(pointer, entry.address);
  for (const address of last.keys()) {
    const { unit, part } = parseAddress(address);
    if (unit === 'field' && !pointers.has(part)) pointers.set(part, address);
  }
  return pointers;
}
