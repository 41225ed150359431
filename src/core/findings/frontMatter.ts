import { parse } from 'yaml';
import { isObject, type Json, type JsonObject } from '../values/json.ts';
import { readSimple } from './simpleYaml.ts';

/** The YAML at the beginning of a Markdown file, as the client reads it. */
export interface FrontMatter {
  /** `lenient` is read by the client after it has put values in quotes, and refused by strict readers. */
  readonly state: 'none' | 'unclosed' | 'unparsable' | 'not-keys' | 'lenient' | 'read';
  /** Empty unless it was read. */
  readonly data: JsonObject;
  /** The YAML between the lines. */
  readonly source: string;
  /** What follows it. */
  readonly body: string;
  /** The line of the file, from 1, on which `body` begins. */
  readonly bodyLine: number;
}

// The client's own pattern (Claude Code 2.1.330): the first `---` ends it, also in the middle of a line.
const PATTERN = /^---\s*\n([\s\S]*?)---\s*\n?/;
// The client reads more; a reader of YAML takes long over what is built to be long.
const LONGEST = 16_384;
const MOST_ALIASES = 100;
const DEEPEST = 256;
const NEEDS_QUOTES = /[{}[\]*&#!|>%@`]|: /;

/** Reads the front matter of a text, with the lenience of Claude Code 2.1.330. Never throws. */
export function readFrontMatter(whole: string): FrontMatter {
  const text = whole.startsWith('\ufeff') ? whole.slice(1) : whole;
  const match = text.startsWith('---') && text.indexOf('---', 3) > 0 ? PATTERN.exec(text) : null;
  if (match === null) {
    const state = /^---[ \t]*\r?\n/.test(text) ? 'unclosed' : 'none';
    return { state, data: {}, source: '', body: text, bodyLine: 1 };
  }
  const source = match[1]!;
  const rest = { source, body: text.slice(match[0].length), bodyLine: 1 + newlines(match[0]) };
  const value =
    source.length > LONGEST || isDeep(source) || source.split('*').length > MOST_ALIASES ? undefined : readYaml(source);
  if (value === undefined) return { state: 'unparsable', data: {}, ...rest };
  if (value.value === null) return { state: 'read', data: {}, ...rest };
  if (!isObject(value.value)) return { state: 'not-keys', data: {}, ...rest };
  return { state: value.lenient ? 'lenient' : 'read', data: value.value, ...rest };
}

function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** More nested than anybody writes: what would take long to read is not read. */
function isDeep(source: string): boolean {
  let depth = 0;
  for (let at = 0; at < source.length; at++) {
    const sign = source[at]!;
    const opens = sign === '[' || sign === '{' || ((sign === '-' || sign === '?') && /\s/.test(source[at + 1] ?? ' '));
    if (opens && ++depth > DEEPEST) return true;
  }
  return false;
}

function readYaml(source: string): { value: Json; lenient: boolean } | undefined {
  const simple = readSimple(source);
  if (simple !== undefined) return { value: simple, lenient: false };
  const strict = yamlOf(source);
  if (strict !== undefined) return { value: strict.value, lenient: false };
  const quoted = yamlOf(withQuotes(source));
  return quoted === undefined ? undefined : { value: quoted.value, lenient: true };
}

function yamlOf(source: string): { value: Json } | undefined {
  try {
    const value: unknown = parse(source, { logLevel: 'error', maxAliasCount: 10 });
    return { value: plain(value) };
  } catch {
    return undefined;
  }
}

/** YAML may give dates and maps with other keys; here everything is what JSON knows. */
function plain(value: unknown): Json {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value) ?? 'null') as Json);
}

/** What the client tries after a first failure: quotes around every value of a single line that holds a sign of YAML. */
function withQuotes(source: string): string {
  const lines = source.split('\n').map((line) => {
    const match = /^([a-zA-Z_-]+):\s+(\S.*)$/.exec(line);
    if (match === null) return line;
    const [, key, value] = match as unknown as [string, string, string];
    if (/^".*"$|^'.*'$|^\[.*\]$/.test(value) || !NEEDS_QUOTES.test(value)) return line;
    return `${key}: "${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  });
  return lines.join('\n').replace(/^\t+/gm, (tabs) => '  '.repeat(tabs.length));
}

/** The line of the file on which a key of the front matter stands. */
export function lineOfKey(matter: FrontMatter, key: string): number {
  const at = matter.source.split('\n').findIndex((line) => line.startsWith(`${key}:`) || line.startsWith(`"${key}":`));
  return at < 0 ? 1 : at + 2;
}
