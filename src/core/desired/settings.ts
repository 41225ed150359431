import { placeOfError } from '../actual/fields.ts';
import { lineOfKeys } from '../findings/position.ts';
import { textOf } from '../values/content.ts';
import { type Dialect, type Field, fieldsOf, findField, pointerOf } from '../values/fields.ts';
import { isObject, type Json, type JsonObject } from '../values/json.ts';
import { baseName } from '../values/paths.ts';
import type { Problem } from '../values/problem.ts';
import type { Origin } from '../values/target.ts';
import { TEMPLATE } from './library.ts';
import type { DesiredField } from './state.ts';
import { renderTemplate } from './template.ts';

/** The files of a target that are owned field by field, and the endings that send a fragment of the library to them. */
export const FIELD_FILES = {
  settings: { name: 'settings.json', ending: '.json' },
  local: { name: 'settings.local.json', ending: '.local.json' },
  mcp: { name: '.mcp.json', ending: '.mcp.json' },
} as const;

export type FieldFile = keyof typeof FIELD_FILES;

/** Which file the fragment with this delivered path belongs to: `settings/tools.mcp.json`, `machine.local.json`, `base.json`. */
export function fieldFileOf(path: string): FieldFile | undefined {
  const name = baseName(path);
  if (name.endsWith('.mcp.json') || name === 'mcp.json') return 'mcp';
  if (name.endsWith('.local.json')) return 'local';
  return name.endsWith('.json') ? 'settings' : undefined;
}

type OwnedField = Pick<DesiredField, 'field' | 'origin' | 'lineOf'>;

/** A fragment with where it comes from. */
export interface FieldLayer {
  readonly fragment: JsonObject;
  readonly origin: Origin;
  /** The line of a field in the fragment's file. */
  readonly lineOf?: (field: Field, inside: readonly (string | number)[]) => number | undefined;
}

/** Fields by pointer, as the layers pile up: a later one replaces an earlier one; a null takes away what is at or below it. */
export type FieldStack = Map<string, OwnedField>;

/** Lays a fragment over the fields so far. */
export function layFragment(stack: FieldStack, { fragment, origin, lineOf }: FieldLayer, dialect: Dialect): void {
  for (const pointer of nullsIn(fragment, '')) {
    for (const key of stack.keys()) if (key === pointer || isBelow(key, pointer)) stack.delete(key);
  }
  for (const field of fieldsOf(fragment, dialect)) {
    if (field.value === null) continue;
    const pointer = pointerOf(field);
    // A value where an earlier layer had an object (or the other way round) replaces all of it.
    for (const [key, { field: earlier }] of stack) {
      const excludes = isBelow(key, pointer) || isBelow(pointer, key);
      if (excludes || goesThrough(field, earlier) || goesThrough(earlier, field)) stack.delete(key);
    }
    const line =
      lineOf === undefined ? {} : { lineOf: (inside: readonly (string | number)[]) => lineOf(field, inside) };
    stack.set(pointer, { field, origin, ...line });
  }
}

function isBelow(pointer: string, other: string): boolean {
  return pointer.length > other.length && pointer[other.length] === '/' && pointer.startsWith(other);
}

/** True when the list that holds `element` stands where `other` needs an object. */
function goesThrough(element: Field, other: Field): boolean {
  if (element.kind !== 'element' || other.kind === 'hook' || other.keys.length <= element.keys.length) return false;
  return element.keys.every((key, index) => other.keys[index] === key);
}

function nullsIn(object: JsonObject, prefix: string): string[] {
  const pointers: string[] = [];
  for (const [key, value] of Object.entries(object)) {
    const pointer = `${prefix}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (value === null) pointers.push(pointer);
    else if (isObject(value)) pointers.push(...nullsIn(value, pointer));
  }
  return pointers;
}

/** Reads a fragment of the library, rendering it when it is a template. Problems carry line and column. */
export function readFragment(
  source: string,
  content: Uint8Array,
  variables: JsonObject,
): { fragment: JsonObject; rendered: string } | { problems: Problem[] } {
  let text = textOf(content);
  if (source.endsWith(TEMPLATE)) {
    const rendered = renderTemplate(text, variables, source, (value) => JSON.stringify(value).slice(1, -1));
    if ('problems' in rendered) return rendered;
    text = rendered.text;
  }
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    const place = { file: source, ...placeOfError(text) };
    return { problems: [{ place, severity: 'error', message: 'is not valid JSON here.' }] };
  }
  if (!isObject(value))
    return { problems: [{ place: { file: source }, severity: 'error', message: 'is not a JSON object.' }] };
  return { fragment: value, rendered: text };
}

/** Finds the lines of fields in a fragment, as it was rendered. */
export function fieldLines(rendered: string, lineIn: (line: number) => number): NonNullable<FieldLayer['lineOf']> {
  return (field, inside) => {
    const dialect = field.kind === 'value' ? 'plain' : 'settings';
    const found = findField(JSON.parse(rendered) as Json, pointerOf(field), dialect, field.kind);
    if (found.state !== 'found') return undefined;
    // What is not written there, a default of a handler, is told by the handler.
    const line = lineOfKeys(rendered, [...found.location, ...inside]) ?? lineOfKeys(rendered, found.location);
    return line === undefined ? undefined : lineIn(line);
  };
}

/** The library's scripts that settings name, by file name: what a status line or a hook runs must be delivered with it. */
export function scriptsNamedIn(stack: FieldStack): Set<string> {
  const names = new Set<string>();
  for (const { field } of stack.values()) {
    for (const match of JSON.stringify(field.value).matchAll(/\.claude\/hooks\/([\w./-]+)/g)) names.add(match[1]!);
  }
  return names;
}
