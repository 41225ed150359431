import { addElement, addProperty, removeAt, replaceAt } from '../../actual/splice.ts';
import { canonicalJson, isObject, type Json, type JsonObject } from '../../values/json.ts';
import type { Merged } from './merged.ts';

type Location = readonly (string | number)[];

/** A change of the text that is there, so that its order, indentation and line ends stay. */
type Edit = (text: string) => string;

class Clash extends Error {}

/**
 * Merges two changes of one JSON text: objects by their keys, lists without repeated elements as sets, anything else as a whole.
 * @param base what both come from, @param theirs the text as it is there, @param ours the text as the library has it
 */
export function mergeJson(base: string, theirs: string, ours: string): Merged<string> {
  let values: Json[];
  try {
    values = [base, theirs, ours].map((text) => JSON.parse(text) as Json);
  } catch (error) {
    return { kind: 'clash', because: `it cannot be merged as JSON: ${(error as Error).message}` };
  }
  const [from, there, here] = values as [Json, Json, Json];
  try {
    let text = theirs;
    for (const edit of merging(from, there, here, [])) text = edit(text);
    JSON.parse(text);
    return { kind: 'merged', value: text };
  } catch (error) {
    if (error instanceof Clash) return { kind: 'clash', because: error.message };
    throw error;
  }
}

/** The edits that bring our change into their value. */
function merging(base: Json | undefined, theirs: Json, ours: Json, at: Location): Edit[] {
  if (same(ours, theirs) || same(ours, base)) return [];
  if (isObject(theirs) && isObject(ours)) return mergingObjects(isObject(base) ? base : {}, theirs, ours, at);
  if (isSet(base) && isSet(theirs) && isSet(ours)) return mergingSets(base, theirs, ours, at);
  if (same(theirs, base)) return [(text) => replaceAt(text, at, ours)];
  throw new Clash(`${at.length === 0 ? 'the whole value' : at.join('.')} was changed there and here`);
}

function mergingObjects(base: JsonObject, theirs: JsonObject, ours: JsonObject, at: Location): Edit[] {
  const edits: Edit[] = [];
  for (const key of new Set([...Object.keys(base), ...Object.keys(ours)])) {
    const [from, there, here] = [own(base, key), own(theirs, key), own(ours, key)];
    const path = [...at, key];
    if (same(here, from)) continue;
    if (there !== undefined && here !== undefined) edits.push(...merging(from, there, here, path));
    else if (here === undefined && there !== undefined && same(there, from)) edits.push((text) => removeAt(text, path));
    else if (here !== undefined && from === undefined) edits.push((text) => addProperty(text, at, key, here));
    else if (here !== undefined || there !== undefined)
      throw new Clash(
        `${path.join('.')} was ${here === undefined ? 'changed there and removed' : 'removed there and changed'} here`,
      );
  }
  return edits;
}

function mergingSets(base: readonly Json[], theirs: readonly Json[], ours: readonly Json[], at: Location): Edit[] {
  const has = (set: readonly Json[], value: Json): boolean => set.some((one) => same(one, value));
  const gone = base.filter((value) => !has(ours, value) && has(theirs, value));
  const come = ours.filter((value) => !has(base, value) && !has(theirs, value));
  // From the end, so that the places of the others stay.
  const places = gone.map((value) => theirs.findIndex((one) => same(one, value))).sort((a, b) => b - a);
  return [
    ...places.map(
      (index): Edit =>
        (text) =>
          removeAt(text, [...at, index]),
    ),
    ...come.map(
      (value): Edit =>
        (text) =>
          addElement(text, at, value),
    ),
  ];
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isSet(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value) && new Set(value.map((one) => JSON.stringify(one))).size === value.length;
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return a === undefined || b === undefined ? a === b : canonicalJson(a) === canonicalJson(b);
}
