import { readdirSync, readFileSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes that the spool may have where no controller and no flush has noted what canonical.yaml says (`metrics.spool.max_mb`). */
const MOST_BYTES = 512_000_000;
const SEGMENT = /^claude_[a-z_]+-(\d{8})(?:\.\d+)?\.jsonl$/;
const NEWLINE = 10;

/** A file that was removed before all of its rows were sent. */
export interface Removed {
  readonly name: string;
  readonly rows: number;
}

/**
 * Removes the oldest files of the spool while it has more bytes than it may: first those that the database has, then others, never those of
 * this day or a later one. Any number of processes may do this at once: each file is removed and counted by one of them.
 * @param day of the row that is about to be written: `20260304`
 * @returns what was lost by that
 */
export function keepBounded(folder: string, day: string): Removed[] {
  const { mostBytes, sent } = stateIn(folder);
  const all = segmentsIn(folder);
  let total = all.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= mostBytes) return [];
  const lost: Removed[] = [];
  const isSent = ({ name, bytes }: Segment): boolean => (sent[name]?.offset ?? -1) >= bytes;
  const old = all.filter((segment) => segment.day < day);
  for (const segment of [...old.filter(isSent), ...old.filter((one) => !isSent(one))]) {
    if (total <= mostBytes) break;
    total -= segment.bytes;
    const rows = remove(join(folder, segment.name), sent[segment.name]?.offset ?? 0);
    if (rows > 0) lost.push({ name: segment.name, rows });
  }
  return lost;
}

interface Segment {
  readonly name: string;
  readonly day: string;
  readonly bytes: number;
}

/** By day, the oldest first. */
function segmentsIn(folder: string): Segment[] {
  const found: Segment[] = [];
  for (const name of readdirSync(folder)) {
    const day = SEGMENT.exec(name)?.[1];
    const stat = day === undefined ? undefined : statSync(join(folder, name), { throwIfNoEntry: false });
    if (day !== undefined && stat !== undefined) found.push({ name, day, bytes: stat.size });
  }
  return found.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

interface State {
  readonly mostBytes: number;
  readonly sent: Readonly<Record<string, { readonly offset?: number }>>;
}

function stateIn(folder: string): State {
  try {
    const state = JSON.parse(readFileSync(join(folder, 'flushed.json'), 'utf8')) as Record<string, unknown>;
    const { mostBytes, segments } = state;
    return {
      mostBytes: typeof mostBytes === 'number' ? mostBytes : MOST_BYTES,
      sent: typeof segments === 'object' && segments !== null ? (segments as State['sent']) : {},
    };
  } catch {
    return { mostBytes: MOST_BYTES, sent: {} };
  }
}

/** Removes a file. @returns the rows in it behind `from`; 0 where somebody else has removed it */
function remove(path: string, from: number): number {
  try {
    const bytes = readFileSync(path);
    let rows = 0;
    for (let at = bytes.indexOf(NEWLINE, from); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) rows++;
    // Of all that try, it succeeds for one.
    unlinkSync(path);
    return rows;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}
