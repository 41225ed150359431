import { stringify } from 'yaml';
import type { Monitoring } from '../canonical/canonical.ts';
import { type Rule, ruleSql } from './rule.ts';

/** The data source that everything refers to; a name of ours, so that it meets no other. */
export const DATASOURCE = { type: 'questdb-questdb-datasource', uid: 'reconcile-questdb' } as const;

const HEAD = '# Made by reconcile from canonical.yaml; what is changed here is repaired.\n';

/**
 * The data source: QuestDB's own plugin, which speaks the wire protocol of PostgreSQL and reads server and port from jsonData. The password
 * is no part of the file: Grafana takes it from its own environment.
 */
export function datasourceFile({ questdb }: Monitoring): string {
  return yamlText({
    apiVersion: 1,
    datasources: [
      {
        name: 'QuestDB (Claude metrics)',
        uid: DATASOURCE.uid,
        type: DATASOURCE.type,
        access: 'proxy',
        editable: false,
        jsonData: {
          server: questdb.host,
          port: questdb.port,
          username: 'user',
          tlsMode: 'disable',
          timeout: '10',
          queryTimeout: '60',
          maxOpenConnections: 10,
          maxIdleConnections: 2,
          maxConnectionLifetime: 14400,
        },
        secureJsonData: { password: '$QUESTDB_PASSWORD' },
      },
    ],
  });
}

/** What tells Grafana to read our dashboard. */
export function providerFile({ dashboardsInGrafana }: Monitoring): string {
  return yamlText({
    apiVersion: 1,
    providers: [
      {
        name: 'reconcile',
        orgId: 1,
        folder: 'Claude',
        folderUid: 'reconcile-claude',
        type: 'file',
        disableDeletion: true,
        updateIntervalSeconds: 30,
        allowUiUpdates: false,
        // A dollar would be read as a variable.
        options: { path: dashboardsInGrafana.replaceAll('$', '$$$$'), foldersFromFilesStructure: false },
      },
    ],
  });
}

/** An alert for each rule. It fires on the same number, limit and direction as `audit` does. */
export function alertsFile(rules: readonly Rule[]): string {
  return yamlText({
    apiVersion: 1,
    groups: [{ orgId: 1, name: 'claude', folder: 'Claude Alerts', interval: '60s', rules: rules.map(alert) }],
  });
}

function alert(rule: Rule): object {
  return {
    // The alert's identity in Grafana: the same for the same rule, whatever its limit.
    uid: `reconcile-${rule.name}`,
    title: rule.title,
    condition: 'B',
    data: [measured(rule), compared(rule)],
    // No rows mean that nothing happened, but for the rule that asks for rows. A question that fails is no alarm about what it asks.
    noDataState: rule.needsData ? 'Alerting' : 'OK',
    execErrState: 'Error',
    for: rule.lasting,
    annotations: {
      summary: `${rule.title}: {{ $$values.A.Value }} ${rule.unit} (limit: ${rule.comparison} ${rule.limit})`,
      description: `${rule.meaning} ${rule.remedy}`,
    },
    labels: { severity: rule.severity, source: 'reconcile', threshold: rule.key },
    isPaused: false,
  };
}

function measured(rule: Rule): object {
  const { window } = rule.measure;
  const seconds = window.kind === 'last' ? window.minutes * 60 : 86_400;
  return {
    refId: 'A',
    queryType: 'sql',
    relativeTimeRange: { from: seconds, to: 0 },
    datasourceUid: DATASOURCE.uid,
    // 1 is a table: one number, and texts as labels, so that it needs no reduction.
    model: {
      refId: 'A',
      datasource: DATASOURCE,
      queryType: 'sql',
      rawSql: ruleSql(rule),
      format: 1,
      selectedFormat: 1,
    },
  };
}

function compared(rule: Rule): object {
  const expression = { type: '__expr__', uid: '__expr__' };
  const evaluator = { type: rule.comparison === 'above' ? 'gt' : 'lt', params: [rule.limit] };
  return {
    refId: 'B',
    queryType: 'expression',
    relativeTimeRange: { from: 0, to: 0 },
    datasourceUid: '__expr__',
    model: {
      refId: 'B',
      datasource: expression,
      type: 'threshold',
      expression: 'A',
      conditions: [{ type: 'query', evaluator }],
    },
  };
}

function yamlText(value: object): string {
  return HEAD + stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
