import type { MetricsTable } from '../../../generated/metrics.ts';
import { answer } from '../metrics/answer.ts';
import type { Answer } from '../metrics/query.ts';
import type { Row } from '../metrics/row.ts';
import type { Rule } from './rule.ts';

/** The rows of a table, each thing once. */
export type RowsOf = (table: MetricsTable) => readonly Row[];

/** What a rule measured: of one group, or of all. */
export interface Reading {
  readonly rule: Rule;
  /** `hook_name=guard`; absent where there are no groups. */
  readonly of?: string;
  readonly value: number;
  readonly breached: boolean;
}

/** The numbers of a rule over rows: what `ruleSql` gives on the database. @param now milliseconds since 1970 */
export function measureRows(rule: Rule, rowsOf: RowsOf, now: number): Answer[] {
  const { measure } = rule;
  const { value, window } = measure;
  if (measure.kind === 'groups') {
    return answer(measure.query, rowsOf(measure.query.from), window, now).map((found) => {
      return Object.fromEntries([...(measure.query.by ?? []), value].map((column) => [column, found[column] ?? null]));
    });
  }
  const numbers = measure.queries.map((query) => {
    return Number(answer(query, rowsOf(query.from), window, now)[0]?.[value] ?? 0);
  });
  const whole = measure.kind === 'greatest' ? Math.max(...numbers) : numbers.reduce((a, b) => a + b, 0);
  return [{ [value]: whole }];
}

/** Holds what a rule measured to its limit, the worst first. Exactly at the limit is not over it, as in Grafana. */
export function judge(rule: Rule, answers: readonly Answer[]): Reading[] {
  const readings = answers.flatMap((found): Reading[] => {
    const value = found[rule.measure.value];
    if (typeof value !== 'number') return [];
    const labels = Object.entries(found).filter(([column, label]) => column !== rule.measure.value && label !== null);
    const of = labels.map(([column, label]) => `${column}=${String(label)}`).join(' ');
    const breached = rule.comparison === 'above' ? value > rule.limit : value < rule.limit;
    return [{ rule, value, breached, ...(of === '' ? {} : { of }) }];
  });
  const sign = rule.comparison === 'above' ? -1 : 1;
  return readings.sort((a, b) => sign * (a.value - b.value));
}
