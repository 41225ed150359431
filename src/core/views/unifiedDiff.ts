import { structuredPatch } from 'diff';
import { latin1Of } from '../values/content.ts';

/** One line of a hunk, without its sign and line end. `before` and `after` are line numbers from 1 on the sides that have it. */
export interface DiffLine {
  readonly sign: ' ' | '+' | '-';
  /** Latin-1: one character is one byte. */
  readonly text: string;
  readonly before?: number;
  readonly after?: number;
  /** True for a last line without a newline. */
  readonly open: boolean;
}

export interface Hunk {
  /** The line before the hunk when it has no line on that side, as in git's `@@ -0,0 +1,3 @@`. */
  readonly beforeStart: number;
  readonly beforeLines: number;
  readonly afterStart: number;
  readonly afterLines: number;
  readonly lines: readonly DiffLine[];
}

/** Makes the hunks between two contents. */
export type DiffOf = (before: Uint8Array, after: Uint8Array) => readonly Hunk[];

/** Beyond so many edits a text is taken as replaced: a diff of everything tells nothing and takes time by the square of it. */
const MOST_EDITS = 1500;

/**
 * The hunks that make `after` of `before`, with three lines of context. Works on bytes read as Latin-1, so that every byte
 * survives; a carriage return is part of its line. Equal contents have no hunks.
 */
export function unifiedDiff(before: Uint8Array, after: Uint8Array): Hunk[] {
  const [a, b] = [latin1Of(before), latin1Of(after)];
  const patch = structuredPatch('', '', a, b, '', '', { context: 3, maxEditLength: MOST_EDITS });
  if (patch === undefined) return [replaced(a, b)];
  return patch.hunks.map((hunk) =>
    withNumbers(
      hunk.oldLines === 0 ? hunk.oldStart - 1 : hunk.oldStart,
      hunk.newLines === 0 ? hunk.newStart - 1 : hunk.newStart,
      hunk.lines,
    ),
  );
}

function withNumbers(beforeStart: number, afterStart: number, raw: readonly string[]): Hunk {
  const lines: DiffLine[] = [];
  let [beforeLines, afterLines] = [0, 0];
  for (const [index, line] of raw.entries()) {
    if (line.startsWith('\\')) continue;
    const sign = line[0] as DiffLine['sign'];
    const open = raw[index + 1]?.startsWith('\\') === true;
    const before = sign === '+' ? {} : { before: beforeStart + beforeLines++ };
    const after = sign === '-' ? {} : { after: afterStart + afterLines++ };
    lines.push({ sign, text: line.slice(1), open, ...before, ...after });
  }
  return { beforeStart, beforeLines, afterStart, afterLines, lines };
}

function replaced(before: string, after: string): Hunk {
  const raw = [...signed('-', before), ...signed('+', after)];
  return withNumbers(before === '' ? 0 : 1, after === '' ? 0 : 1, raw);
}

function signed(sign: string, text: string): string[] {
  if (text === '') return [];
  const open = !text.endsWith('\n');
  const lines = (open ? text : text.slice(0, -1)).split('\n').map((line) => sign + line);
  return open ? [...lines, '\\'] : lines;
}
