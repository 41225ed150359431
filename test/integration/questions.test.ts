import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MetricsTable } from '../../generated/metrics.ts';
import { questdb } from '../../src/adapters/metrics/questdb.ts';
import { latest } from '../../src/core/metrics/answer.ts';
import { planTables } from '../../src/core/metrics/migration.ts';
import type { Row } from '../../src/core/metrics/row.ts';
import { shapeOf, TABLES } from '../../src/core/metrics/tables.ts';
import { dashboardFile } from '../../src/core/monitoring/dashboard.ts';
import { rulesFor } from '../../src/core/monitoring/rules.ts';
import { ALL_QUESTIONS, QUESTIONS } from '../../src/core/reports/questions.ts';
import { databaseSource, rowsSource, type Source } from '../../src/engine/measure.ts';
import type { MetricsDatabase } from '../../src/ports/metrics.ts';
import { describeWithQuestdb, type Questdb, startQuestdb } from '../tools/questdb.ts';
import { THRESHOLDS } from '../unit/desired/builders.ts';
import { CASES, type Data } from '../unit/monitoring/cases.ts';
import { someRows } from './rows.ts';

const HOUR = 3_600_000;
let server: Questdb;
let database: MetricsDatabase;
let source: Source;

async function fill(rows: ReadonlyMap<MetricsTable, readonly Row[]>): Promise<void> {
  for (const { name } of TABLES) await server.sql(`TRUNCATE TABLE ${name}`);
  for (const [table, list] of rows) await database.send(shapeOf(table), list);
  await server.settled();
}

const kept = (rows: ReadonlyMap<MetricsTable, readonly Row[]>) => (table: MetricsTable) =>
  latest(rows.get(table) ?? [], shapeOf(table).keys);

describeWithQuestdb('on a real QuestDB', () => {
  beforeAll(async () => {
    server = await startQuestdb();
    database = questdb({ host: server.host, port: server.httpPort });
    source = databaseSource(database);
    for (const { steps } of planTables([], TABLES, {})) for (const step of steps) await database.change(step);
  });
  afterAll(() => server.remove());

  describe('with a month of rows in every table', () => {
    const now = Date.UTC(2026, 0, 31, 14, 25);
    const rows = someRows(now);
    beforeAll(() => fill(rows));

    test.each(ALL_QUESTIONS)('%s has the same answers as over the rows themselves', async (name) => {
      const there = rowsSource(kept(rows), now);
      for (const window of [
        { kind: 'between', from: now - 7 * 24 * HOUR, to: now },
        { kind: 'between', from: now - 60 * 24 * HOUR, to: now },
        { kind: 'between', from: 0, to: 1000 },
      ] as const) {
        const [answers, expected] = [
          await source.ask(QUESTIONS[name], window),
          await there.ask(QUESTIONS[name], window),
        ];
        expect(comparable(answers)).toEqual(comparable(expected));
        if (window.from > 0) expect(expected.length).toBeGreaterThan(0);
      }
    });

    const panels = questionsOfDashboard();
    test.each(panels)('the panel "%s" is answered', async (_, sql) => {
      const result = await database.query(asGrafana(sql, now - 60 * 24 * HOUR, now + HOUR));
      expect(result.rows.length).toBeGreaterThan(0);
      const named = asGrafana(sql, 0, 1000, true);
      await expect(database.query(named)).resolves.toBeDefined();
    });
  });

  describe.each(rulesFor(THRESHOLDS).map((rule) => [rule.name, rule] as const))('the alert %s', (name, rule) => {
    const breached = async (data: Data): Promise<boolean> => {
      const now = Date.now();
      const rows = new Map(
        Object.entries(data).map(([table, list]) => {
          return [
            table as MetricsTable,
            list.map(({ ago, ...row }) => ({ ...row, timestamp: now * 1000 - ago * 1e6 }) as Row),
          ];
        }),
      );
      await fill(rows);
      const readings = await source.read(rule);
      const own = await rowsSource(kept(rows), now).read(rule);
      expect(readings.map(({ of, value }) => [of, value])).toEqual(own.map(({ of, value }) => [of, value]));
      return readings.some((reading) => reading.breached);
    };
    test('fires on data that crosses its limit, and on none that does not', async () => {
      for (const data of CASES[name]!.crosses) expect(await breached(data), JSON.stringify(data)).toBe(true);
      for (const data of CASES[name]!.stays) expect(await breached(data), JSON.stringify(data)).toBe(false);
    });
  });
});

/** Every SQL text of the dashboard: panels, variables, annotations. */
function questionsOfDashboard(): [string, string][] {
  const { panels, templating, annotations } = JSON.parse(dashboardFile(THRESHOLDS)) as {
    panels: { title: string; targets?: { rawSql: string }[] }[];
    templating: { list: { name: string; type: string; query: string }[] };
    annotations: { list: { name: string; target: { rawSql: string } }[] };
  };
  return [
    ...panels.flatMap(({ title, targets = [] }) => targets.map(({ rawSql }): [string, string] => [title, rawSql])),
    ...templating.list.filter(({ type }) => type === 'query').map(({ name, query }): [string, string] => [name, query]),
    ...annotations.list.map(({ name, target }): [string, string] => [name, target.rawSql]),
  ];
}

/** Replaces what QuestDB's plugin for Grafana replaces, in its way. */
function asGrafana(sql: string, from: number, to: number, chosen = false): string {
  return sql
    .replaceAll(/\$__conditionalAll\((\w+ IN \(\$\{\w+:sqlstring\}\)), \$\w+\)/g, (_, condition: string) =>
      chosen ? condition.replace(/\$\{\w+:sqlstring\}/, "'alpha','o''brien'") : '1=1',
    )
    .replaceAll(
      /\$__timeFilter\((\w+)\)/g,
      `$1 >= cast(${from * 1000} as timestamp) AND $1 <= cast(${to * 1000} as timestamp)`,
    )
    .replaceAll('$__sampleByInterval', '2h');
}

/** Answers in one order. Sums depend on the order of their parts in the last digits; QuestDB's percentiles are near ones. */
function comparable(answers: readonly Readonly<Record<string, unknown>>[]): string[] {
  const shown = (value: unknown) => (typeof value === 'number' ? Number((value * (1 + 1e-9)).toPrecision(6)) : value);
  return answers
    .map((found) => {
      const entries = Object.entries(found).filter(([column]) => column !== 'p95_ms');
      const p95 = found['p95_ms'];
      const rounded = typeof p95 === 'number' ? [['p95_ms', Number(p95.toPrecision(2))]] : [];
      return JSON.stringify(
        Object.fromEntries([...entries.map(([column, value]) => [column, shown(value)]), ...rounded]),
      );
    })
    .sort();
}
