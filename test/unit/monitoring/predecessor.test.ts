import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Monitoring } from '../../../src/core/canonical/canonical.ts';
import { TABLES } from '../../../src/core/metrics/tables.ts';
import { dashboardFile } from '../../../src/core/monitoring/dashboard.ts';
import { alertsFile, datasourceFile } from '../../../src/core/monitoring/provisioning.ts';
import { rulesFor } from '../../../src/core/monitoring/rules.ts';
import { THRESHOLDS } from '../desired/builders.ts';

interface Alert {
  readonly uid: string;
  readonly condition: string;
  readonly execErrState: string;
  readonly noDataState: string;
  readonly data: readonly {
    readonly refId: string;
    readonly datasourceUid: string;
    readonly model: { rawSql?: string };
  }[];
}

const { groups } = parse(alertsFile(rulesFor(THRESHOLDS))) as { groups: { rules: Alert[] }[] };
const alerts = groups.flatMap(({ rules }) => rules);
const dashboard = dashboardFile(THRESHOLDS);
const given: Pick<Monitoring, 'questdb'> = { questdb: { host: 'db', port: 8812 } };
const { datasources } = parse(datasourceFile(given as Monitoring)) as {
  datasources: { uid: string; url?: string; jsonData: Record<string, unknown> }[];
};

/** Every `rawSql` and `query` text below a value. */
function sqlIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' && /^(rawSql|query)$/.test(key) && /\bFROM\b/.test(inner) ? [inner] : sqlIn(inner),
  );
}

const statements = [...sqlIn(JSON.parse(dashboard)), ...sqlIn(alerts)];

describe('what was wrong with the dashboard and the alerts before', () => {
  test('panels read tables outside the seven: each table that is read now is one of them', () => {
    expect(statements.length).toBeGreaterThan(20);
    const known: readonly string[] = TABLES.map(({ name }) => name);
    const read = statements.flatMap((sql) =>
      [...sql.matchAll(/\b(?:FROM|JOIN)\s+([a-z_]+)/g)].map(([, table]) => table!),
    );
    expect(read.filter((table) => !known.includes(table))).toEqual([]);
    expect(new Set(read).size).toBe(TABLES.length);
  });

  test('questions had HAVING and arithmetic with intervals, which the database does not know: none has now', () => {
    expect(statements.filter((sql) => /\bHAVING\b|\binterval\s*'|\bFILTER\b|percentile_cont/i.test(sql))).toEqual([]);
  });

  test('a question that failed paged for ever: now it is in the state Error', () => {
    expect(alerts.map(({ execErrState }) => execErrState)).toEqual(alerts.map(() => 'Error'));
    expect(alerts.filter(({ noDataState }) => noDataState === 'Alerting').map(({ uid }) => uid)).toEqual([
      'reconcile-no-data',
    ]);
  });

  test('the data source said url and httpMode, which its plugin does not read: it says server and port', () => {
    expect(datasources).toHaveLength(1);
    expect(datasources[0]).not.toHaveProperty('url');
    expect(datasources[0]!.jsonData).not.toHaveProperty('httpMode');
    expect(datasources[0]!.jsonData).toMatchObject({ server: 'db', port: 8812 });
  });

  test('files disagreed: every question goes to the data source that is made, and each condition is a step of its alert', () => {
    const [{ uid } = { uid: '' }] = datasources;
    for (const { condition, data } of alerts) {
      expect(data.map(({ refId }) => refId)).toContain(condition);
      for (const step of data) expect(step.datasourceUid).toBe(step.model.rawSql === undefined ? '__expr__' : uid);
    }
    expect(new Set(alerts.map((alert) => alert.uid)).size).toBe(alerts.length);
    // Panels refer to a variable, which begins with the data source that is made.
    const { templating } = JSON.parse(dashboard) as {
      templating: { list: { name: string; current?: { value: string } }[] };
    };
    expect(templating.list.find(({ name }) => name === 'datasource')?.current?.value).toBe(uid);
    const named = [...dashboard.matchAll(/"datasource": \{\s*"type": "[^"]*",\s*"uid": "([^"]*)"/g)].map(
      (match) => match[1],
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !/^\$\{datasource\}$/.test(name!))).toEqual([]);
  });
});
