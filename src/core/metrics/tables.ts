import { METRICS, type MetricsTable } from '../../../generated/metrics.ts';

/** SYMBOL and VARCHAR are texts, LONG a whole number; BOOLEAN has no null; TIMESTAMP is a moment in microseconds. */
export type ColumnType = 'SYMBOL' | 'VARCHAR' | 'LONG' | 'DOUBLE' | 'BOOLEAN' | 'TIMESTAMP';

interface MetricsColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** A sentence for people. */
  readonly about: string;
}

/** One table as schemas/metrics.yaml describes it. `timestamp` is the first column and the first key. */
export interface MetricsTableShape {
  readonly name: MetricsTable;
  /** Its name in `metrics.retention` of canonical.yaml: `tool_usage`. */
  readonly shortName: string;
  readonly about: string;
  readonly partition: 'DAY' | 'MONTH';
  /** How long rows are kept where canonical.yaml says nothing: `90d`. */
  readonly retention: string;
  /** Two rows that are equal in these are one thing; the later one replaces the earlier one. */
  readonly keys: readonly string[];
  readonly columns: readonly MetricsColumn[];
}

/** The tables of metrics, in the order of schemas/metrics.yaml. */
export const TABLES: readonly MetricsTableShape[] = (Object.keys(METRICS) as MetricsTable[]).map((name) => {
  const { columns, ...table } = METRICS[name];
  return {
    name,
    shortName: name.replace(/^claude_/, ''),
    ...table,
    columns: Object.entries(columns).map(([column, rest]) => ({ name: column, ...rest })),
  };
});

const BY_NAME: ReadonlyMap<string, MetricsTableShape> = new Map(TABLES.map((table) => [table.name, table]));

/** The table of this name, in full or short (`claude_hooks`, `hooks`); undefined when there is none. */
export function tableNamed(name: string): MetricsTableShape | undefined {
  return BY_NAME.get(name) ?? BY_NAME.get(`claude_${name}`);
}

/** The shape of a table that is known to be one. */
export function shapeOf(table: MetricsTable): MetricsTableShape {
  return BY_NAME.get(table)!;
}
