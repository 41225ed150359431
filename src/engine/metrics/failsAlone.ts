import type { Row } from '../../core/metrics/row.ts';
import type { MetricsTableShape } from '../../core/metrics/tables.ts';
import { type MetricsStore, StoreError } from '../../ports/metrics.ts';

/** Milliseconds before each time that the row is tried again. */
const PAUSES = [200, 1000, 3000];

/**
 * Whether the database fails on one row and on no other: it is tried again after a while, several times, and each time a row that was taken
 * before is sent too, which replaces itself.
 * @throws StoreError when the database fails on that one too: then nothing is known of the row
 */
export async function failsAlone(
  store: MetricsStore,
  table: MetricsTableShape,
  { row, good }: { readonly row: Row; readonly good: Row },
  pause: (milliseconds: number) => Promise<void> = () => Promise.resolve(),
): Promise<boolean> {
  for (const wait of PAUSES) {
    await pause(wait);
    if (await isTaken(store, table, row)) return false;
    if (await isTaken(store, table, good)) continue;
    throw new StoreError('unavailable', 'the database fails on rows that it took before.');
  }
  return true;
}

async function isTaken(store: MetricsStore, table: MetricsTableShape, row: Row): Promise<boolean> {
  try {
    await store.send(table, [row]);
    return true;
  } catch (error) {
    if (error instanceof StoreError && error.kind !== 'unavailable') return false;
    throw error;
  }
}
