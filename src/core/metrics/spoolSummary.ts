/** The spool at a glance. */
export interface SpoolSummary {
  readonly files: number;
  readonly bytes: number;
  /** By table: what is not in the database. Only tables that have some. */
  readonly waiting: readonly { readonly table: string; readonly rows: number; readonly bytes: number }[];
  readonly setAside: number;
  /** Rows that were removed before they were sent, ever. */
  readonly lost: number;
  /** When everything was sent last, in milliseconds since 1970. */
  readonly flushed?: number;
}
