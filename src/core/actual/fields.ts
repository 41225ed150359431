import { type Node, parseTree, visit } from 'jsonc-parser';
import { type Dialect, type Field, fieldId, findField, groupFor, newGroup, pointerOf } from '../values/fields.ts';
import { isObject, type Json, type JsonObject } from '../values/json.ts';
import { addElement, addProperty, removeAt, replaceAt } from './splice.ts';

const BOM = '\ufeff';

/**
 * Reads the text of a JSON file as Claude Code reads it: strictly, but a BOM is fine.
 * @returns the object, or what is wrong with it as a sentence with line and column where known
 */
export function readDocument(text: string): { document: JsonObject } | { wrong: string } {
  const body = text.startsWith(BOM) ? text.slice(1) : text;
  let value: Json;
  try {
    value = JSON.parse(body) as Json;
  } catch (cause) {
    return { wrong: `is not valid JSON (${firstError(body, cause)})` };
  }
  return isObject(value) ? { document: value } : { wrong: 'is valid JSON, but not an object' };
}

function firstError(body: string, cause: unknown): string {
  const place = placeOfError(body);
  if (place !== undefined) return `line ${place.line}, column ${place.column}`;
  return cause instanceof Error ? cause.message : String(cause);
}

/**
 * Where a text that is not JSON stops being it, line and column from 1. Not taken from the message of `JSON.parse`, which each version of
 * Node words in its own way.
 */
export function placeOfError(body: string): { line: number; column: number } | undefined {
  const offset = offsetOfError(body);
  if (offset === undefined) return undefined;
  const before = body.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/** Reads no further: a text of nothing but errors would be read through to its end. */
function offsetOfError(body: string): number | undefined {
  const stop = new Error('the first error');
  let first: number | undefined;
  const onError = (_code: number, offset: number): void => {
    first = offset;
    throw stop;
  };
  try {
    visit(body, { onError }, { disallowComments: true, allowTrailingComma: false });
  } catch (error) {
    if (error !== stop) throw error;
  }
  return first;
}

/**
 * The first key that stands twice in one object: it has two values, and an edit could change the wrong one.
 * @param text a document that `readDocument` accepts
 */
export function duplicateKey(text: string): string | undefined {
  const body = text.startsWith(BOM) ? text.slice(1) : text;
  // As many keys were read as there are places where one can be: none was lost to another of its name.
  if (keysIn(JSON.parse(body) as Json) === (body.match(/"[ \t\r\n]*:/g)?.length ?? 0)) return undefined;
  const root = parseTree(body);
  return root === undefined ? undefined : duplicateIn(root);
}

function keysIn(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  const items: readonly Json[] = Array.isArray(value) ? value : Object.values(value);
  return items.reduce<number>((sum, item) => sum + keysIn(item), Array.isArray(value) ? 0 : items.length);
}

function duplicateIn(node: Node): string | undefined {
  const seen = new Set<string>();
  for (const child of node.children ?? []) {
    if (node.type === 'object') {
      const key = String(child.children?.[0]?.value);
      if (seen.has(key)) return key;
      seen.add(key);
    }
    const found = duplicateIn(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** One change to a JSON text: set a field, or take the field with this pointer away. */
export type FieldEdit = { readonly set: Field } | { readonly remove: string };

/**
 * Makes these changes in a JSON text and leaves every other byte as it is: order, indentation, line ends, final newline.
 * A field that another value obstructs is left out.
 * @param text a document that `readDocument` accepts and that has no duplicate key
 */
export function editFields(text: string, edits: readonly FieldEdit[], dialect: Dialect): string {
  const bom = text.startsWith(BOM) ? BOM : '';
  let body = text.slice(bom.length);
  for (const edit of edits) {
    const document = JSON.parse(body) as JsonObject;
    body =
      'set' in edit ? setField(body, document, edit.set, dialect) : removeField(body, document, edit.remove, dialect);
  }
  return bom + body;
}

function setField(body: string, document: JsonObject, field: Field, dialect: Dialect): string {
  const found = findField(document, pointerOf(field), dialect, field.kind);
  if (found.state === 'obstructed') return body;
  if (found.state === 'found') {
    // A value that is right already keeps the form in which somebody wrote it.
    return fieldId(found.value) === fieldId(field.value) ? body : replaceAt(body, found.location, field.value);
  }
  if (field.kind === 'value') return addAt(body, document, field.keys, field.value);
  const list = field.kind === 'element' ? field.keys : ['hooks', field.event];
  const item = field.kind === 'element' ? field.value : newGroup(field.matcher, field.value);
  if (field.kind === 'hook') {
    const group = groupFor(document, field.event, field.matcher);
    if (group !== undefined) return addElement(body, ['hooks', field.event, group, 'hooks'], field.value);
  }
  return valueAt(document, list) === undefined ? addAt(body, document, list, [item]) : addElement(body, list, item);
}

/** Adds a value that is not there, with the objects on the way that are not there. */
function addAt(body: string, document: JsonObject, keys: readonly string[], value: Json): string {
  let depth = keys.length - 1;
  while (valueAt(document, keys.slice(0, depth)) === undefined) depth--;
  let nested = value;
  for (const key of keys.slice(depth + 1).reverse()) nested = { [key]: nested };
  return addProperty(body, keys.slice(0, depth), keys[depth]!, nested);
}

function removeField(body: string, document: JsonObject, pointer: string, dialect: Dialect): string {
  const found = findField(document, pointer, dialect);
  if (found.state !== 'found') return body;
  // What the removal would leave empty goes with it: the emptied list, its group, its parent object.
  let location = found.location;
  while (location.length > 1 && leavesNothing(document, location)) location = location.slice(0, -1);
  return removeAt(body, location);
}

function leavesNothing(document: JsonObject, location: readonly (string | number)[]): boolean {
  const parent = valueAt(document, location.slice(0, -1));
  if (Array.isArray(parent)) return parent.length === 1;
  if (!isObject(parent)) return false;
  // A hook group without handlers says nothing, whatever its matcher.
  const rest = Object.keys(parent).filter((key) => key !== location.at(-1));
  const isGroup = location[0] === 'hooks' && location.length === 4;
  return rest.length === 0 || (isGroup && rest.every((key) => key === 'matcher'));
}

function valueAt(document: Json, location: readonly (string | number)[]): Json | undefined {
  let value: Json | undefined = document;
  for (const part of location) {
    if (Array.isArray(value) && typeof part === 'number') value = value[part];
    else if (isObject(value) && typeof part === 'string' && Object.hasOwn(value, part)) value = value[part];
    else return undefined;
  }
  return value;
}
