import type { Json, JsonObject } from '../values/json.ts';

// A key, and a value that begins with a letter, or is a text in double quotes without anything to be taken apart.
const LINE = /^([A-Za-z][A-Za-z0-9_-]{0,60}): +(?:([A-Za-z][\x20-\x7e]*)|"([\x20\x21\x23-\x5b\x5d-\x7e]*)") *$/;
// In the middle of a plain value these begin a comment, or would be another key.
const ENDS_VALUE = / #|:(?: |$)/;
const NO_TEXT = /^(?:null|Null|NULL|true|True|TRUE|false|False|FALSE)$/;

/**
 * YAML that is nothing but a line of plain text for each key, as almost all front matter is, in a fiftieth of the time that it takes to read
 * YAML. Undefined for everything else, right or wrong; what it gives is what a reader of YAML gives.
 */
export function readSimple(source: string): JsonObject | undefined {
  const data: Record<string, Json> = {};
  const lines = source.split('\n');
  // What stands before the `---` that ends it ends with a line end.
  if (lines.pop() !== '' || lines.length === 0) return undefined;
  for (const line of lines) {
    const match = LINE.exec(line);
    if (match === null) return undefined;
    const key = match[1]!;
    const value = match[3] ?? plainText(match[2]!.trimEnd());
    if (value === undefined || NO_TEXT.test(key) || Object.hasOwn(data, key)) return undefined;
    data[key] = value;
  }
  return data;
}

function plainText(value: string): string | boolean | undefined {
  if (value === 'true') return true;
  if (value === 'false') return false;
  return ENDS_VALUE.test(value) || NO_TEXT.test(value) ? undefined : value;
}
