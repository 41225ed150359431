import { diff3Merge } from 'node-diff3';
import type { Merged } from './merged.ts';

// The comparison of two texts with nothing in common grows with the product of their lines.
const MOST_LINES = 20_000;

/**
 * Merges two changes of one text, by lines (diff3: Khanna, Kunal and Pierce, "A formal investigation of diff3", 2007). The texts are
 * Latin-1, a character a byte, so that every byte survives.
 * @param base what both come from, @param theirs the text as it is there, @param ours the text as the library has it
 */
export function mergeText(base: string, theirs: string, ours: string): Merged<string> {
  const eol = endOfLines(theirs);
  const [from, here, there] = [base, ours, theirs].map((text, index) => linesOf(index < 2 ? withEol(text, eol) : text));
  if (Math.max(from!.length, here!.length, there!.length) > MOST_LINES)
    return { kind: 'clash', because: `more than ${MOST_LINES} lines are not merged` };
  const merged: string[] = [];
  let line = 1;
  for (const region of diff3Merge(there!, from!, here!, { excludeFalseConflicts: true })) {
    if (region.conflict !== undefined) {
      const last = line + Math.max(region.conflict.a.length, 1) - 1;
      const where = last === line ? `line ${line}` : `lines ${line} to ${last}`;
      return { kind: 'clash', because: `${where} there was changed here too` };
    }
    merged.push(...region.ok!);
    line += region.ok!.length;
  }
  return { kind: 'merged', value: merged.join('') };
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** A text whose lines all end with CR LF is merged as such. */
function endOfLines(text: string): '\n' | '\r\n' {
  return /\r\n/.test(text) && !/(^|[^\r])\n/.test(text) ? '\r\n' : '\n';
}

function withEol(text: string, eol: '\n' | '\r\n'): string {
  return eol === '\n' ? text : text.replace(/\r?\n/g, '\r\n');
}
