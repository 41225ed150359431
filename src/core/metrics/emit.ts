import type { MetricsRows, MetricsTable } from '../../../generated/metrics.ts';

/** Takes a row of a table. */
export type Emit = <Table extends MetricsTable>(table: Table, row: MetricsRows[Table]) => void;

/** Numbers by table. */
export type CountByTable = Readonly<Partial<Record<MetricsTable, number>>>;
