import { duplicateKey, readDocument } from '../actual/fields.ts';
import type { FieldFile } from '../desired/settings.ts';
import { byText } from '../values/address.ts';
import { bytesOf, sameBytes, textOf } from '../values/content.ts';
import { type Dialect, type Field, fieldId, fieldsOf, findField, pointerOf } from '../values/fields.ts';
import type { JsonObject } from '../values/json.ts';
import type { TargetName } from '../values/target.ts';
import { isSecretField } from './secrets.ts';
import type { LeftOut, TreeFile } from './tree.ts';

/** The fields of one file that a hub can own, by pointer. */
export type Fields = ReadonlyMap<string, Field>;

/** How the fragments of the library own the fields of a file. */
export function dialectFor(file: FieldFile): Dialect {
  return file === 'mcp' ? 'plain' : 'settings';
}

/** What a file with fields was taken apart into; `document` is undefined for one that cannot be. */
interface ReadFields {
  readonly document: JsonObject | undefined;
  readonly fields: Fields;
  readonly left: LeftOut[];
}

/**
 * Takes a JSON file apart into the fields that a hub can own. What it cannot own stays in the file as it is, and is told: secrets, nulls
 * (which mean "take it away" in a fragment), and what stands twice.
 */
export function readFields(file: TreeFile, dialect: Dialect): ReadFields {
  const text = textOf(file.content);
  if (!sameBytes(bytesOf(text), file.content)) return invalid(file, 'is not UTF-8');
  const read = readDocument(text);
  if ('wrong' in read) return invalid(file, read.wrong);
  const twice = duplicateKey(text);
  if (twice !== undefined) return invalid(file, `has the key ${JSON.stringify(twice)} twice`);
  const fields = new Map<string, Field>();
  const left: LeftOut[] = [];
  for (const field of fieldsOf(read.document, dialect)) {
    const pointer = pointerOf(field);
    const path = `${file.path}#${pointer}`;
    const found = findField(read.document, pointer, dialect, field.kind);
    if (isSecretField(field)) left.push(secretAt(file.path, field));
    else if (holdsNull(field))
      left.push({ path, reason: 'field', detail: 'is null, which takes a field away in a fragment' });
    else if (found.state !== 'found' || (found.value !== field.value && fieldId(found.value) !== fieldId(field.value)))
      left.push({ path, reason: 'field', detail: 'stands there twice, in two forms; the first one counts' });
    else fields.set(pointer, field);
  }
  return { document: read.document, fields, left };
}

function invalid({ path }: TreeFile, detail: string): ReadFields {
  return { document: undefined, fields: new Map(), left: [{ path, reason: 'invalid', detail }] };
}

/** A secret is told by the place of its value, which for an element or a hook must not be part of the pointer. */
function secretAt(path: string, field: Field): LeftOut {
  const keys = field.kind === 'hook' ? ['hooks', field.event, field.matcher] : field.keys;
  return { path: `${path}#/${keys.join('/')}`, reason: 'secret', detail: 'looks like a secret' };
}

function holdsNull(field: Field): boolean {
  return field.kind === 'value' && field.value === null;
}

/** A set of fields that the same targets have, as a fragment of the library. */
interface SharedFields {
  readonly fields: readonly Field[];
  readonly members: readonly TargetName[];
}

export interface FactoredFields {
  /** What all repositories have. */
  readonly common: readonly Field[];
  /** What several have: the largest sets first. */
  readonly shared: readonly SharedFields[];
  readonly own: ReadonlyMap<TargetName, readonly Field[]>;
}

/**
 * Groups fields by who has them with the same value. All of them give the common fragment; a set of at least two targets gives one of
 * its own where it saves something; the rest stays with its target.
 * @param everybody the repositories that `global` goes to; empty where `global` may not be written
 * @param kin sets of repositories that have a layer of their own, into which also a single field goes
 */
export function factorFields(
  byTarget: ReadonlyMap<TargetName, Fields>,
  everybody: ReadonlySet<TargetName>,
  kin: readonly ReadonlySet<TargetName>[],
): FactoredFields {
  const holders = new Map<string, { readonly field: Field; readonly members: TargetName[] }>();
  for (const [name, fields] of byTarget) {
    for (const [pointer, field] of fields) {
      const key = `${field.kind} ${fieldId(field.value)} ${pointer}`;
      const known = holders.get(key);
      if (known === undefined) holders.set(key, { field, members: [name] });
      else known.members.push(name);
    }
  }
  const sets = new Map<string, { readonly fields: Field[]; readonly members: readonly TargetName[] }>();
  for (const { field, members } of holders.values()) {
    const key = members.join('\0');
    const set = sets.get(key);
    if (set === undefined) sets.set(key, { fields: [field], members });
    else set.fields.push(field);
  }
  return sortSets([...sets.values()], { everybody, kin }, [...byTarget.keys()]);
}

function sortSets(
  sets: readonly SharedFields[],
  { everybody, kin }: { readonly everybody: ReadonlySet<TargetName>; readonly kin: readonly ReadonlySet<TargetName>[] },
  names: readonly TargetName[],
): FactoredFields {
  const common: Field[] = [];
  const shared: SharedFields[] = [];
  const own = new Map<TargetName, Field[]>(names.map((name) => [name, []]));
  for (const set of sets) {
    const pays = set.fields.length * set.members.length >= 4 || kin.some((members) => isAllOf(set.members, members));
    if (everybody.size > 0 && isAllOf(set.members, everybody)) common.push(...set.fields);
    else if (set.members.length > 1 && pays) shared.push(set);
    else for (const name of set.members) own.get(name)!.push(...set.fields);
  }
  shared.sort((a, b) => b.members.length - a.members.length || byText(a.members.join('\0'), b.members.join('\0')));
  return { common, shared, own };
}

/** True when these are just the members of the set. */
export function isAllOf(names: readonly TargetName[], members: ReadonlySet<TargetName>): boolean {
  return names.length === members.size && names.every((name) => members.has(name));
}
