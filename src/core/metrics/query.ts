import type { MetricsTable } from '../../../generated/metrics.ts';

export type Value = string | number | boolean | null;

/** One line of an answer: the columns of its group, and what was measured. */
export type Answer = Readonly<Record<string, Value>>;

/** One condition on a column. As in QuestDB, null is a value: it is not equal to `x`, and is unlike `x`. */
export type Condition =
  | { readonly column: string; readonly is: string | boolean }
  | { readonly column: string; readonly isNot: string }
  | { readonly column: string; readonly in: readonly string[] }
  | { readonly column: string; readonly known: true };

/** What is measured of the rows of a group; `last` is the value of the latest row. Of no rows, everything but counts is null. */
export type Measure =
  | { readonly fn: 'count' }
  | { readonly fn: 'countIf'; readonly where: readonly Condition[] }
  /** The share of the rows of which the conditions hold, 0 to 100. */
  | { readonly fn: 'percent'; readonly where: readonly Condition[] }
  | { readonly fn: 'sum' | 'avg' | 'max' | 'distinct' | 'p95' | 'last'; readonly of: string };

/**
 * A question to one table: which rows, in groups by which columns, measured how. It has one meaning and two ways to be answered: SQL for
 * QuestDB (`sqlOf`), and over rows (`answer` in answer.ts). A test holds them to the same answers.
 */
export interface Query {
  readonly from: MetricsTable;
  /** The column of time; `timestamp` when absent. */
  readonly time?: string;
  readonly where?: readonly Condition[];
  /** Columns; `day` is the day of the time in UTC, `2026-01-31`. */
  readonly by?: readonly string[];
  readonly measures: Readonly<Record<string, Measure>>;
  /** Only groups that have at least so much of a measure. */
  readonly least?: { readonly measure: string; readonly is: number };
}

/** Which time a question is about: up to now, the day of now in UTC, or between two moments (the second is not in it). */
export type Window =
  | { readonly kind: 'last'; readonly minutes: number }
  | { readonly kind: 'today' }
  | { readonly kind: 'between'; readonly from: number; readonly to: number }
  /** The range that is chosen in Grafana. */
  | { readonly kind: 'panel' };

/** The SQL of a question, valid in QuestDB, which has no HAVING, no FILTER and no interval arithmetic. */
export function sqlOf(query: Query, window: Window): string {
  const time = query.time ?? 'timestamp';
  const groups = (query.by ?? []).map((column) => {
    return column === 'day' ? `to_str(${quoted(time)}, 'yyyy-MM-dd') AS day` : quoted(column);
  });
  const measures = Object.entries(query.measures).map(([name, measure]) => `${measureSql(measure)} AS ${quoted(name)}`);
  const where = [timeSql(quoted(time), window), ...(query.where ?? []).map(conditionSql)].join(' AND ');
  const sql = `SELECT ${[...groups, ...measures].join(', ')} FROM ${query.from} WHERE ${where}`;
  if (query.least === undefined) return sql;
  return `SELECT * FROM (${sql}) WHERE ${quoted(query.least.measure)} >= ${query.least.is}`;
}

/** The condition that a moment is in a window. */
function timeSql(column: string, window: Window): string {
  switch (window.kind) {
    case 'last':
      // 'm' is minutes, 'M' would be months.
      return `${column} > dateadd('m', -${Math.round(window.minutes)}, now())`;
    case 'today':
      return `${column} >= date_trunc('day', now())`;
    case 'between':
      return `${column} >= ${momentSql(window.from)} AND ${column} < ${momentSql(window.to)}`;
    case 'panel':
      return `$__timeFilter(${column})`;
  }
}

function momentSql(milliseconds: number): string {
  return `'${new Date(milliseconds).toISOString().replace('Z', '000Z')}'`;
}

function measureSql(measure: Measure): string {
  switch (measure.fn) {
    case 'count':
      return 'count()';
    case 'countIf':
      return `sum(${caseSql(measure.where)})`;
    case 'percent':
      // Two whole numbers would be divided as such.
      return `100.0 * sum(${caseSql(measure.where)}) / count()`;
    case 'distinct':
      return `count_distinct(${quoted(measure.of)})`;
    case 'p95':
      return `approx_percentile(${quoted(measure.of)}, 0.95, 3)`;
    case 'sum':
    case 'avg':
    case 'max':
    case 'last':
      return `${measure.fn}(${quoted(measure.of)})`;
  }
}

function caseSql(where: readonly Condition[]): string {
  return `CASE WHEN ${where.map(conditionSql).join(' AND ')} THEN 1 ELSE 0 END`;
}

function conditionSql(condition: Condition): string {
  const column = quoted(condition.column);
  if ('known' in condition) return `${column} IS NOT NULL`;
  if ('in' in condition) return `${column} IN (${condition.in.map(textSql).join(', ')})`;
  if ('isNot' in condition) return `${column} != ${textSql(condition.isNot)}`;
  return typeof condition.is === 'boolean' ? `${column} = ${condition.is}` : `${column} = ${textSql(condition.is)}`;
}

function textSql(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Words of SQL among our columns are quoted. */
function quoted(column: string): string {
  return ['count', 'trigger', 'value', 'rows'].includes(column) ? `"${column}"` : column;
}
