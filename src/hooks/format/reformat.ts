import { applyHunks, diffLines, type Hunk } from './line-diff.ts';
import { type LineRange, meets } from './touched.ts';

/** A text after formatting. `lines` are the changed lines in it, counted from 1; `whole` is false where others were left. */
export interface Reformatted {
  text: string;
  lines: { first: number; last: number }[];
  whole: boolean;
}

/**
 * Formats only what `touched` covers: of the formatter's changes those that meet a touched line. Where that is not all of
 * them, the result is formatted once more and must then give the same as formatting all; else it would not be the same
 * program, and nothing changes. Line endings and a byte order mark stay. Undefined when there is nothing to do.
 */
export async function reformat(
  text: string,
  touched: readonly LineRange[],
  format: (text: string) => Promise<string | undefined>,
): Promise<Reformatted | undefined> {
  const { plain, restore } = plainText(text);
  const formatted = await format(plain);
  if (formatted === undefined || formatted === plain || (formatted === '' && plain.trim() !== '')) return undefined;
  const now = plain.split('\n');
  const wanted = formatted.split('\n');
  const hunks = diffLines(now, wanted);
  const chosen = hunks.filter((hunk) => meets(hunk.aStart, hunk.aEnd, touched));
  if (chosen.length === 0) return undefined;
  const lines = changedRanges(chosen);
  if (chosen.length === hunks.length) return { text: restore(formatted), lines, whole: true };
  const partial = applyHunks(now, wanted, chosen).join('\n');
  if ((await format(partial)) !== formatted) return undefined;
  return { text: restore(partial), lines, whole: false };
}

/** The text as formatters expect it, and how to turn their result back into the file's own form. */
function plainText(text: string): { plain: string; restore: (text: string) => string } {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const body = text.slice(mark.length);
  const crlf = body.includes('\r\n');
  return {
    plain: crlf ? body.replaceAll('\r\n', '\n') : body,
    restore: (formatted) => mark + (crlf ? formatted.replaceAll(/\r?\n/g, '\r\n') : formatted),
  };
}

function changedRanges(hunks: readonly Hunk[]): { first: number; last: number }[] {
  const ranges: { first: number; last: number }[] = [];
  let shift = 0;
  for (const { aStart, aEnd, bStart, bEnd } of hunks) {
    const first = aStart + shift + 1;
    ranges.push({ first, last: Math.max(first, first + (bEnd - bStart) - 1) });
    shift += bEnd - bStart - (aEnd - aStart);
  }
  return ranges;
}
