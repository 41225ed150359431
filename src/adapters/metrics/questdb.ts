import { setTimeout as sleep } from 'node:timers/promises';
import { sqlOf } from '../../core/metrics/ddl.ts';
import type { StoredTable, Ttl } from '../../core/metrics/stored.ts';
import { type MetricsDatabase, StoreError } from '../../ports/metrics.ts';
import { type Address, baseUrl, execute, ping } from './http.ts';

/** Milliseconds between looks whether a change is made, and after how many the looking ends. */
const LOOK_EVERY = 25;
const MOST_LOOKS = 200;

/** QuestDB over HTTP. Nothing is connected before it is asked for, and nothing is kept open between calls. */
export function questdb(address: Address): MetricsDatabase {
  return {
    address: baseUrl(address),
    ping: () => ping(address),
    tables: () => storedTables(address),
    query: (sql) => execute(address, sql),
    async change(step) {
      await execute(address, sqlOf(step));
      await applied(address, step.kind === 'create-table' ? step.table.name : step.table);
    },
    // The client is loaded by whoever sends; asking needs none.
    send: async (table, rows) => (await import('./sender.ts')).sendRows(address, table, rows),
  };
}

/** A change is accepted first and made a moment later; a table with much to do makes it when it comes to it. */
async function applied(address: Address, table: string): Promise<void> {
  for (let tries = 0; tries < MOST_LOOKS; tries++) {
    const { rows } = await execute(
      address,
      `SELECT name FROM wal_tables() WHERE name = '${table}' AND writerTxn != sequencerTxn AND NOT suspended`,
    );
    if (rows.length === 0) return;
    await sleep(LOOK_EVERY);
  }
}

async function storedTables(address: Address): Promise<StoredTable[]> {
  const { rows } = await execute(
    address,
    'SELECT table_name, partitionBy, dedup, ttlValue, ttlUnit FROM tables() ORDER BY table_name',
  );
  const found: StoredTable[] = [];
  for (const [name, partition, dedup, count, unit] of rows as [string, string, boolean, number | null, string][]) {
    const columns = await storedColumns(address, name);
    if (columns === undefined) continue;
    const ttl = count === null || count === 0 ? {} : { ttl: { count, unit: unit as Ttl['unit'] } };
    found.push({ name, partition, dedup, ...ttl, columns });
  }
  return found;
}

/** Undefined when the table was dropped meanwhile. */
async function storedColumns(address: Address, table: string): Promise<StoredTable['columns'] | undefined> {
  try {
    const { rows } = await execute(
      address,
      `SELECT "column", type, upsertKey FROM table_columns('${table.replaceAll("'", "''")}')`,
    );
    return (rows as [string, string, boolean][]).map(([name, type, isKey]) => ({ name, type, isKey }));
  } catch (error) {
    if (error instanceof StoreError && error.kind === 'rejected') return undefined;
    throw error;
  }
}
