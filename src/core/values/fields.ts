import { type BlobId, blobId, bytesOf } from './content.ts';
import { canonicalJson, isObject, type Json, type JsonObject } from './json.ts';

/**
 * One field of a JSON file: the smallest part of it that has an owner.
 * `value` is the value at `keys`; `element` is one text in the set at `keys`; `hook` is one handler of Claude Code's
 * `hooks`, known by event, matcher and what it runs.
 */
export type Field =
  | { readonly kind: 'value'; readonly keys: readonly string[]; readonly value: Json }
  | { readonly kind: 'element'; readonly keys: readonly string[]; readonly value: string }
  | { readonly kind: 'hook'; readonly event: string; readonly matcher: string; readonly value: JsonObject };

/** How the arrays of a file are owned: in Claude Code's settings a list of texts is a set and `hooks` has a form of its own. */
export type Dialect = 'settings' | 'plain';

/** Where something stands in a parsed JSON document: keys and indexes. */
type Location = (string | number)[];

export type Found =
  | { readonly state: 'found'; readonly location: Location; readonly value: Json }
  | { readonly state: 'absent' }
  /** A value of another shape stands in the way, so that the field cannot be there at all. */
  | { readonly state: 'obstructed'; readonly location: Location };

/** Claude Code tries these one after another: their order means something, so they are no sets. */
const ORDERED = new Set(['fallbackModel']);

export function dialectOf(path: string): Dialect {
  return /(^|\/)settings(\.local)?\.json$/.test(path) ? 'settings' : 'plain';
}

/** An absent, an empty and a `*` matcher all mean every tool (seen in Claude Code 2.1.330). */
function matcherOf(group: JsonObject): string {
  const matcher = group['matcher'];
  return typeof matcher === 'string' && matcher !== '' ? matcher : '*';
}

/** What a handler runs: the part of it that tells it from other handlers under the same event and matcher. */
function identityOf(handler: JsonObject): string {
  const type = typeof handler['type'] === 'string' ? handler['type'] : '';
  if (type === 'command') {
    const args = Array.isArray(handler['args']) ? handler['args'] : [];
    return [handler['command'], ...args].map(textOf).join(' ');
  }
  if (type === 'mcp_tool') return `${type}:${textOf(handler['server'])}/${textOf(handler['tool'])}`;
  return `${type}:${textOf(handler['url'] ?? handler['prompt'])}`;
}

/** A text as it is; what should be a text and is none in a form of its own, so that different handlers stay different. */
function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : canonicalJson(value);
}

function escapeSegment(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The field's JSON Pointer (RFC 6901), with the text of a set's element, or a hook's matcher and command, as last parts. */
export function pointerOf(field: Field): string {
  const parts =
    field.kind === 'hook'
      ? ['hooks', field.event, field.matcher, identityOf(field.value)]
      : field.kind === 'element'
        ? [...field.keys, field.value]
        : field.keys;
  return parts.map((part) => `/${escapeSegment(part)}`).join('');
}

const ids = new Map<string, BlobId>();
/** So many different short values has nobody; whoever has starts anew. */
const MOST_IDS = 20_000;

/** The content id of a field's value; the order of keys does not count. Of short texts it is remembered: many targets have the same. */
export function fieldId(value: Json): BlobId {
  if (typeof value !== 'string' || value.length > 200) return blobId(bytesOf(canonicalJson(value)));
  let id = ids.get(value);
  if (id === undefined) {
    if (ids.size >= MOST_IDS) ids.clear();
    id = blobId(bytesOf(canonicalJson(value)));
    ids.set(value, id);
  }
  return id;
}

/** Takes a JSON object apart into its fields, in the document's order. Empty objects and lists own nothing. */
export function fieldsOf(document: JsonObject, dialect: Dialect): Field[] {
  const fields: Field[] = [];
  collect(document, [], dialect, fields);
  return fields;
}

function collect(object: JsonObject, keys: readonly string[], dialect: Dialect, into: Field[]): void {
  for (const [key, value] of Object.entries(object)) {
    const here = [...keys, key];
    if (dialect === 'settings' && keys.length === 0 && key === 'hooks' && isObject(value)) collectHooks(value, into);
    else if (isObject(value)) collect(value, here, dialect, into);
    else if (isSet(value, here, dialect))
      for (const element of value) into.push({ kind: 'element', keys: here, value: element });
    else into.push({ kind: 'value', keys: here, value });
  }
}

function isSet(value: Json, keys: readonly string[], dialect: Dialect): value is string[] {
  return (
    dialect === 'settings' &&
    Array.isArray(value) &&
    !ORDERED.has(keys.at(-1)!) &&
    value.every((item) => typeof item === 'string')
  );
}

function collectHooks(hooks: JsonObject, into: Field[]): void {
  for (const [event, groups] of Object.entries(hooks)) {
    if (!Array.isArray(groups)) continue;
    for (const group of groups) {
      if (!isObject(group) || !Array.isArray(group['hooks'])) continue;
      for (const value of group['hooks'])
        if (isObject(value)) into.push({ kind: 'hook', event, matcher: matcherOf(group), value });
    }
  }
}

const taken = new Map<string, readonly string[]>();

/** The parts of a pointer, unescaped. Remembered: the targets of a fleet have the same fields. */
function partsOf(pointer: string): readonly string[] {
  let parts = taken.get(pointer);
  if (parts === undefined) {
    parts = pointer
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    taken.set(pointer, parts);
  }
  return parts;
}

/**
 * Finds the field with this pointer in a parsed document.
 * @param kind which kind of field is meant, when that is known: then a list where an object should be is in the way, and the other way round
 */
export function findField(document: Json, pointer: string, dialect: Dialect, kind?: Field['kind']): Found {
  const parts = partsOf(pointer);
  if (dialect === 'settings' && parts[0] === 'hooks' && parts.length === 4 && (kind ?? 'hook') === 'hook')
    return findHook(document, parts[1]!, parts[2]!, parts[3]!);
  let value: Json = document;
  const location: Location = [];
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (Array.isArray(value)) {
      if (!isLast || dialect === 'plain' || kind === 'value') return { state: 'obstructed', location };
      const at = value.indexOf(part);
      return at < 0 ? { state: 'absent' } : { state: 'found', location: [...location, at], value: part };
    }
    if (!isObject(value) || (isLast && kind === 'element')) return { state: 'obstructed', location };
    if (!Object.hasOwn(value, part)) return { state: 'absent' };
    value = value[part]!;
    location.push(part);
  }
  return { state: 'found', location, value };
}

