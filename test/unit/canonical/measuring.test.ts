import { describe, expect, test } from 'vitest';
import { read, said } from './read.ts';

describe('thresholds', () => {
  test('have defaults where nothing is written', () => {
    expect(read('repositories: {}').thresholds).toEqual({
      hookLatencyWarnMs: 100,
      hookLatencyCriticalMs: 500,
      agentSuccessRateMin: 0.8,
      dailyCostWarnUsd: 30,
      dailyCostCriticalUsd: 50,
      contextUtilizationWarn: 0.8,
      errorsPerHourMax: 10,
      toolFailureRateMax: 0.2,
      noDataHours: 72,
    });
  });

  test('keep their order when only one of two is written', () => {
    const low = read('thresholds: {daily_cost_critical_usd: 10, hook_latency_warn_ms: 900}').thresholds;
    expect([low.dailyCostWarnUsd, low.hookLatencyCriticalMs]).toEqual([10, 900]);
  });

  test('a warning above the critical level is an error with its place', () => {
    expect(said('thresholds:\n  daily_cost_warn_usd: 60\n  daily_cost_critical_usd: 50\n')).toEqual([
      'canonical.yaml:2:24  thresholds.daily_cost_warn_usd: is above daily_cost_critical_usd (50), so it would never be heard. Make it lower.',
    ]);
  });
});

describe('reports', () => {
  test('are read in their order, with hours', () => {
    const { reports } = read('reports: {weekly: {period: 7d, sections: [trends]}, now: {period: 90m, output: json}}');
    expect(reports).toEqual([
      { name: 'weekly', hours: 168, sections: ['trends'], output: 'terminal' },
      { name: 'now', hours: 1.5, sections: ['summary'], output: 'json' },
    ]);
  });

  test('a section or an output that is not known is told with the nearest, and left out', () => {
    const text = 'reports: {daily: {sections: [summary, trnds], output: pdf}}';
    expect(said(text)).toEqual([
      'warning canonical.yaml:1:39  reports: unknown section "trnds". Did you mean "trends"?',
      'warning canonical.yaml:1:55  reports: unknown output "pdf". Known are terminal, markdown, json.',
    ]);
    expect(read(text).reports[0]).toMatchObject({ sections: ['summary'], output: 'terminal' });
  });
});

describe('monitoring', () => {
  test('has its folders below its path, and defaults', () => {
    expect(read('infrastructure: {monitoring: {path: /srv/m}}').monitoring).toEqual({
      path: '/srv/m',
      place: 'canonical.yaml:1',
      dashboards: 'grafana/dashboards',
      alerts: 'grafana/provisioning/alerting',
      generate: ['dashboard', 'alerts', 'datasource', 'provider'],
      dashboardsInGrafana: '/srv/m/grafana/dashboards',
      questdb: { host: 'localhost', port: 8812 },
    });
  });

  test('a folder outside its path is an error', () => {
    expect(said('infrastructure: {monitoring: {path: /srv/m, alerts: /etc/grafana}}')).toEqual([
      'canonical.yaml:1:53  infrastructure.monitoring.alerts: is not inside infrastructure.monitoring.path (/srv/m). Name a folder in it.',
    ]);
  });

  test('its name and its folder are no repository’s', () => {
    const text = 'infrastructure: {monitoring: {path: /srv/m}}\nrepositories: {monitoring: {path: /srv/m}}';
    expect(said(text)).toEqual([
      'canonical.yaml:2:16  repositories: "monitoring" is the name of infrastructure.monitoring. Give the repository another.',
      'canonical.yaml:2:35  repositories.monitoring.path: is also the path of infrastructure.monitoring. Give each its own, or take one out.',
    ]);
    expect(said('repositories: {monitoring: {path: /srv/m}}')).toEqual([]);
  });
});

describe('expected services', () => {
  test('are read with their weight and their place', () => {
    const { expected } = read(`infrastructure:
  expected_services:
    systemd: {critical: [questdb.service], important: [{name: cron}]}
    docker:
      critical: [{name: questdb, ports: [9000, '8812:8812', '127.0.0.1:9009:9009/tcp']}]
      optional: [grafana]
    cron:
      - {name: backup, command: backup.sh, schedule: '0 3 * * *', log: ~/backup.log, severity: critical}
    ports: {critical: {9000: questdb}, monitoring: {3000: grafana}}
`);
    expect(expected.systemd.map(({ unit, weight, place }) => [unit, weight, place])).toEqual([
      ['questdb.service', 'critical', 'canonical.yaml:3'],
      ['cron', 'important', 'canonical.yaml:3'],
    ]);
    expect(expected.docker).toMatchObject([
      { container: 'questdb', ports: [9000, 8812, 9009], weight: 'critical' },
      { container: 'grafana', ports: [], weight: 'optional' },
    ]);
    expect(expected.cron).toMatchObject([{ name: 'backup', log: '/home/sam/backup.log', weight: 'critical' }]);
    expect(expected.ports.map(({ port, name, weight }) => [port, name, weight])).toEqual([
      [9000, 'questdb', 'critical'],
      [3000, 'grafana', 'optional'],
    ]);
  });

  test('what is not understood is told, and never keeps the rest from being read', () => {
    const text =
      'infrastructure: {expected_services: {systemd: [{}, nginx], ports: {critical: {http: web}}, cronn: []}}';
    expect(said(text)).toEqual([
      'warning canonical.yaml:1:48  infrastructure.expected_services.systemd[0]: is not understood, and not checked by health. Give it a name, and ports as numbers.',
      'warning canonical.yaml:1:79  infrastructure.expected_services.ports.critical.http: is not understood, and not checked by health. Write "9000: questdb".',
      'warning canonical.yaml:1:92  infrastructure.expected_services.cronn: is not understood, and not checked by health. Known are systemd, docker, cron, ports.',
    ]);
    expect(read(text).expected.systemd).toMatchObject([{ unit: 'nginx', weight: 'important' }]);
  });
});

test('environment says which file owns which variables', () => {
  const text = 'environment: {q: {file: ~/.env, keys: [QUESTDB_HOST]}, broken: [A]}';
  expect(read(text).environment).toEqual([
    { name: 'q', file: '/home/sam/.env', keys: ['QUESTDB_HOST'], place: 'canonical.yaml:1' },
  ]);
  expect(said(text)).toEqual([
    'warning canonical.yaml:1:56  environment.broken: is not understood, and not checked by health. Write "file: ~/.env" and "keys: [A, B]" in it.',
  ]);
});
