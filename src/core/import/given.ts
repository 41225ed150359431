import type { DesiredState } from '../desired/state.ts';
import { type Dialect, documentOf, type Field, fieldId, findField } from '../values/fields.ts';
import { isObject, type JsonObject } from '../values/json.ts';
import type { RelPath } from '../values/paths.ts';
import type { Fields } from './fields.ts';
import type { Version } from './files.ts';
import { roleOf } from './role.ts';
import { placeIn } from './sorted.ts';
import type { Tree } from './tree.ts';

/** What a hub delivers to a target, sorted as an import sees it. */
export interface Given {
  /** Whole files, by their place in the library. */
  readonly files: ReadonlyMap<string, Version>;
  /** Fields by the file that they are in. */
  readonly fields: ReadonlyMap<RelPath, Fields>;
}

export const NOTHING_GIVEN: Given = { files: new Map(), fields: new Map() };

/** @param desired the target as the hub would make it before anything is added for it */
export function givenBy(desired: DesiredState, kind: Tree['kind']): Given {
  const files = new Map<string, Version>();
  const fields = new Map<RelPath, Fields>();
  for (const document of desired.values()) {
    if (document.form === 'fields') {
      fields.set(document.path, new Map([...document.entries].map(([pointer, { field }]) => [pointer, field])));
    } else if (document.form === 'file') {
      const role = roleOf(document.path, kind);
      if (role.is === 'file')
        files.set(placeIn(role.kind, role.name), { content: document.content, mode: document.mode });
    }
  }
  return { files, fields };
}

/** How a target comes to own just what it has of a file, where the hub gives it more. */
export interface Adjusted {
  /** Takes away what the target does not have, with all that stands below; undefined when nothing is too much. */
  readonly nulls: JsonObject | undefined;
  /** What the target still has to bring along itself. */
  readonly own: Fields;
}

/**
 * @param document the file as it is there
 * @param fields what of it a hub can own
 */
export function adjust(given: Fields, document: JsonObject, fields: Fields, dialect: Dialect): Adjusted {
  const away = new Map<string, readonly string[]>();
  for (const [pointer, field] of given) {
    const found = findField(document, pointer, dialect, field.kind);
    if (found.state === 'found' && fieldId(found.value) === fieldId(field.value)) continue;
    const keys = field.kind === 'hook' ? ['hooks', field.event] : field.keys;
    // What the target has with another value is simply replaced.
    if (!(field.kind === 'value' && fields.has(pointer))) away.set(keys.join('\0'), keys);
  }
  const isAway = (field: Field): boolean => {
    const keys = field.kind === 'hook' ? ['hooks', field.event] : field.keys;
    return keys.some((_, index) => away.has(keys.slice(0, index + 1).join('\0')));
  };
  const own = new Map<string, Field>();
  for (const [pointer, field] of fields) {
    const known = given.get(pointer);
    const isThere = known !== undefined && fieldId(known.value) === fieldId(field.value) && !isAway(known);
    if (!isThere) own.set(pointer, field);
  }
  const nulls = documentOf([...away.values()].map((keys): Field => ({ kind: 'value', keys, value: null })));
  return { nulls: away.size === 0 ? undefined : nulls, own };
}

/** Lays the nulls and the fields of one fragment into each other, where both can stand in one file. */
export function merged(first: JsonObject, second: JsonObject): JsonObject {
  const result: Record<string, JsonObject[string]> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const before = result[key];
    result[key] = isObject(before) && isObject(value) ? merged(before, value) : value;
  }
  return result;
}
