import type { Answer, Condition, Measure, Query, Value, Window } from './query.ts';
import type { Row } from './row.ts';

const DAY = 86_400_000;

/**
 * Answers a question over rows, just as QuestDB answers its SQL.
 * @param rows of the question's table, each thing once (`latest`)
 * @param now milliseconds since 1970
 */
export function answer(query: Query, rows: readonly Row[], window: Window, now: number): Answer[] {
  const time = query.time ?? 'timestamp';
  const by = query.by ?? [];
  const groups = new Map<string, { readonly keys: Record<string, Value>; readonly rows: Row[] }>();
  if (by.length === 0) groups.set('[]', { keys: {}, rows: [] });
  for (const row of rows) {
    const moment = row[time];
    if (typeof moment !== 'number' || !isIn(moment / 1000, window, now)) continue;
    if (!(query.where ?? []).every((condition) => holds(condition, row))) continue;
    const keys = by.map((column) => (column === 'day' ? dayOf(moment) : (row[column] ?? null)));
    const key = JSON.stringify(keys);
    const group = groups.get(key) ?? { keys: Object.fromEntries(by.map((name, at) => [name, keys[at]!])), rows: [] };
    groups.set(key, group);
    group.rows.push(row);
  }
  const answers = [...groups.values()].map(({ keys, rows: found }): Answer => {
    const measured = Object.entries(query.measures).map(([name, measure]) => [name, measureOf(measure, found)]);
    return { ...keys, ...Object.fromEntries(measured) };
  });
  const { least } = query;
  return least === undefined ? answers : answers.filter((row) => Number(row[least.measure] ?? 0) >= least.is);
}

/** The rows as the database keeps them: of those that are equal in the keys of their table, the last. */
export function latest(rows: readonly Row[], keys: readonly string[]): Row[] {
  return [...new Map(rows.map((row) => [JSON.stringify(keys.map((key) => row[key] ?? null)), row])).values()];
}

function dayOf(moment: number): string {
  return new Date(moment / 1000).toISOString().slice(0, 10);
}

function isIn(moment: number, window: Window, now: number): boolean {
  switch (window.kind) {
    case 'last':
      return moment > now - Math.round(window.minutes) * 60_000;
    case 'today':
      return moment >= now - (now % DAY);
    case 'between':
      return moment >= window.from && moment < window.to;
    case 'panel':
      throw new RangeError('only Grafana knows the range of a panel');
  }
}

function holds(condition: Condition, row: Row): boolean {
  const value = row[condition.column] ?? null;
  if ('known' in condition) return value !== null;
  if ('in' in condition) return typeof value === 'string' && condition.in.includes(value);
  if ('isNot' in condition) return value !== condition.isNot;
  // A boolean in QuestDB has no null: absent is false.
  return typeof condition.is === 'boolean' ? (value ?? false) === condition.is : value === condition.is;
}

function measureOf(measure: Measure, rows: readonly Row[]): Value {
  switch (measure.fn) {
    case 'count':
      return rows.length;
    case 'countIf':
      return rows.length === 0 ? null : countIf(measure.where, rows);
    case 'percent':
      return rows.length === 0 ? null : (100 * countIf(measure.where, rows)) / rows.length;
    case 'distinct':
      return new Set(rows.map((row) => row[measure.of] ?? null).filter((value) => value !== null)).size;
    case 'last':
      return latestValue(measure.of, rows);
    case 'sum':
    case 'avg':
    case 'max':
    case 'p95':
      return ofNumbers(
        measure.fn,
        rows.map((row) => row[measure.of]).filter((value) => typeof value === 'number'),
      );
  }
}

function latestValue(column: string, rows: readonly Row[]): Value {
  let found: Row | undefined;
  for (const row of rows) if (found === undefined || row.timestamp >= found.timestamp) found = row;
  return found?.[column] ?? null;
}

function ofNumbers(fn: 'sum' | 'avg' | 'max' | 'p95', numbers: readonly number[]): number | null {
  if (numbers.length === 0) return null;
  const sum = numbers.reduce((a, b) => a + b, 0);
  if (fn === 'sum') return sum;
  if (fn === 'avg') return sum / numbers.length;
  const sorted = [...numbers].sort((a, b) => a - b);
  return fn === 'max' ? sorted.at(-1)! : sorted[Math.ceil(0.95 * sorted.length) - 1]!;
}

function countIf(where: readonly Condition[], rows: readonly Row[]): number {
  return rows.filter((row) => where.every((condition) => holds(condition, row))).length;
}
