import type { TableStep } from './migration.ts';
import { ttlText } from './retention.ts';
import type { Ttl } from './stored.ts';
import type { MetricsTableShape } from './tables.ts';

/** The statement that makes a step, for QuestDB. Done twice, it changes nothing the second time. */
export function sqlOf(step: TableStep): string {
  switch (step.kind) {
    case 'create-table':
      return createTable(step.table, step.ttl);
    case 'add-column':
      return `ALTER TABLE ${quoted(step.table)} ADD COLUMN IF NOT EXISTS ${quoted(step.column)} ${step.type}`;
    case 'set-keys':
      return `ALTER TABLE ${quoted(step.table)} DEDUP ENABLE UPSERT KEYS(${step.keys.map(quoted).join(', ')})`;
    case 'set-ttl':
      return `ALTER TABLE ${quoted(step.table)} SET TTL ${ttlSql(step.ttl)}`;
  }
}

/** A step for people: what it does, without SQL. */
export function stepText(step: TableStep): string {
  switch (step.kind) {
    case 'create-table':
      return `new table of ${step.table.columns.length} columns, kept for ${ttlText(step.ttl)}`;
    case 'add-column':
      return `new column ${step.column} ${step.type}`;
    case 'set-keys':
      return `rows are one by ${step.keys.join(', ')}`;
    case 'set-ttl':
      return `kept for ${ttlText(step.ttl)}${step.was === undefined ? ', not for ever' : `, not ${ttlText(step.was)}`}`;
  }
}

function createTable(table: MetricsTableShape, ttl: Ttl): string {
  const columns = table.columns.map(({ name, type }) => `  ${quoted(name)} ${type}`);
  return [
    `CREATE TABLE IF NOT EXISTS ${quoted(table.name)} (`,
    columns.join(',\n'),
    `) TIMESTAMP("timestamp") PARTITION BY ${table.partition} TTL ${ttlSql(ttl)} WAL`,
    `DEDUP UPSERT KEYS(${table.keys.map(quoted).join(', ')})`,
  ].join('\n');
}

function ttlSql({ count, unit }: Ttl): string {
  return `${count} ${unit}S`;
}

/** \`count\` is a word of the language, and a quoted name never is. */
function quoted(name: string): string {
  return `"${name}"`;
}
