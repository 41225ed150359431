import { isRecord } from '../common/event.ts';

/** Lines [start, end), counted from 0. An empty range is a place between two lines. */
export interface LineRange {
  start: number;
  end: number;
}

/**
 * The lines of `text` that a Write, Edit or MultiEdit call wrote: from the patch in the client's answer, else by finding
 * the new text; for a Write without a patch all of it.
 */
export function touchedLines(input: Readonly<Record<string, unknown>>, response: unknown, text: string): LineRange[] {
  const all = [{ start: 0, end: text.split('\n').length }];
  if (isRecord(response) && Array.isArray(response.structuredPatch) && response.structuredPatch.length > 0) {
    return response.structuredPatch.flatMap(patchedLines);
  }
  if (typeof input.content === 'string') return all;
  const edits: unknown[] = Array.isArray(input.edits) ? input.edits : [input];
  return edits.flatMap((edit) => foundLines(edit, text));
}

function patchedLines(hunk: unknown): LineRange[] {
  if (!isRecord(hunk) || typeof hunk.newStart !== 'number' || !Array.isArray(hunk.lines)) return [];
  const found: LineRange[] = [];
  let line = hunk.newStart - 1;
  for (const text of hunk.lines) {
    if (typeof text !== 'string' || text.startsWith('\\')) continue;
    if (text.startsWith('-')) found.push({ start: line, end: line });
    else {
      if (text.startsWith('+')) found.push({ start: line, end: line + 1 });
      line += 1;
    }
  }
  return found;
}

function foundLines(edit: unknown, text: string): LineRange[] {
  if (!isRecord(edit) || typeof edit.new_string !== 'string' || edit.new_string === '') return [];
  const found: LineRange[] = [];
  let at = text.indexOf(edit.new_string);
  while (at >= 0) {
    const start = text.slice(0, at).split('\n').length - 1;
    found.push({ start, end: start + edit.new_string.split('\n').length });
    if (edit.replace_all !== true) break;
    at = text.indexOf(edit.new_string, at + edit.new_string.length);
  }
  return found;
}

/** Whether lines [start, end) meet one of the ranges or stand directly beside it. */
export function meets(start: number, end: number, ranges: readonly LineRange[]): boolean {
  return ranges.some((range) => start <= range.end && end >= range.start);
}
