import type { MetricsTable } from '../../generated/metrics.ts';
import type { Row } from '../core/metrics/row.ts';
import type { SetAside, SpoolState } from '../core/metrics/spooled.ts';

/** One file of the spool: rows of one table and one day, a line each, only ever appended to. */
export interface Segment {
  readonly name: string;
  readonly table: MetricsTable;
  /** The day of its rows, in UTC: `20260304`. */
  readonly day: string;
  readonly bytes: number;
  /** When something was appended last, in milliseconds since 1970. */
  readonly modified: number;
  /** When it was taken out of use, in milliseconds since 1970: new rows of its day go to another segment. */
  readonly retired?: number;
}

/** The rows that this machine has kept, also those that are in the database already. */
export interface SpoolReader {
  /** By table, and by day in it. Empty when there is no spool. @throws SpoolError */
  segments(): readonly Segment[];
  /** At most `most` bytes from an offset; fewer at the end, none when the segment is gone. @throws SpoolError */
  read(segment: string, from: number, most: number): Uint8Array;
  /** What was last kept; empty when there is nothing that can be read. @throws SpoolError */
  state(): SpoolState;
  /** Rows that nothing can take, oldest first. @throws SpoolError */
  setAside(): readonly SetAside[];
}

/** Many processes may append and read at once. Only one may hold `keep`, `putAside`, `putBack`, `retire` and `remove`: the lease `metrics-spool`. */
export interface Spool extends SpoolReader {
  /** Appends rows of one table: all of them, in whole lines, or it throws. @throws SpoolError */
  append(table: MetricsTable, rows: readonly Row[]): void;
  /** Replaces the state in one step; it survives a power cut. @throws SpoolError */
  keep(state: SpoolState): void;
  /**
   * Adds to what is set aside; it survives a power cut.
   * @returns how many older entries had to go for it. @throws SpoolError
   */
  putAside(entries: readonly SetAside[]): number;
  /**
   * Appends rows that were set aside, and then keeps only `left` of what is set aside. Both survive a power cut; broken off between the two,
   * the rows are in both places. @throws SpoolError
   */
  putBack(rows: ReadonlyMap<MetricsTable, readonly Row[]>, left: readonly SetAside[]): void;
  /** Takes a segment out of use and gives its new name. A process that has it open may still append to it for a moment. @throws SpoolError */
  retire(segment: Segment, now: number): string;
  /** Removes a segment for good. @throws SpoolError */
  remove(segment: string): void;
}

/** The files of the spool cannot be read or written: which, and the system's word. */
export class SpoolError extends Error {
  readonly code: string;
  constructor(operation: string, path: string, cause: unknown) {
    const { code, message } = cause as { code?: string; message?: string };
    super(`cannot ${operation} ${path}: ${code ?? message ?? 'unknown'}`, { cause });
    this.name = 'SpoolError';
    this.code = code ?? 'failed';
  }
}
