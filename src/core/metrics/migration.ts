import { type Retention, sameTtl, ttlOf, ttlText, wantedRetention } from './retention.ts';
import type { StoredColumn, StoredTable, Ttl } from './stored.ts';
import type { ColumnType, MetricsTableShape } from './tables.ts';

/** One change of the tables of a database. None of them takes anything away. */
export type TableStep =
  | { readonly kind: 'create-table'; readonly table: MetricsTableShape; readonly ttl: Ttl }
  | { readonly kind: 'add-column'; readonly table: string; readonly column: string; readonly type: ColumnType }
  | { readonly kind: 'set-keys'; readonly table: string; readonly keys: readonly string[] }
  | { readonly kind: 'set-ttl'; readonly table: string; readonly ttl: Ttl; readonly was?: Ttl };

/** What one table needs before rows may be sent to it, and what a person should know about it. */
export interface TablePlan {
  readonly table: MetricsTableShape;
  readonly steps: readonly TableStep[];
  /** What only a person can change; rows that would be refused for it are not sent. */
  readonly problems: readonly string[];
  /** What is otherwise than the schema says, and stays so. */
  readonly notes: readonly string[];
}

/** Compares the tables that are there with those that are wanted, in the order of the latter. */
export function planTables(
  stored: readonly StoredTable[],
  wanted: readonly MetricsTableShape[],
  retention: Retention,
): readonly TablePlan[] {
  return wanted.map((table) => {
    const there = stored.find((candidate) => candidate.name === table.name);
    return there === undefined ? newTable(table, retention) : changedTable(table, there, retention);
  });
}

/** Why rows must not be sent to a table as it is: undefined when they may. A TTL that differs does no harm to rows. */
export function unready(plan: TablePlan): string | undefined {
  if (plan.problems.length > 0) return plan.problems[0];
  const step = plan.steps.find((candidate) => candidate.kind !== 'set-ttl');
  switch (step?.kind) {
    case undefined:
      return undefined;
    case 'create-table':
      return 'the table is not there; run `reconcile metrics init`.';
    case 'add-column':
      return `the table has no column ${step.column}; run \`reconcile metrics init\`.`;
    case 'set-keys':
      return 'the table would keep rows twice; run `reconcile metrics init`.';
  }
}

function newTable(table: MetricsTableShape, retention: Retention): TablePlan {
  // Every partition of the schema can be dropped, so there is always a TTL.
  const ttl = ttlOf(table, retention, table.partition)!;
  return { table, steps: [{ kind: 'create-table', table, ttl }], problems: [], notes: rounded(table, retention, ttl) };
}

function changedTable(table: MetricsTableShape, there: StoredTable, retention: Retention): TablePlan {
  const steps: TableStep[] = [];
  const problems: string[] = [];
  const columns = new Map(there.columns.map((column) => [column.name, column]));
  for (const { name, type } of table.columns) {
    const column = columns.get(name);
    if (column === undefined) steps.push({ kind: 'add-column', table: table.name, column: name, type });
    else if (!takes(column, type))
      problems.push(
        `its column ${name} is ${column.type}, which takes no ${type}; run \`ALTER TABLE ${table.name} ALTER COLUMN ${name} TYPE ${type}\`.`,
      );
  }
  if (!hasKeys(there, table.keys)) steps.push({ kind: 'set-keys', table: table.name, keys: table.keys });
  const ttl = ttlOf(table, retention, there.partition);
  if (ttl !== undefined && !sameTtl(ttl, there.ttl))
    steps.push({ kind: 'set-ttl', table: table.name, ttl, ...(there.ttl === undefined ? {} : { was: there.ttl }) });
  const told = ttl === undefined ? [] : rounded(table, retention, ttl);
  return { table, steps, problems, notes: [...told, ...differences(table, there)] };
}

/** What the schema does not say: columns of others, and another partition than a new table would have. */
function differences(table: MetricsTableShape, there: StoredTable): string[] {
  const known = new Set(table.columns.map((column) => column.name));
  const foreign = there.columns.filter((column) => !known.has(column.name)).map((column) => column.name);
  const notes: string[] = [];
  if (foreign.length > 0)
    notes.push(
      `has ${foreign.length === 1 ? 'a column that is' : 'columns that are'} not ours and stays: ${foreign.join(', ')}.`,
    );
  if (there.partition !== table.partition)
    notes.push(
      `is cut by ${there.partition}, not by ${table.partition}; that can only be chosen when a table is made.`,
    );
  return notes;
}

function rounded(table: MetricsTableShape, retention: Retention, ttl: Ttl): string[] {
  const wanted = wantedRetention(table, retention);
  const said = /^([0-9]+)d$/.exec(wanted)?.[1];
  if (ttl.unit === 'DAY' && said === String(ttl.count)) return [];
  return [`is kept for ${ttlText(ttl)}, the nearest to ${wanted} that the database can do.`];
}

function hasKeys(there: StoredTable, keys: readonly string[]): boolean {
  const own = there.columns.filter((column) => column.isKey).map((column) => column.name);
  return there.dedup && own.length === keys.length && keys.every((key) => own.includes(key));
}

/** Types of the database that take what we send for one of ours: tables that were made by others often have these. */
const TAKES: Readonly<Record<ColumnType, readonly string[]>> = {
  SYMBOL: ['SYMBOL', 'STRING', 'VARCHAR'],
  VARCHAR: ['VARCHAR', 'STRING', 'SYMBOL'],
  LONG: ['LONG', 'DOUBLE'],
  DOUBLE: ['DOUBLE'],
  BOOLEAN: ['BOOLEAN'],
  TIMESTAMP: ['TIMESTAMP'],
};

function takes(column: StoredColumn, type: ColumnType): boolean {
  return TAKES[type].includes(column.type);
}
