import { describe, expect, test } from 'vitest';
import { sqlOf, stepText } from '../../../src/core/metrics/ddl.ts';
import { planTables, unready } from '../../../src/core/metrics/migration.ts';
import { sameTtl, ttlOf, unknownRetention } from '../../../src/core/metrics/retention.ts';
import type { StoredTable, Ttl } from '../../../src/core/metrics/stored.ts';
import { shapeOf } from '../../../src/core/metrics/tables.ts';

const HOOKS = shapeOf('claude_hooks');
const TASKS = shapeOf('claude_tasks');

/** A table as it is when it was made from the schema, with some things otherwise. */
function stored(table = TASKS, over: Partial<StoredTable> = {}): StoredTable {
  return {
    name: table.name,
    partition: table.partition,
    ttl: { count: 12, unit: 'MONTH' },
    dedup: true,
    columns: table.columns.map(({ name, type }) => ({ name, type, isKey: table.keys.includes(name) })),
    ...over,
  };
}

describe('how long a table is kept', () => {
  test.each([
    ['DAY', '90d', '90 DAY'],
    ['DAY', '36h', '2 DAY'],
    ['DAY', '5m', '1 DAY'],
    ['DAY', '2w', '14 DAY'],
    ['HOUR', '1d', '1 DAY'],
    ['WEEK', '30d', '5 WEEK'],
    ['MONTH', '365d', '12 MONTH'],
    ['MONTH', '366d', '12 MONTH'],
    ['MONTH', '400d', '14 MONTH'],
    ['MONTH', '1y', '12 MONTH'],
    ['MONTH', '3M', '3 MONTH'],
    ['MONTH', '1d', '1 MONTH'],
    ['YEAR', '365d', '1 YEAR'],
  ])('cut by %s, %s is %s', (partition, wanted, expected) => {
    const ttl = ttlOf(HOOKS, { hooks: wanted }, partition)!;
    expect(`${ttl.count} ${ttl.unit}`).toBe(expected);
  });

  test('is the own entry of the table, short or full, else default, else what the schema says', () => {
    expect(ttlOf(HOOKS, { hooks: '1d', claude_hooks: '2d', default: '3d' }, 'DAY')?.count).toBe(1);
    expect(ttlOf(HOOKS, { claude_hooks: '2d', default: '3d' }, 'DAY')?.count).toBe(2);
    expect(ttlOf(HOOKS, { default: '3d' }, 'DAY')?.count).toBe(3);
    expect(ttlOf(HOOKS, {}, 'DAY')?.count).toBe(30);
    expect(ttlOf(HOOKS, {}, 'NONE')).toBeUndefined();
  });

  test.each<readonly [Ttl, Ttl, boolean]>([
    [{ count: 12, unit: 'MONTH' }, { count: 1, unit: 'YEAR' }, true],
    [{ count: 1, unit: 'WEEK' }, { count: 7, unit: 'DAY' }, true],
    [{ count: 24, unit: 'HOUR' }, { count: 1, unit: 'DAY' }, true],
    [{ count: 30, unit: 'DAY' }, { count: 1, unit: 'MONTH' }, false],
  ])('%j and %j: the same is %s', (a, b, same) => {
    expect(sameTtl(a, b)).toBe(same);
    expect(sameTtl(a, undefined)).toBe(false);
  });

  test('a key that is no table is told, with the nearest', () => {
    expect(unknownRetention({ default: '1d', hook: '1d', claude_tasks: '1d' })).toEqual([
      'metrics.retention: "hook" is no table. Did you mean "hooks"?',
    ]);
  });
});

