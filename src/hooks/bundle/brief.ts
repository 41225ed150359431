import { isAbsolute, relative, sep } from 'node:path';
import { redact } from '../common/redact.ts';

// Texts that are a file's content: how long they are says enough, and they may be anything.
const CONTENT_KEYS = new Set(['content', 'new_string', 'old_string', 'new_source', 'edits', 'todos', 'plan']);
const LONGEST_SECRET = 16_000;
const PATH_KEYS = new Set(['file_path', 'notebook_path', 'path']);

/** From where paths are told: absolute folders; `home` may be empty. */
export interface Places {
  root: string;
  home: string;
}

/**
 * A tool's input, short and without secrets: paths relative to the root, contents as their length, other texts redacted
 * and cut at `maxText` characters, nested values as redacted JSON. The result has at most twelve keys.
 */
export function briefInput(
  input: Readonly<Record<string, unknown>>,
  places: Places,
  maxText: number,
): Record<string, string | number | boolean> {
  const brief: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(input).slice(0, 12)) {
    const name = key.slice(0, 40);
    if (typeof value === 'number' || typeof value === 'boolean') brief[name] = value;
    else if (CONTENT_KEYS.has(key)) brief[name] = contentLength(value);
    else if (typeof value === 'string') brief[name] = briefText(key, value, places, maxText);
    else if (value !== null && value !== undefined)
      brief[name] = cut(withoutHome(redact(JSON.stringify(value).slice(0, LONGEST_SECRET)), places), maxText);
  }
  return brief;
}

function contentLength(value: unknown): string {
  if (typeof value === 'string') return `${value.length} characters`;
  return Array.isArray(value) ? `${value.length} items` : 'present';
}

function briefText(key: string, value: string, places: Places, maxText: number): string {
  if (PATH_KEYS.has(key)) return cut(redact(shortPath(value, places)), maxText);
  // Redaction sees the name too: a field called `token` holds one.
  const start = value.slice(0, maxText + LONGEST_SECRET);
  const named = redact(`${key}=${start}`);
  const clean = named.startsWith(`${key}=`) ? named.slice(key.length + 1) : redact(start);
  return cut(withoutHome(clean, places), maxText);
}

/** A path relative to the root with `/`; outside of it `~/…` in the home, else as it is. */
export function shortPath(path: string, { root, home }: Places): string {
  if (!isAbsolute(path)) return path.split(sep).join('/');
  const inside = relative(root, path);
  if (inside === '') return '.';
  if (!inside.startsWith('..') && !isAbsolute(inside)) return inside.split(sep).join('/');
  return home !== '' && path.startsWith(`${home}${sep}`)
    ? `~/${path
        .slice(home.length + 1)
        .split(sep)
        .join('/')}`
    : path;
}

/** A text with the root's and the home's absolute path shortened wherever they stand as a whole path. */
function withoutHome(text: string, { root, home }: Places): string {
  let short = root.length > 1 ? text.replaceAll(`${root}/`, '') : text;
  if (home.length > 1) short = short.replaceAll(`${home}/`, '~/');
  return short;
}

/** The start of a text without secrets, at most `length` characters and an ellipsis. */
export function redactedStart(text: string, length: number): string {
  // Not cut before it is redacted: half a key is no longer seen as one. No key that starts in the part shown is longer.
  return cut(redact(text.slice(0, length + LONGEST_SECRET)), length);
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  // Half of a surrogate pair would be written as an escape that other readers of JSON refuse.
  return `${text.slice(0, last >= 0xd800 && last < 0xdc00 ? length - 1 : length)}…`;
}
