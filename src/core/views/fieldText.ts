import type { Change } from '../plan/plan.ts';
import { parseAddress } from '../values/address.ts';
import { dialectOf } from '../values/fields.ts';
import { isObject } from '../values/json.ts';
import { maskText, maskValue } from './mask.ts';
import { cutMiddle, printable } from './printable.ts';

/** A field for people: `permissions.deny` and `"Read(./.env)"`. */
export interface FieldText {
  readonly name: string;
  /** One side, or both with an arrow between. */
  readonly value: string;
}

/** Takes a change of a field. @param width the most columns that one value may take */
export function fieldText(change: Change, width: number): FieldText {
  const { path, part } = parseAddress(change.address);
  const keys = part
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const { before, after } = change.values ?? {};
  const settings = dialectOf(path) === 'settings';
  if (settings && keys[0] === 'hooks' && keys.length === 4) return hookText(keys, before, after, width);
  const last = keys.at(-1)!;
  // In settings a list of texts is owned text by text, and the text is the last part of the pointer; `env` holds no lists.
  if (settings && keys.length > 1 && keys[0] !== 'env' && (after ?? before ?? last) === last) {
    return { name: nameOf(keys.slice(0, -1)), value: literal(maskText(last), width) };
  }
  return {
    name: nameOf(keys),
    value: sides(maskValue(last, before), maskValue(last, after), before !== undefined, after !== undefined, width),
  };
}

/** A key that has a dot or a space in it is quoted, so that the name has one reading. */
function nameOf(keys: readonly string[]): string {
  return keys.map((key) => printable(/^[^\s."]+$/.test(key) ? maskText(key) : JSON.stringify(maskText(key)))).join('.');
}

function literal(value: unknown, width: number): string {
  return cutMiddle(printable(JSON.stringify(value) ?? ''), width);
}

function sides(before: unknown, after: unknown, had: boolean, has: boolean, width: number): string {
  if (had && has) return `${literal(before, width)} → ${literal(after, width)}`;
  return has ? literal(after, width) : had ? literal(before, width) : '';
}

/** `hooks.PreToolUse Bash  "node …"`; when both sides run the same, what differs besides. */
function hookText(keys: readonly string[], before: unknown, after: unknown, width: number): FieldText {
  const name = `hooks.${nameOf([keys[1]!])} ${printable(maskText(keys[2]!))}`;
  const runs = literal(maskText(keys[3]!), width);
  if (!isObject(before) || !isObject(after)) return { name, value: runs };
  const old: Record<string, unknown> = {};
  const young: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (JSON.stringify(before[key]) === JSON.stringify(after[key])) continue;
    if (before[key] !== undefined) old[key] = maskValue(key, before[key]);
    if (after[key] !== undefined) young[key] = maskValue(key, after[key]);
  }
  return { name, value: `${runs} ${literal(old, width)} → ${literal(young, width)}` };
}
