/**
 * What could move a terminal's cursor, colour it, or turn text around: control characters, bidirectional and invisible
 * formatting characters, line separators, tags, and halves of surrogate pairs.
 */
const UNPRINTABLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0)!;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** Any text as one line that is safe to print: what a terminal would act on is shown as an escape (`\x1b`, `\u202e`). */
export function printable(text: string): string {
  // Most texts are plain, and the first use of the large expression costs 10 ms.
  return isPlain(text) ? text : text.replace(UNPRINTABLE, escaped);
}

function isPlain(text: string): boolean {
  return !/[^\x20-\x7e]/.test(text);
}

/** A JSON document with everything unprintable in its strings written as JSON escapes; it parses to the same value. */
export function printableJson(json: string): string {
  return json.replace(UNPRINTABLE, (character) => {
    if (character === '\n') return character;
    let text = '';
    for (let i = 0; i < character.length; i++) text += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
    return text;
  });
}

/** A line of a file for a terminal: tabs become spaces up to the next multiple of 4, the rest as `printable`. */
export function printableLine(line: string): string {
  if (!line.includes('\t')) return printable(line);
  let text = '';
  for (const [index, part] of line.split('\t').entries()) {
    if (index > 0) text += ' '.repeat(4 - (columns(text) % 4));
    text += printable(part);
  }
  return text;
}

// East Asian wide and emoji blocks; ambiguous widths count as one, as terminals do by default.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** How many columns of a terminal a printable text takes. */
export function columns(text: string): number {
  let plain = true;
  for (let i = 0; plain && i < text.length; i++) plain = text.charCodeAt(i) < 0x300;
  if (plain) return text.length;
  let count = 0;
  for (const character of text) count += /\p{M}/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return count;
}

/** Fills up with spaces to `width` columns; a longer text stays as it is. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

/** At most `width` columns, the end replaced by `…`. */
export function cutEnd(text: string, width: number): string {
  if (columns(text) <= width) return text;
  let kept = '';
  let used = 1;
  for (const character of text) {
    used += columns(character);
    if (used > width) break;
    kept += character;
  }
  return `${kept}…`;
}

/** At most `width` columns, the middle replaced by `…`. */
export function cutMiddle(text: string, width: number): string {
  if (columns(text) <= width) return text;
  const characters = Array.from(text);
  const half = Math.max(1, Math.floor((width - 1) / 2));
  const head = cutEnd(text, half + 1).slice(0, -1);
  let tail = '';
  let used = 0;
  for (let i = characters.length - 1; i >= 0; i--) {
    used += columns(characters[i]!);
    if (used > width - 1 - columns(head)) break;
    tail = characters[i]! + tail;
  }
  return `${head}…${tail}`;
}

/**
 * Breaks a sentence at spaces into lines of at most `width` columns; a longer word keeps its own line. What stands in
 * backticks is one word: a command is copied whole.
 */
export function wrap(text: string, width: number): string[] {
  if (columns(text) <= width) return [text];
  const lines: string[] = [];
  let line: string | undefined;
  for (const word of wordsOf(text)) {
    if (line === undefined) line = word;
    else if (columns(line) + 1 + columns(word) <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line ?? ''];
}

function wordsOf(text: string): string[] {
  const words: string[] = [];
  let inside = false;
  for (const part of text.split(' ')) {
    if (inside) words[words.length - 1] += ` ${part}`;
    else words.push(part);
    if (part.split('`').length % 2 === 0) inside = !inside;
  }
  // A lone backtick opens nothing.
  return inside ? text.split(' ') : words;
}
