import { isObject, type Json } from '../../values/json.ts';
import type { Path } from '../places.ts';

/** One change of canonical.yaml. */
export type Edit =
  /** Gives a key its value; what is missing above it is made. */
  | { readonly set: Path; readonly value: Json; readonly comment?: string }
  /** Adds an item to the end of a list; a list that is missing is made. */
  | { readonly append: Path; readonly value: Json; readonly comment?: string }
  /** Takes a key or an item of a list out. */
  | { readonly remove: Path };

export function pathOf(edit: Edit): Path {
  return 'set' in edit ? edit.set : 'append' in edit ? edit.append : edit.remove;
}

/** The same change of the data that the text stands for; the data itself stays. Undefined where the data cannot take it. */
export function editedData(data: Json, edit: Edit): Json | undefined {
  if ('set' in edit) return changed(data, edit.set, () => edit.value);
  if ('remove' in edit) return removed(data, edit.remove);
  return changed(data, edit.append, (list) => {
    return list === undefined || list === null ? [edit.value] : Array.isArray(list) ? [...list, edit.value] : undefined;
  });
}

function changed(
  data: Json | undefined,
  path: Path,
  change: (value: Json | undefined) => Json | undefined,
): Json | undefined {
  const [part, ...rest] = path;
  if (part === undefined) return change(data);
  if (Array.isArray(data)) {
    const value = typeof part === 'number' && part < data.length ? changed(data[part], rest, change) : undefined;
    return value === undefined ? undefined : data.with(Number(part), value);
  }
  if (data !== undefined && data !== null && !isObject(data)) return undefined;
  const holder = data ?? {};
  const value = changed(Object.hasOwn(holder, part) ? holder[part] : undefined, rest, change);
  return value === undefined ? undefined : { ...holder, [part]: value };
}

function removed(data: Json, path: Path): Json | undefined {
  const holder = path.slice(0, -1);
  const part = path.at(-1);
  return changed(data, holder, (value) => {
    if (Array.isArray(value))
      return typeof part === 'number' && part < value.length ? value.toSpliced(part, 1) : undefined;
    if (value === undefined || !isObject(value) || part === undefined || !Object.hasOwn(value, part)) return undefined;
    const { [part]: _, ...others } = value;
    return others;
  });
}
