/** A piece of a text that is replaced: `remove` characters at `at` give way to `insert`. */
export interface Splice {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

/** The text after all splices, which do not overlap. Of two at one place the first stands first. */
export function spliced(text: string, splices: readonly Splice[]): string {
  let result = '';
  let done = 0;
  for (const { at, remove, insert } of [...splices].sort((a, b) => a.at - b.at)) {
    result += text.slice(done, at) + insert;
    done = at + remove;
  }
  return result + text.slice(done);
}

/** The line end that a text uses: that of its first line. */
export function lineEndOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

/** Where the line that holds `offset` starts. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line after the one that ends what lies before `offset` starts. */
export function nextLine(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

/** How far what stands at `offset` is from the start of its line. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/**
 * Where what stands above `at` really ends: comments that are at least as deep as it, and deeper than the line of content that
 * follows them, belong to it.
 * @param at the start of a line, @param depth in columns
 */
export function afterComments(text: string, at: number, depth: number): number {
  const found: { end: number; indent: number }[] = [];
  let next = -1;
  for (let start = at; start < text.length; ) {
    const lineEnd = text.indexOf('\n', start);
    const end = lineEnd < 0 ? text.length : lineEnd + 1;
    const [, indent, first] = /^([ ]*)(\S?)/.exec(text.slice(start, end))!;
    if (first !== '' && first !== '#') {
      next = indent!.length;
      break;
    }
    if (first === '#') found.push({ end, indent: indent!.length });
    start = end;
  }
  let last = at;
  for (const { end, indent } of found) {
    if (indent < depth || indent <= next) break;
    last = end;
  }
  return last;
}

/** The splice that puts whole lines at the start of a line, or after the last one. A file without a final line end stays one. */
export function insertLines(text: string, at: number, lines: readonly string[]): Splice {
  const eol = lineEndOf(text);
  const body = lines.join(eol);
  const open = at > 0 && text[at - 1] !== '\n';
  return { at, remove: 0, insert: open ? eol + body : body + eol };
}