describe('the plan of the tables', () => {
  test('where there is none, it is made', () => {
    const [plan] = planTables([], [HOOKS], { hooks: '7d' });
    expect(plan?.steps.map(stepText)).toEqual(['new table of 15 columns, kept for 7 days']);
    expect(plan?.steps.map(sqlOf)).toEqual([
      `CREATE TABLE IF NOT EXISTS "claude_hooks" (
  "timestamp" TIMESTAMP,
  "project" SYMBOL,
  "session_id" SYMBOL,
  "hook_type" SYMBOL,
  "hook_name" SYMBOL,
  "tool_matcher" SYMBOL,
  "tool_name" SYMBOL,
  "decision" SYMBOL,
  "rule" SYMBOL,
  "run_id" VARCHAR,
  "success" BOOLEAN,
  "blocked" BOOLEAN,
  "modified" BOOLEAN,
  "duration_ms" DOUBLE,
  "error" VARCHAR
) TIMESTAMP("timestamp") PARTITION BY DAY TTL 7 DAYS WAL
DEDUP UPSERT KEYS("timestamp", "hook_name", "run_id")`,
    ]);
    expect(unready(plan!)).toBe('the table is not there; run `reconcile metrics init`.');
  });

  test('where all is as wanted, nothing is left to do', () => {
    const [plan] = planTables([stored()], [TASKS], {});
    expect(plan).toMatchObject({ steps: [], problems: [] });
    expect(unready(plan!)).toBeUndefined();
  });

  test('what is missing is added, and nothing is taken away', () => {
    const columns = stored().columns.filter((column) => column.name !== 'iterations' && column.name !== 'tokens_used');
    const foreign = { name: 'mine', type: 'IPv4', isKey: false };
    const [plan] = planTables([stored(TASKS, { columns: [...columns, foreign] })], [TASKS], {});
    expect(plan?.steps.map(sqlOf)).toEqual([
      'ALTER TABLE "claude_tasks" ADD COLUMN IF NOT EXISTS "iterations" LONG',
      'ALTER TABLE "claude_tasks" ADD COLUMN IF NOT EXISTS "tokens_used" LONG',
    ]);
    expect(plan?.notes).toContain('has a column that is not ours and stays: mine.');
    expect(unready(plan!)).toBe('the table has no column iterations; run `reconcile metrics init`.');
  });

  test('a table without our keys gets them, for it would keep rows twice', () => {
    const [plan] = planTables([stored(TASKS, { dedup: false })], [TASKS], {});
    expect(plan?.steps.map(sqlOf)).toEqual([
      'ALTER TABLE "claude_tasks" DEDUP ENABLE UPSERT KEYS("timestamp", "session_id", "task_id")',
    ]);
    expect(unready(plan!)).toMatch(/twice/);
  });

  test('another retention changes the TTL, which keeps nobody from sending', () => {
    const [plan] = planTables([stored()], [TASKS], { tasks: '90d' });
    expect(plan?.steps.map(sqlOf)).toEqual(['ALTER TABLE "claude_tasks" SET TTL 3 MONTHS']);
    expect(plan?.steps.map(stepText)).toEqual(['kept for 3 months, not 12 months']);
    expect(plan?.notes).toEqual(['is kept for 3 months, the nearest to 90d that the database can do.']);
    expect(unready(plan!)).toBeUndefined();
  });

  test('a table that is cut otherwise keeps its cut, and its TTL follows it', () => {
    const [plan] = planTables([stored(TASKS, { partition: 'DAY' })], [TASKS], {});
    expect(plan?.steps.map(stepText)).toEqual(['kept for 365 days, not 12 months']);
    expect(plan?.notes).toEqual(['is cut by DAY, not by MONTH; that can only be chosen when a table is made.']);
  });

  test('a column of a type that refuses our values is for a person to change', () => {
    const columns = stored().columns.map((column) =>
      column.name === 'duration_min' ? { ...column, type: 'LONG' } : column,
    );
    const [plan] = planTables([stored(TASKS, { columns })], [TASKS], {});
    expect(plan?.steps).toEqual([]);
    expect(plan?.problems).toEqual([
      'its column duration_min is LONG, which takes no DOUBLE; run `ALTER TABLE claude_tasks ALTER COLUMN duration_min TYPE DOUBLE`.',
    ]);
    expect(unready(plan!)).toBe(plan?.problems[0]);
  });
});
