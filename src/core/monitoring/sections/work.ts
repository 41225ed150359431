import type { Thresholds } from '../../canonical/canonical.ts';
import { type Panel, rising, type Section } from '../panel.ts';
import { BY_DAY, BY_INTERVAL, chosen } from './filters.ts';

const where = chosen('project', 'session_id');

/** Tasks, and the five measures of delivery. */
export function tasksSection(): Section {
  const dora = (type: string) => `claude_events WHERE ${where} AND category = 'dora' AND event_type = '${type}'`;
  const one = (title: string, description: string, sql: string, unit: string): Panel => {
    return { title, description, kind: 'stat', sql, unit, width: 4 };
  };
  const deploys = `(SELECT count() AS n FROM ${dora('deploy')}) d`;
  const shareOf = (type: string) =>
    `SELECT CASE WHEN d.n > 0 THEN 100.0 * x.n / d.n ELSE null END AS share FROM ${deploys} CROSS JOIN (SELECT count() AS n FROM ${dora(type)}) x`;
  return {
    title: 'Tasks and delivery (DORA)',
    panels: [
      one(
        'Deployments',
        'Deployment frequency: deployments in the range.',
        `SELECT count() AS deployments FROM ${dora('deploy')}`,
        'short',
      ),
      one(
        'Lead time',
        'From commit to deployment, on average.',
        `SELECT avg("value") AS seconds FROM ${dora('lead_time')}`,
        's',
      ),
      one('Change failures', 'The share of deployments that had to be repaired.', shareOf('deploy_failed'), 'percent'),
      one(
        'Recovery time',
        'From a failed deployment to its repair, on average.',
        `SELECT avg("value") AS seconds FROM ${dora('restored')}`,
        's',
      ),
      one('Rework', 'The share of deployments that were unplanned repairs.', shareOf('rework'), 'percent'),
      one(
        'Tests passed',
        'The share of test runs in sessions in which everything passed.',
        `SELECT 100.0 * sum(tests_passed) / sum(tests_run) AS pass_pct FROM claude_sessions WHERE ${where}`,
        'percent',
      ),
      {
        title: 'Tasks',
        description: 'Tasks by the day on which they were created, and their state now.',
        kind: 'bars',
        sql: `SELECT timestamp AS time, task_status, count() AS tasks FROM claude_tasks WHERE ${where} ${BY_DAY} ORDER BY time`,
        unit: 'short',
        width: 12,
      },
      {
        title: 'Time of a task',
        description: 'From creation to completion, on average, by the day of creation.',
        kind: 'lines',
        sql: `SELECT timestamp AS time, avg(duration_min) AS minutes FROM claude_tasks WHERE ${where} AND task_status = 'completed' ${BY_DAY} ORDER BY time`,
        unit: 'm',
        width: 12,
      },
    ],
  };
}

/** How full context windows are. */
export function contextSection({ contextUtilizationWarn }: Thresholds): Section {
  return {
    title: 'Context',
    panels: [
      {
        title: 'Use of the context window',
        description: 'The fullest moment of each session.',
        kind: 'lines',
        sql: `SELECT timestamp AS time, session_id, max(utilization_pct) AS utilization_pct FROM claude_context WHERE ${where} ${BY_INTERVAL} ORDER BY time`,
        unit: 'percent',
        steps: rising(contextUtilizationWarn * 100),
        width: 14,
      },
      {
        title: 'Sessions by use',
        description: 'How full a session was at last and at most, and how often it was compacted.',
        kind: 'table',
        sql:
          'SELECT session_id, project, last(utilization_pct) AS last_pct, max(utilization_pct) AS most_pct, max(compactions) AS compactions ' +
          `FROM claude_context WHERE ${where} ORDER BY most_pct DESC LIMIT 25`,
        unit: 'short',
        units: { last_pct: 'percent', most_pct: 'percent' },
        width: 10,
      },
    ],
  };
}

/** What the reconciler sees of the fleet. */
export function driftSection(): Section {
  const ours = "category IN ('reconcile', 'drift')";
  return {
    title: 'Drift of the fleet',
    panels: [
      {
        title: 'What the reconciler reports',
        description: 'Drift, deliveries and failures, by kind of event.',
        kind: 'bars',
        sql: `SELECT timestamp AS time, event_type, sum("count") AS events FROM claude_events WHERE ${chosen('project')} AND ${ours} ${BY_INTERVAL} ORDER BY time`,
        unit: 'short',
        width: 12,
      },
      {
        title: 'Latest events',
        description: 'The last thirty, newest first.',
        kind: 'table',
        sql: `SELECT timestamp AS time, project, event_type, severity, context, error FROM claude_events WHERE ${chosen('project')} AND ${ours} ORDER BY time DESC LIMIT 30`,
        unit: 'short',
        width: 12,
      },
    ],
  };
}
