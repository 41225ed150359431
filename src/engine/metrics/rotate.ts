import type { MetricsTable } from '../../../generated/metrics.ts';
import type { SpoolState } from '../../core/metrics/spooled.ts';
import { byText } from '../../core/values/address.ts';
import type { Segment, Spool } from '../../ports/spool.ts';
import { positionAt, sentOf } from './positions.ts';
import { linesFrom } from './summary.ts';

export interface SpoolLimits {
  /** Milliseconds that rows stay after they were sent, for reports that work without the database. */
  readonly keepFor: number;
  /** All segments together, in bytes. */
  readonly mostBytes: number;
  /** Where no database is wanted: milliseconds that the rows of a table stay. */
  readonly keepUnsent?: (table: MetricsTable) => number;
}

export interface Rotation {
  readonly removed: number;
  readonly bytes: number;
  /** Rows that were removed before they were sent: the spool was full of rows that could not be. */
  readonly lost: number;
}

/** Milliseconds after which no process has a segment open any more that was taken out of use: hooks append and close within one. */
const GRACE = 60_000;

/**
 * Keeps the spool bounded. What was sent goes when it is older than `keepFor`, and before that, oldest first, when the spool is full. What was
 * not sent goes only when the spool is full of it, oldest first, and is counted. A segment is first taken out of use and removed at a later
 * look, so that a row which is being appended meanwhile is not lost. The caller holds the lease `metrics-spool`.
 * @throws SpoolError
 */
export function rotate(spool: Spool, limits: SpoolLimits, now: number): Rotation {
  let state = spool.state();
  let [removed, bytes, lost] = [0, 0, 0];
  const all = [...spool.segments()].sort((a, b) => byText(a.day, b.day));
  const isOver = (segment: Segment): boolean =>
    limits.keepUnsent !== undefined && now - segment.modified > limits.keepUnsent(segment.table);
  const done = (segment: Segment): boolean => sentOf(spool, state, segment) >= segment.bytes || isOver(segment);
  let total = all.reduce((sum, segment) => sum + segment.bytes, 0);
  for (const segment of all.filter(done)) {
    const isOld = now - segment.modified > limits.keepFor || isOver(segment) || total > limits.mostBytes;
    if (segment.retired === undefined) {
      if (isOld) state = retired(spool, state, segment, now);
    } else if (now - segment.retired > GRACE) {
      state = gone(spool, state, segment.name);
      removed++;
      bytes += segment.bytes;
    }
    if (isOld || segment.retired !== undefined) total -= segment.bytes;
  }
  for (const segment of all.filter((one) => !done(one))) {
    if (total <= limits.mostBytes) break;
    const rows = linesFrom(spool, segment.name, sentOf(spool, state, segment), segment.bytes);
    state = gone(spool, { ...state, lost: state.lost + rows }, segment.name);
    lost += rows;
    removed++;
    bytes += segment.bytes;
    total -= segment.bytes;
  }
  return { removed, bytes, lost };
}

/** Broken off between the two, its rows are sent once more under the new name: none is left out. */
function retired(spool: Spool, state: SpoolState, segment: Segment, now: number): SpoolState {
  const position = positionAt(spool, segment.name, sentOf(spool, state, segment));
  const name = spool.retire(segment, now);
  const { [segment.name]: _, ...others } = state.segments;
  const after = { ...state, segments: { ...others, [name]: position } };
  spool.keep(after);
  return after;
}

/** Forgotten before it is removed: another segment of its name begins at nothing. */
function gone(spool: Spool, state: SpoolState, name: string): SpoolState {
  const { [name]: _, ...segments } = state.segments;
  const after = { ...state, segments };
  spool.keep(after);
  spool.remove(name);
  return after;
}
