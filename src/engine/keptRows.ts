import type { MetricsTable } from '../../generated/metrics.ts';
import { latest } from '../core/metrics/answer.ts';
import type { Row } from '../core/metrics/row.ts';
import { shapeOf } from '../core/metrics/tables.ts';
import type { RowsOf } from '../core/monitoring/judge.ts';
import type { SpoolReader } from '../ports/spool.ts';
import { spooledRows } from './metrics/rows.ts';

/**
 * The rows that this machine keeps, each thing once, as the database would have them. A table is read when it is first asked for.
 * @throws SpoolError when it is asked
 */
export function keptRows(spool: SpoolReader): RowsOf {
  const known = new Map<MetricsTable, readonly Row[]>();
  return (table) => {
    const kept = known.get(table) ?? latest(spooledRows(spool, table, 0), shapeOf(table).keys);
    known.set(table, kept);
    return kept;
  };
}
