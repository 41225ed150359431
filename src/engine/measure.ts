import { answer } from '../core/metrics/answer.ts';
import { type Answer, type Query, sqlOf, type Value, type Window } from '../core/metrics/query.ts';
import { judge, measureRows, type Reading, type RowsOf } from '../core/monitoring/judge.ts';
import { type Rule, ruleSql } from '../core/monitoring/rule.ts';
import { ALL_QUESTIONS, type Measured, QUESTIONS } from '../core/reports/questions.ts';
import type { RowSource } from '../core/reports/report.ts';
import type { MetricsDatabase, QueryResult } from '../ports/metrics.ts';

/** Something that answers questions to the tables of metrics: a database, or the rows that are kept here. */
export interface Source {
  readonly kind: RowSource;
  /** @throws StoreError */
  ask(query: Query, window: Window): Promise<readonly Answer[]>;
  /** What a rule measures now, the worst first. @throws StoreError */
  read(rule: Rule): Promise<readonly Reading[]>;
}

/** Asks a database. */
export function databaseSource(database: Pick<MetricsDatabase, 'query'>): Source {
  return {
    kind: 'questdb',
    ask: async (query, window) => answersOf(await database.query(sqlOf(query, window))),
    read: async (rule) => judge(rule, answersOf(await database.query(ruleSql(rule)))),
  };
}

/** Asks rows. @param now milliseconds since 1970 */
export function rowsSource(rowsOf: RowsOf, now: number): Source {
  return {
    kind: 'spool',
    ask: (query, window) => Promise.resolve(answer(query, rowsOf(query.from), window, now)),
    read: (rule) => Promise.resolve(judge(rule, measureRows(rule, rowsOf, now))),
  };
}

/** Asks all questions about a period. @throws StoreError */
export async function measureAll(source: Source, window: Window): Promise<Measured> {
  const answers = await Promise.all(
    ALL_QUESTIONS.map(async (name) => [name, await source.ask(QUESTIONS[name], window)]),
  );
  return Object.fromEntries(answers) as Measured;
}

function answersOf({ columns, rows }: QueryResult): Answer[] {
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, (row[at] ?? null) as Value])));
}
