/** A column as the database has it; `type` is the database's own word. */
export interface StoredColumn {
  readonly name: string;
  readonly type: string;
  readonly isKey: boolean;
}

/** How long rows stay: so many hours or months; undefined is for ever. */
export interface Ttl {
  readonly count: number;
  readonly unit: 'HOUR' | 'DAY' | 'WEEK' | 'MONTH' | 'YEAR';
}

/** A table as the database has it. */
export interface StoredTable {
  readonly name: string;
  readonly partition: string;
  readonly ttl?: Ttl;
  readonly dedup: boolean;
  readonly columns: readonly StoredColumn[];
}
