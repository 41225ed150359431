import type { Monitoring, MonitoringPart, Thresholds } from '../canonical/canonical.ts';
import type { RelPath } from '../values/paths.ts';
import type { Origin } from '../values/target.ts';
import { dashboardFile } from './dashboard.ts';
import { alertsFile, datasourceFile, providerFile } from './provisioning.ts';
import { rulesFor } from './rules.ts';

/** A file of Grafana's configuration, by its path in the folder of monitoring, and why it is as it is. */
export interface MonitoringFile {
  readonly path: RelPath;
  readonly text: string;
  readonly origin: Origin;
}

/** Grafana's files for these thresholds: the same input gives the same bytes. */
export function monitoringFiles(monitoring: Monitoring, thresholds: Thresholds): MonitoringFile[] {
  const { alerts, dashboards, place } = monitoring;
  // Grafana looks for its kinds of files in folders beside each other.
  const provisioning = alerts.includes('/') ? alerts.slice(0, alerts.lastIndexOf('/') + 1) : '';
  const all: Readonly<Record<MonitoringPart, readonly [path: string, from: string, make: () => string]>> = {
    dashboard: [`${dashboards}/claude_metrics.json`, 'thresholds', () => dashboardFile(thresholds)],
    alerts: [`${alerts}/claude-alert-rules.yaml`, 'thresholds', () => alertsFile(rulesFor(thresholds))],
    datasource: [`${provisioning}datasources/claude-questdb.yaml`, 'questdb', () => datasourceFile(monitoring)],
    provider: [`${provisioning}dashboards/claude.yaml`, 'dashboards', () => providerFile(monitoring)],
  };
  return monitoring.generate.map((part) => {
    const [path, from, make] = all[part];
    const selector = `infrastructure.monitoring ${part} (made from ${from})`;
    return { path: path as RelPath, text: make(), origin: { selector, place } };
  });
}
