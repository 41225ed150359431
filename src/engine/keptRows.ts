import type { MetricsTable } from '../../generated/metrics.ts';
import { latest } from '../core/metrics/answer.ts';
import type { Row } from '../core/metrics/row.ts';
import { readLines } from '../core/metrics/spooled.ts';
import { shapeOf } from '../core/metrics/tables.ts';
import type { RowsOf } from '../core/monitoring/judge.ts';
import type { SpoolReader } from '../ports/spool.ts';

/** At once; a line is far shorter. */
const PIECE = 8 * 1024 * 1024;

/**
 * The rows that this machine keeps, each thing once, as the database would have them. A table is read when it is first asked for.
 * @throws SpoolError when it is asked
 */
export function keptRows(spool: SpoolReader): RowsOf {
  const known = new Map<MetricsTable, readonly Row[]>();
  const segments = spool.segments();
  return (table) => {
    const before = known.get(table);
    if (before !== undefined) return before;
    const shape = shapeOf(table);
    const rows = segments
      .filter((segment) => segment.table === table)
      .flatMap(({ name }) => rowsIn(spool, name, shape));
    const kept = latest(rows, shape.keys);
    known.set(table, kept);
    return kept;
  };
}

function rowsIn(spool: SpoolReader, segment: string, shape: ReturnType<typeof shapeOf>): Row[] {
  const rows: Row[] = [];
  for (let from = 0; ; ) {
    const bytes = spool.read(segment, from, PIECE);
    const read = readLines(shape, segment, bytes, from, bytes.length === PIECE);
    for (const { row } of read.rows) rows.push(row);
    if (bytes.length < PIECE || read.next === from) return rows;
    from = read.next;
  }
}
