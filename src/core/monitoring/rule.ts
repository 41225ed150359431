import { type Query, sqlOf, type Window } from '../metrics/query.ts';

/**
 * One measurement and its limit. Grafana's alerts, `audit` and `health` are made of the same list, so that they cannot disagree.
 */
export interface Rule {
  /** Constant: the alert's uid is made of it. */
  readonly name: string;
  readonly title: string;
  readonly severity: 'warning' | 'critical';
  readonly measure: Measurement;
  readonly comparison: 'above' | 'below';
  readonly limit: number;
  readonly unit: Unit;
  /** How long it must last before the alert fires, as Grafana writes it: `5m`. */
  readonly lasting: string;
  /** The key of `thresholds:` that the limit comes from. */
  readonly key: string;
  /** What it means, and what to do, as sentences. */
  readonly meaning: string;
  readonly remedy: string;
  /** No row at all is the alarm itself. */
  readonly needsData: boolean;
}

type Unit = 'errors/h' | 'ms' | '%' | 'USD' | 'rows';

/**
 * How a rule measures: one number for each group of a question, or one number of several questions that are put together.
 * `value` is the measure that is compared.
 */
type Measurement =
  | { readonly kind: 'groups'; readonly query: Query; readonly value: string; readonly window: Window }
  | {
      readonly kind: 'greatest' | 'total';
      readonly queries: readonly Query[];
      readonly value: string;
      readonly window: Window;
    };

/** A window that ends now. */
export const last = (minutes: number): Window => ({ kind: 'last', minutes });

/** The SQL that gives the value and its labels, and nothing else: one number a row, so that an alert needs no reduction. */
export function ruleSql({ measure }: Rule): string {
  const { value, window } = measure;
  if (measure.kind === 'groups') {
    const labels = measure.query.by ?? [];
    return `SELECT ${[...labels, value].join(', ')} FROM (${sqlOf(measure.query, window)})`;
  }
  const parts = measure.queries.map((query) => `SELECT coalesce(${value}, 0) AS v FROM (${sqlOf(query, window)})`);
  const fn = measure.kind === 'greatest' ? 'max' : 'sum';
  return `SELECT ${fn}(v) AS ${value} FROM (${parts.join(' UNION ALL ')})`;
}
