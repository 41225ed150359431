import type { SetAside, SpooledRow } from '../../core/metrics/spooled.ts';
import type { MetricsTableShape } from '../../core/metrics/tables.ts';
import { type MetricsStore, StoreError } from '../../ports/metrics.ts';

/** More refused rows than this in one piece are no bad rows: something is wrong with the table. */
const MOST_REFUSED = 20;

/** The database refuses a whole table's rows; none of them is set aside. */
export class TableRefused extends Error {}

/**
 * Sends rows of one segment; those that the database refuses one by one are given back with its reason, all others are in it.
 * @throws StoreError when the database is unavailable, TableRefused when it refuses more than single rows
 */
export async function sendRows(
  store: MetricsStore,
  table: MetricsTableShape,
  segment: string,
  rows: readonly SpooledRow[],
): Promise<readonly SetAside[]> {
  const refused: SetAside[] = [];
  const send = async (part: readonly SpooledRow[]): Promise<void> => {
    if (part.length === 0) return;
    try {
      await store.send(
        table,
        part.map(({ row }) => row),
      );
    } catch (error) {
      if (!(error instanceof StoreError) || error.kind !== 'rejected') throw error;
      if (part.length > 1) {
        const middle = Math.ceil(part.length / 2);
        await send(part.slice(0, middle));
        await send(part.slice(middle));
        return;
      }
      if (refused.length === MOST_REFUSED) throw new TableRefused(`${error.message}, row after row`);
      const { at, row } = part[0]!;
      refused.push({ segment, at, reasons: [error.message], line: JSON.stringify(row) });
    }
  };
  await send(rows);
  return refused;
}
