import type { CountByTable } from '../emit.ts';

/** What one run of ingest read and made. */
export interface IngestReport {
  /** The folders that were looked through, and whether each is there. */
  readonly roots: readonly { readonly path: string; readonly files: number }[];
  readonly files: {
    readonly found: number;
    readonly read: number;
    readonly begunAnew: number;
    readonly leftOut: number;
    /** Changed so lately that they wait for the next time. */
    readonly waiting: number;
  };
  readonly bytes: { readonly found: number; readonly read: number };
  readonly lines: { readonly read: number; readonly malformed: number; readonly tooLong: number };
  readonly requests: { readonly new: number; readonly repeatedLines: number };
  /** Sessions of which something new was read, and how many of them the hooks report themselves. */
  readonly sessions: { readonly touched: number; readonly byHooks: number };
  /** Rows that were written, by table. */
  readonly rows: CountByTable;
  /** What the new requests used and cost, by model; the costliest first. */
  readonly models: readonly ModelReport[];
  /** The day on which the built-in prices were last compared with the published ones. */
  readonly pricesChecked: string;
}

export interface ModelReport {
  readonly model: string;
  readonly requests: number;
  readonly tokens: number;
  /** US dollars; absent where no price is known for some of its requests. */
  readonly costUsd?: number;
  readonly basis: 'transcript' | 'list-price' | 'unknown';
}
