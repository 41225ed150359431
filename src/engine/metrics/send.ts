import type { SetAside, SpooledRow } from '../../core/metrics/spooled.ts';
import type { MetricsTableShape } from '../../core/metrics/tables.ts';
import { type MetricsStore, StoreError } from '../../ports/metrics.ts';
import { failsAlone } from './failsAlone.ts';

/** More refused rows than this in one piece are no bad rows: something is wrong with the table. */
const MOST_REFUSED = 20;

/** The database takes nothing of a table; none of its rows is set aside, and other tables go on. */
export class TableRefused extends Error {}

export interface SendOptions {
  /** Waits so many milliseconds before a row on which the database failed is tried again. */
  readonly pause?: (milliseconds: number) => Promise<void>;
}

/**
 * Sends rows of one segment; those that the database does not take one by one are given back with its reason, all others are in it. A row that
 * is refused is known by that. A database that fails may do so because of a row or by itself: a row is blamed only when it is failed on again
 * and again while others, sent between, are taken.
 * @throws StoreError when the database is unavailable, TableRefused when it takes nothing, or not more than single rows
 */
export async function sendRows(
  store: MetricsStore,
  table: MetricsTableShape,
  segment: string,
  rows: readonly SpooledRow[],
  { pause }: SendOptions = {},
): Promise<readonly SetAside[]> {
  const sending = new Sending(store, table, failuresAllowed(rows.length));
  await sending.send(rows);
  const aside = sending.refused.map(({ row, reason }) => asideOf(segment, row, reason));
  for (const { row, reason } of sending.failed) {
    const good = sending.taken;
    if (good === undefined) throw new TableRefused(`${reason}, whatever is sent`);
    if (await failsAlone(store, table, { row: row.row, good: good.row }, pause))
      aside.push(asideOf(segment, row, `${reason} each time, and takes other rows between`));
    if (aside.length > MOST_REFUSED) throw new TableRefused(`${reason}, row after row`);
  }
  return aside;
}

/** In halves, one row is found in about so many steps; more failures without a row that is taken are no row's fault. */
function failuresAllowed(rows: number): number {
  return 2 * Math.ceil(Math.log2(rows + 1)) + 2;
}

interface Blamed {
  readonly row: SpooledRow;
  readonly reason: string;
}

/** Sends in halves what is not taken as a whole, down to single rows. */
class Sending {
  readonly refused: Blamed[] = [];
  /** Rows on which the database failed. */
  readonly failed: Blamed[] = [];
  /** A row that was taken. */
  taken: SpooledRow | undefined;
  readonly #store: MetricsStore;
  readonly #table: MetricsTableShape;
  readonly #mostFailures: number;
  #failures = 0;

  constructor(store: MetricsStore, table: MetricsTableShape, mostFailures: number) {
    this.#store = store;
    this.#table = table;
    this.#mostFailures = mostFailures;
  }

  async send(part: readonly SpooledRow[]): Promise<void> {
    if (part.length === 0) return;
    try {
      await this.#store.send(
        this.#table,
        part.map(({ row }) => row),
      );
      this.taken = part[0];
      this.#failures = 0;
    } catch (error) {
      if (!(error instanceof StoreError) || error.kind === 'unavailable') throw error;
      await this.#afterError(part, error);
    }
  }

  async #afterError(part: readonly SpooledRow[], { kind, message }: StoreError): Promise<void> {
    if (kind === 'failed') {
      // Gone altogether, it says so here.
      if (this.#failures === 0) await this.#store.ping();
      if (++this.#failures > this.#mostFailures) throw new TableRefused(`${message}, whatever is sent`);
    }
    if (part.length > 1) {
      const middle = Math.ceil(part.length / 2);
      await this.send(part.slice(0, middle));
      await this.send(part.slice(middle));
      return;
    }
    const list = kind === 'failed' ? this.failed : this.refused;
    if (list.length === MOST_REFUSED) throw new TableRefused(`${message}, row after row`);
    list.push({ row: part[0]!, reason: message });
  }
}

function asideOf(segment: string, { at, row }: SpooledRow, reason: string): SetAside {
  return { segment, at, reasons: [reason], line: JSON.stringify(row) };
}