function findHook(document: Json, event: string, matcher: string, identity: string): Found {
  if (!isObject(document)) return { state: 'obstructed', location: [] };
  const hooks = document['hooks'];
  if (hooks === undefined) return { state: 'absent' };
  if (!isObject(hooks)) return { state: 'obstructed', location: ['hooks'] };
  const groups = own(hooks, event);
  if (groups === undefined) return { state: 'absent' };
  if (!Array.isArray(groups)) return { state: 'obstructed', location: ['hooks', event] };
  for (const [g, group] of groups.entries()) {
    if (!isObject(group) || !Array.isArray(group['hooks']) || matcherOf(group) !== matcher) continue;
    for (const [h, handler] of group['hooks'].entries()) {
      if (isObject(handler) && identityOf(handler) === identity) {
        return { state: 'found', location: ['hooks', event, g, 'hooks', h], value: handler };
      }
    }
  }
  return { state: 'absent' };
}

/** The group of an event that a new handler for this matcher may join: the same matcher and no keys of its own. */
export function groupFor(document: JsonObject, event: string, matcher: string): number | undefined {
  const hooks = document['hooks'];
  const groups = isObject(hooks) ? own(hooks, event) : undefined;
  if (!Array.isArray(groups)) return undefined;
  const at = groups.findIndex(
    (group) =>
      isObject(group) &&
      Array.isArray(group['hooks']) &&
      matcherOf(group) === matcher &&
      Object.keys(group).every((key) => key === 'matcher' || key === 'hooks'),
  );
  return at < 0 ? undefined : at;
}

/** The value of an object's own key: `constructor` and `__proto__` are keys like any other. */
function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function put(object: MutableObject, key: string, value: Json): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Builds a document that holds just these fields, in their order. */
export function documentOf(fields: readonly Field[]): JsonObject {
  const root: MutableObject = {};
  for (const field of fields) {
    if (field.kind === 'hook') addHook(root, field.event, field.matcher, field.value);
    else {
      const parent = descend(root, field.keys.slice(0, -1));
      const key = field.keys.at(-1)!;
      const list = field.kind === 'element' ? own(parent, key) : undefined;
      if (field.kind === 'value') put(parent, key, field.value);
      else put(parent, key, Array.isArray(list) ? [...list, field.value] : [field.value]);
    }
  }
  return root;
}

type MutableObject = { [key: string]: Json };

function descend(root: MutableObject, keys: readonly string[]): MutableObject {
  let at = root;
  for (const key of keys) {
    const next = own(at, key);
    if (!isObject(next)) put(at, key, {});
    at = (isObject(next) ? next : own(at, key)) as MutableObject;
  }
  return at;
}

function addHook(root: MutableObject, event: string, matcher: string, handler: JsonObject): void {
  const hooks = descend(root, ['hooks']);
  const known = own(hooks, event);
  const groups = (Array.isArray(known) ? known : []) as Json[];
  const at = groupFor(root, event, matcher);
  if (at === undefined) groups.push(newGroup(matcher, handler));
  else (groups[at] as MutableObject)['hooks'] = [...((groups[at] as JsonObject)['hooks'] as Json[]), handler];
  put(hooks, event, groups);
}

/** A hook group as it is written: no `matcher` when every tool is meant. */
export function newGroup(matcher: string, handler: JsonObject): JsonObject {
  return matcher === '*' ? { hooks: [handler] } : { matcher, hooks: [handler] };
}
