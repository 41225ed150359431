import type { Thresholds } from '../canonical/canonical.ts';
import { heightOf, panelJson, type Section } from './panel.ts';
import { DATASOURCE } from './provisioning.ts';
import { sections } from './sections.ts';

// The classic form is read by every Grafana from 10 on; 13 turns it into its newer one by itself.
const SCHEMA_VERSION = 42;

/** The dashboard as Grafana reads it from a file. */
export function dashboardFile(thresholds: Thresholds): string {
  const value = {
    uid: 'reconcile-claude-metrics',
    title: 'Claude Code',
    description: 'Cost, tools, agents, hooks, tasks, context and drift. Made by reconcile from canonical.yaml.',
    tags: ['claude', 'reconcile'],
    editable: false,
    graphTooltip: 1,
    schemaVersion: SCHEMA_VERSION,
    time: { from: 'now-7d', to: 'now' },
    timezone: 'browser',
    refresh: '1m',
    templating: { list: [datasourceVariable(), ...['project', 'model', 'session_id'].map(variable)] },
    annotations: { list: [deployments()] },
    panels: layOut(sections(thresholds)),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Places panels from left to right, and below when a line of 24 columns is full; each section has a title of its own. */
function layOut(parts: readonly Section[]): object[] {
  const panels: object[] = [];
  let y = 0;
  for (const { title, panels: inside } of parts) {
    const gridPos = { x: 0, y, w: 24, h: 1 };
    panels.push({ id: panels.length + 1, type: 'row', title, collapsed: false, gridPos, panels: [] });
    y += 1;
    let [x, high] = [0, 0];
    for (const panel of inside) {
      if (x + panel.width > 24) [x, y, high] = [0, y + high, 0];
      panels.push(panelJson(panel, panels.length + 1, { x, y }));
      [x, high] = [x + panel.width, Math.max(high, heightOf(panel))];
    }
    y += high;
  }
  return panels;
}

function datasourceVariable(): object {
  const current = { text: 'QuestDB (Claude metrics)', value: DATASOURCE.uid };
  return { type: 'datasource', name: 'datasource', label: 'Data source', query: DATASOURCE.type, current, hide: 0 };
}

const LABELS: Readonly<Record<string, string>> = { project: 'Project', model: 'Model', session_id: 'Session' };

function variable(column: string): object {
  const query = `SELECT DISTINCT ${column} FROM claude_sessions WHERE ${column} IS NOT NULL ORDER BY ${column}`;
  return {
    type: 'query',
    name: column === 'session_id' ? 'session' : column,
    label: LABELS[column],
    datasource: { type: DATASOURCE.type, uid: `\${datasource}` },
    query,
    definition: query,
    multi: true,
    includeAll: true,
    current: { text: ['All'], value: ['$__all'] },
    refresh: 2,
    sort: 1,
    hide: 0,
  };
}

function deployments(): object {
  const rawSql =
    "SELECT timestamp AS time, concat(event_type, ' ', project) AS text FROM claude_events " +
    "WHERE $__timeFilter(timestamp) AND category = 'dora' AND event_type IN ('deploy', 'deploy_failed', 'restored')";
  const datasource = { type: DATASOURCE.type, uid: `\${datasource}` };
  return {
    name: 'Deployments',
    datasource,
    enable: true,
    iconColor: 'purple',
    target: { refId: 'Anno', datasource, queryType: 'sql', rawSql, format: 1, selectedFormat: 1 },
  };
}
