import type { MetricsTable } from '../../../generated/metrics.ts';
import type { Row } from '../../core/metrics/row.ts';
import { readLines } from '../../core/metrics/spooled.ts';
import { shapeOf } from '../../core/metrics/tables.ts';
import type { SpoolReader } from '../../ports/spool.ts';

const PIECE = 1024 * 1024;

/**
 * The rows of a table in the spool, in the order in which they were written, also those that the database has already. Lines that are no rows
 * are left out.
 * @param since microseconds since 1970: days before are not read
 * @throws SpoolError
 */
export function spooledRows(spool: SpoolReader, table: MetricsTable, since: number): Row[] {
  const shape = shapeOf(table);
  const day = new Date(Math.max(0, since / 1000)).toISOString().slice(0, 10).replaceAll('-', '');
  const found: Row[] = [];
  for (const segment of spool.segments()) {
    if (segment.table !== table || segment.day < day) continue;
    for (let from = 0; from < segment.bytes; ) {
      const bytes = spool.read(segment.name, from, PIECE);
      const { rows, next } = readLines(shape, segment.name, bytes, from, bytes.length === PIECE);
      if (next === from) break;
      for (const { row } of rows) if (row.timestamp >= since) found.push(row);
      from = next;
    }
  }
  return found;
}
