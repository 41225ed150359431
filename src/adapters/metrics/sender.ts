import { Agent } from 'node:http';
import { Sender } from '@questdb/nodejs-client';
import type { Row } from '../../core/metrics/row.ts';
import type { ColumnType, MetricsTableShape } from '../../core/metrics/tables.ts';
import { StoreError } from '../../ports/metrics.ts';
import { type Address, reasonOf, unavailable } from './http.ts';

/** Milliseconds without a byte from the database until a request is given up. */
const IDLE_TIMEOUT = 20_000;

/**
 * Sends rows of one table as one request, which QuestDB takes whole or not at all. Each call has a sender of its own: a failed one has dropped
 * its rows, and one that is kept holds a connection to a server that may have been started anew.
 * @throws StoreError
 */
export async function sendRows(address: Address, table: MetricsTableShape, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  // A given protocol version keeps it from asking the server first; no flush by itself, and no tries again: both would be out of our hands.
  const sender = await Sender.fromConfig(
    `http::addr=${host}:${address.port};protocol_version=2;stdlib_http=on;auto_flush=off;retry_timeout=0;request_timeout=${IDLE_TIMEOUT};`,
    { agent: new Agent({ keepAlive: false }), log: () => undefined },
  );
  const inOrder = symbolsFirst(table);
  for (const row of rows) await addRow(sender, table.name, inOrder, row);
  try {
    await sender.flush();
  } catch (error) {
    throw asStoreError(address, error as Error);
  } finally {
    await sender.close();
  }
}

type Columns = readonly { readonly name: string; readonly type: ColumnType }[];

/** The protocol has symbols before all other columns, and the time at the end. */
function symbolsFirst(table: MetricsTableShape): Columns {
  const columns = table.columns.filter((column) => column.name !== 'timestamp');
  return [
    ...columns.filter((column) => column.type === 'SYMBOL'),
    ...columns.filter((column) => column.type !== 'SYMBOL'),
  ];
}

async function addRow(sender: Sender, table: string, columns: Columns, row: Row): Promise<void> {
  sender.table(table);
  for (const { name, type } of columns) {
    const value = row[name];
    if (value !== undefined) addColumn(sender, type, name, value);
  }
  await sender.at(row.timestamp, 'us');
}

function addColumn(sender: Sender, type: ColumnType, name: string, value: string | number | boolean): void {
  switch (type) {
    case 'SYMBOL':
      sender.symbol(name, value);
      return;
    case 'VARCHAR':
      sender.stringColumn(name, value as string);
      return;
    case 'LONG':
      sender.intColumn(name, value as number);
      return;
    case 'DOUBLE':
      sender.floatColumn(name, value as number);
      return;
    case 'BOOLEAN':
      sender.booleanColumn(name, value as boolean);
      return;
    case 'TIMESTAMP':
      sender.timestampColumn(name, value as number, 'us');
      return;
  }
}

/** The client tells the status in its message only. A 4xx is about what was sent; a 5xx may be; all else may work later. */
function asStoreError(address: Address, error: Error): StoreError {
  const status = Number(/statusCode=(\d{3})/.exec(error.message)?.[1] ?? 0);
  const ours = status === 400 || status === 413 || status === 422;
  if (ours) return new StoreError('rejected', `QuestDB refuses it (HTTP ${status})`, { cause: error });
  if (status >= 500) return new StoreError('failed', `QuestDB answers ${status} to it`, { cause: error });
  if (status !== 0) return unavailable(address, `it answers ${status} to rows`, error);
  return unavailable(address, reasonOf(error, IDLE_TIMEOUT), error);
}
