import { isObject } from '../values/json.ts';
import { type Row, readRow } from './row.ts';
import type { MetricsTableShape } from './tables.ts';

/** How far a segment is in the database. */
export interface Position {
  /** Bytes from its beginning. */
  readonly offset: number;
  /** What its first bytes were then, as a digest: another file of the same name begins otherwise. */
  readonly head: string;
}

/** What is remembered of the spool. Losing it does no harm: rows that are sent again replace themselves. */
export interface SpoolState {
  readonly segments: Readonly<Record<string, Position>>;
  /** Rows that had to be removed before they were sent, because the spool was full. */
  readonly lost: number;
  /** When everything was sent last, in milliseconds since 1970. */
  readonly flushed?: number;
  /** How many bytes the spool may have; hooks, which do not read canonical.yaml, keep to it. */
  readonly mostBytes?: number;
}

/** A line that nothing can take, and why. */
export interface SetAside {
  readonly segment: string;
  /** The offset of the line in its segment. */
  readonly at: number;
  readonly reasons: readonly string[];
  readonly line: string;
}

export const NO_STATE: SpoolState = { segments: {}, lost: 0 };

/** Bytes at the beginning of a segment that tell it from another one of its name. */
export const HEAD_BYTES = 512;

/** Longest part of a line that cannot be read which is kept. */
const LONGEST_KEPT = 8192;

export interface SpooledRow {
  readonly at: number;
  readonly row: Row;
}

export interface ReadLines {
  readonly rows: readonly SpooledRow[];
  /** Lines that are no rows of this table. */
  readonly wrong: readonly SetAside[];
  /** The offset behind the last line that was read. */
  readonly next: number;
}

/**
 * Reads the whole lines in a piece of a segment; a line that has no end yet is left for later, unless the piece is full and has none at all.
 * @param from the offset of the piece in its segment
 * @param isFull whether there may be more behind it
 */
export function readLines(
  table: MetricsTableShape,
  segment: string,
  bytes: Uint8Array,
  from: number,
  isFull: boolean,
): ReadLines {
  const rows: SpooledRow[] = [];
  const wrong: SetAside[] = [];
  const text = new TextDecoder();
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    const line = text.decode(bytes.subarray(start, end));
    const at = from + start;
    start = end + 1;
    if (line.trim() === '') continue;
    const read = readLine(table, line);
    if ('row' in read) rows.push({ at, row: read.row });
    else wrong.push({ segment, at, reasons: read.wrong, line: line.slice(0, LONGEST_KEPT) });
  }
  if (start === 0 && isFull) {
    const line = text.decode(bytes.subarray(0, LONGEST_KEPT));
    wrong.push({ segment, at: from, reasons: ['it is longer than any row.'], line });
    start = bytes.length;
  }
  return { rows, wrong, next: from + start };
}

function readLine(table: MetricsTableShape, line: string): ReturnType<typeof readRow> {
  try {
    return readRow(table, JSON.parse(line));
  } catch {
    return { wrong: ['it is no JSON.'] };
  }
}

/** Reads what `stateText` wrote; undefined for anything else. */
export function parseState(text: string): SpoolState | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value) || !isObject(value['segments']) || typeof value['lost'] !== 'number') return undefined;
    return value as unknown as SpoolState;
  } catch {
    return undefined;
  }
}

/** Reads a line of what was set aside; undefined for anything else. */
export function parseAside(line: string): SetAside | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) && typeof value['at'] === 'number' && Array.isArray(value['reasons'])
      ? (value as unknown as SetAside)
      : undefined;
  } catch {
    return undefined;
  }
}

export function stateText(state: SpoolState): string {
  return `${JSON.stringify(state)}\n`;
}
