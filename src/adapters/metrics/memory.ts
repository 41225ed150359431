import type { TableStep } from '../../core/metrics/migration.ts';
import type { Row } from '../../core/metrics/row.ts';
import type { StoredColumn, StoredTable } from '../../core/metrics/stored.ts';
import { type MetricsStore, StoreError } from '../../ports/metrics.ts';

/** A store in memory, for tests: the same promises as the database, without its language. */
export interface MemoryMetrics extends MetricsStore {
  /** The rows of a table, by time; empty when it is not there. */
  rows(table: string): Promise<readonly Row[]>;
}

interface Kept {
  shape: StoredTable;
  rows: Map<string, Row>;
}

export function memoryMetrics(): MemoryMetrics {
  const tables = new Map<string, Kept>();
  const named = (name: string): Kept => {
    const found = tables.get(name);
    if (found === undefined) throw new StoreError('rejected', `there is no table ${name}`);
    return found;
  };
  return {
    ping: () => Promise.resolve(),
    async tables() {
      return [...tables.values()].map(({ shape }) => shape).sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async change(step) {
      if (step.kind === 'create-table') {
        if (!tables.has(step.table.name)) tables.set(step.table.name, { shape: created(step), rows: new Map() });
        return;
      }
      const kept = named(step.table);
      kept.shape = changed(kept.shape, step);
      const rows = [...kept.rows.values()];
      kept.rows.clear();
      for (const row of rows) kept.rows.set(keyOf(kept, row), row);
    },
    async send(table, rows) {
      const kept = named(table.name);
      for (const row of rows) checkRow(kept.shape, row);
      for (const row of rows) kept.rows.set(keyOf(kept, row), row);
    },
    async rows(table) {
      const rows = [...(tables.get(table)?.rows.values() ?? [])];
      return rows.sort((a, b) => a.timestamp - b.timestamp);
    },
  };
}

type Creating = Extract<TableStep, { kind: 'create-table' }>;

function created({ table, ttl }: Creating): StoredTable {
  const columns = table.columns.map(({ name, type }) => ({ name, type, isKey: table.keys.includes(name) }));
  return { name: table.name, partition: table.partition, ttl, dedup: true, columns };
}

function changed(shape: StoredTable, step: Exclude<TableStep, Creating>): StoredTable {
  switch (step.kind) {
    case 'add-column': {
      if (shape.columns.some((column) => column.name === step.column)) return shape;
      return { ...shape, columns: [...shape.columns, { name: step.column, type: step.type, isKey: false }] };
    }
    case 'set-keys':
      return {
        ...shape,
        dedup: true,
        columns: shape.columns.map((column) => ({ ...column, isKey: step.keys.includes(column.name) })),
      };
    case 'set-ttl':
      return { ...shape, ttl: step.ttl };
  }
}

const KINDS: Readonly<Record<string, string>> = {
  SYMBOL: 'string',
  VARCHAR: 'string',
  BOOLEAN: 'boolean',
  LONG: 'number',
  DOUBLE: 'number',
  TIMESTAMP: 'number',
};

/** One row that does not fit, and the whole request is refused. */
function checkRow(shape: StoredTable, row: Row): void {
  for (const [name, value] of Object.entries(row)) {
    const column: StoredColumn | undefined = shape.columns.find((candidate) => candidate.name === name);
    if (column === undefined || KINDS[column.type] !== typeof value)
      throw new StoreError('rejected', `${shape.name}: ${name} does not take ${JSON.stringify(value)}`);
  }
}

/** Without keys, every row is one of its own. */
function keyOf({ shape, rows }: Kept, row: Row): string {
  const keys = shape.columns.filter((column) => column.isKey).map((column) => row[column.name] ?? null);
  return keys.length === 0 ? String(rows.size) : JSON.stringify(keys);
}
