import type { Emit } from '../core/metrics/emit.ts';

/** The writing end of the spool, for many rows. */
export interface SpoolWriter {
  /** Takes a row, which may be kept in memory until `flush`. @throws DiskError */
  readonly append: Emit;
  /** Writes all rows that were taken; they survive a power cut then. @throws DiskError */
  flush(): void;
}
