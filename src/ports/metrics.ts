import type { TableStep } from '../core/metrics/migration.ts';
import type { Row } from '../core/metrics/row.ts';
import type { StoredTable } from '../core/metrics/stored.ts';
import type { MetricsTableShape } from '../core/metrics/tables.ts';

/** A database that keeps rows of metrics. Nothing is remembered between calls; every call may meet a database that is gone. */
export interface MetricsStore {
  /** Resolves when it answers. @throws StoreError of kind `unavailable` */
  ping(): Promise<void>;
  /** All tables that are there, with their columns; also those of others. @throws StoreError */
  tables(): Promise<readonly StoredTable[]>;
  /** Makes one change of the tables. Done twice, the second time changes nothing. @throws StoreError */
  change(step: TableStep): Promise<void>;
  /**
   * Sends rows of one table, in one transaction. Resolves when all of them are accepted for good; a row whose keys are there already
   * replaces that one, so that sending again does no harm.
   * @throws StoreError: after `rejected` none was taken; after `failed` and `unavailable` nobody knows
   */
  send(table: MetricsTableShape, rows: readonly Row[]): Promise<void>;
}

/** The answer to a query: rows of as many values as there are columns. */
export interface QueryResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

/** A database that can be asked. */
interface MetricsQueries {
  /** Runs one statement. @throws StoreError: `rejected` with the database's own words and the position in the text */
  query(sql: string): Promise<QueryResult>;
}

export interface MetricsDatabase extends MetricsStore, MetricsQueries {
  /** For people: `http://localhost:9000`. */
  readonly address: string;
}

type StoreProblem = 'unavailable' | 'rejected' | 'failed';

/**
 * `unavailable`: it cannot be reached or did not answer in time; later it may work.
 * `rejected`: it understood and refused; the same again is refused again.
 * `failed`: it answered that it failed over what was sent; whether that was its own fault, this answer does not tell.
 */
export class StoreError extends Error {
  readonly kind: StoreProblem;
  /** Where in the text of a query, from 0. */
  readonly position: number | undefined;
  constructor(kind: StoreProblem, message: string, options: { cause?: unknown; position?: number } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'StoreError';
    this.kind = kind;
    this.position = options.position;
  }
}
