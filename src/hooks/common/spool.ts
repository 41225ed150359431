import { closeSync, fstatSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { MetricsRows, MetricsTable } from '../../../generated/metrics.ts';
import { keepBounded } from './spoolBound.ts';

/** A row of one table, as schemas/metrics.yaml has it. `timestamp` is the event's time, taken once: ISO 8601 in UTC, or microseconds. */
export type RowOf<Table extends MetricsTable> = MetricsRows[Table];

/** Longest line in bytes, its newline included. One write up to this length reaches the file in one piece. */
export const MAX_LINE_BYTES = 4096;

/**
 * Appends one row to `<stateDir>/spool/<table>-<YYYYMMDD>.jsonl` (the day of its timestamp, in UTC) with a single write
 * on an O_APPEND descriptor, so that any number of processes may do so at once. Texts are cut, the longest first, until
 * the line fits. Absent and undefined columns are left out. Who begins a file sees to it that the spool stays bounded; what is lost by that is
 * told as an event. Throws what the file system throws, and a RangeError for a timestamp that is no time.
 */
export function spool<Table extends MetricsTable>(stateDir: string, table: Table, row: RowOf<Table>): void {
  const folder = join(stateDir, 'spool');
  const day = dayOf(row.timestamp);
  const file = join(folder, `${table}-${day}.jsonl`);
  const line = rowLine(row);
  const descriptor = openForAppend(folder, file);
  let isFirst = false;
  try {
    isFirst = fstatSync(descriptor).size === 0;
    const written = writeSync(descriptor, line);
    // A disk that filled up in the middle: end the broken line, so that it does not swallow the next one.
    if (written < line.length) writeSync(descriptor, '\n');
  } finally {
    closeSync(descriptor);
  }
  if (isFirst) bound(stateDir, day, row);
}

/** The row that was written stays, whatever becomes of this. */
function bound(stateDir: string, day: string, { timestamp }: MetricsRows[MetricsTable]): void {
  try {
    for (const { name, rows } of keepBounded(join(stateDir, 'spool'), day)) {
      spool(stateDir, 'claude_events', {
        timestamp,
        event_type: 'warning',
        severity: 'high',
        category: 'spool',
        event_id: `removed:${name}`,
        count: rows,
        context: `the spool was full: ${rows} rows of ${name} were removed before they were sent`,
      });
    }
  } catch {
    // A folder that cannot be read: the next file that is begun tries again.
  }
}

/** The row as one line of JSON of at most MAX_LINE_BYTES bytes. */
export function rowLine(row: MetricsRows[MetricsTable]): Buffer {
  const columns: Record<string, unknown> = { ...row };
  for (;;) {
    const line = Buffer.from(`${JSON.stringify(columns)}\n`);
    const excess = line.length - MAX_LINE_BYTES;
    if (excess <= 0) return line;
    const longest = longestText(columns);
    if (longest === undefined) throw new RangeError('a metrics row has too many columns for one line');
    const text = columns[longest] as string;
    // The encoded text may be longer than its characters (escapes, UTF-8), so halving at most converges quickly.
    const keep = Math.max(0, Math.max(text.length - excess - 1, Math.floor(text.length / 2) - 1));
    if (keep === 0) delete columns[longest];
    else columns[longest] = `${wholeCharacters(text, keep)}…`;
  }
}

function longestText(columns: Record<string, unknown>): string | undefined {
  let longest: string | undefined;
  let length = 0;
  for (const [column, value] of Object.entries(columns)) {
    if (column === 'timestamp' || typeof value !== 'string' || value.length <= length) continue;
    longest = column;
    length = value.length;
  }
  return longest;
}

// Half of a surrogate pair would be written as an escape that other JSON readers refuse.
function wholeCharacters(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? length - 1 : length);
}

function openForAppend(folder: string, file: string): number {
  try {
    return openSync(file, 'a', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return openSync(file, 'a', 0o600);
  }
}

function dayOf(timestamp: string | number): string {
  const time = new Date(typeof timestamp === 'number' ? timestamp / 1000 : timestamp);
  return time.toISOString().slice(0, 10).replaceAll('-', '');
}
