import type { Thresholds } from '../../canonical/canonical.ts';
import { type Panel, rising, type Section } from '../panel.ts';
import { type Rule, ruleSql } from '../rule.ts';
import { rulesFor } from '../rules.ts';
import { chosen } from './filters.ts';

/** What is going on now; every number is that of an alert, by the same SQL. */
export function todaySection(thresholds: Thresholds): Section {
  const rules = new Map(rulesFor(thresholds).map((rule) => [rule.name, rule]));
  const sql = (name: string) => ruleSql(rules.get(name) as Rule);
  // The worst group of a rule that measures several.
  const worst = (name: string, value: string) => `SELECT max(${value}) AS ${value} FROM (${sql(name)})`;
  const sessions =
    "SELECT count_distinct(session_id) AS sessions FROM claude_sessions WHERE timestamp >= date_trunc('day', now())";
  const { dailyCostWarnUsd, dailyCostCriticalUsd, hookLatencyWarnMs, hookLatencyCriticalMs } = thresholds;
  const stat = { kind: 'stat', width: 4 } as const;
  return {
    title: 'Today',
    panels: [
      {
        ...stat,
        title: 'Cost today',
        description: 'Since midnight UTC, by list prices: an estimate, not a bill.',
        sql: sql('daily-cost'),
        unit: 'currencyUSD',
        steps: rising(dailyCostWarnUsd, dailyCostCriticalUsd),
      },
      {
        ...stat,
        title: 'Sessions today',
        description: 'Sessions that began since midnight UTC.',
        sql: sessions,
        unit: 'short',
      },
      {
        ...stat,
        title: 'Errors, last hour',
        description: 'Events of type error, of high or critical severity.',
        sql: sql('error-rate'),
        unit: 'short',
        steps: rising(thresholds.errorsPerHourMax),
      },
      {
        ...stat,
        title: 'Slowest hook',
        description: 'The highest average of a hook over 30 minutes, of hooks with at least 5 runs.',
        sql: worst('hook-latency', 'avg_ms'),
        unit: 'ms',
        steps: rising(hookLatencyWarnMs, hookLatencyCriticalMs),
      },
      {
        ...stat,
        title: 'Worst tool',
        description: 'The highest share of failed calls of a tool in the last hour, of tools with at least 10 calls.',
        sql: worst('tool-failure', 'failure_pct'),
        unit: 'percent',
        steps: rising(thresholds.toolFailureRateMax * 100),
      },
      {
        ...stat,
        kind: 'gauge',
        title: 'Fullest context window',
        description: 'Of the sessions that were active in the last 15 minutes.',
        sql: worst('context-use', 'utilization_pct'),
        unit: 'percent',
        steps: rising(thresholds.contextUtilizationWarn * 100),
      },
    ],
  };
}

/** Where the money goes. */
export function costSection({ dailyCostWarnUsd, dailyCostCriticalUsd }: Thresholds): Section {
  const where = chosen('project', 'model', 'session_id');
  // Requests carry their cost when it arises. On days without them, that of the sessions which began then.
  const daily =
    'SELECT day AS time, coalesce(sum(exact), sum(rough)) AS cost_usd FROM (' +
    `SELECT timestamp_floor('d', timestamp) AS day, "value" AS exact, cast(null AS double) AS rough FROM claude_events WHERE ${chosen('project', 'session_id')} AND category = 'cost' ` +
    `UNION ALL SELECT timestamp_floor('d', timestamp) AS day, cast(null AS double) AS exact, cost_usd AS rough FROM claude_sessions WHERE ${where}) ORDER BY time`;
  const perTask =
    `SELECT CASE WHEN t.n > 0 THEN c.usd / t.n ELSE null END AS cost_usd FROM (SELECT sum(cost_usd) AS usd FROM claude_sessions WHERE ${where}) c ` +
    `CROSS JOIN (SELECT count() AS n FROM claude_tasks WHERE ${chosen('project', 'session_id')} AND task_status = 'completed') t`;
  const cache =
    'SELECT 100.0 * sum(tokens_cache_read) / (coalesce(sum(tokens_cache_read), 0) + coalesce(sum(tokens_cache_creation), 0) + coalesce(sum(tokens_input), 0)) AS share ' +
    `FROM claude_sessions WHERE ${where}`;
  return {
    title: 'Cost',
    panels: [
      {
        title: 'Cost a day',
        description:
          'Days in UTC, by list prices. Exact to the day where requests are known; else by the day on which the session began.',
        kind: 'bars',
        sql: daily,
        unit: 'currencyUSD',
        steps: rising(dailyCostWarnUsd, dailyCostCriticalUsd),
        width: 16,
      },
      {
        title: 'Cost of a completed task',
        description: 'All cost of the range, divided by the tasks that were completed in it.',
        kind: 'stat',
        sql: perTask,
        unit: 'currencyUSD',
        width: 4,
        height: 8,
      },
      {
        title: 'Read from the cache',
        description: 'The share of input tokens that came from the prompt cache, at a tenth of their price.',
        kind: 'stat',
        sql: cache,
        unit: 'percent',
        width: 4,
        height: 8,
      },
      costBy('project', 'Cost by project'),
      costBy('model', 'Cost by model'),
      costBy('git_branch', 'Cost by branch'),
    ],
  };
}

function costBy(column: string, title: string): Panel {
  const sql =
    `SELECT ${column}, sum(cost_usd) AS cost_usd, count_distinct(session_id) AS sessions, sum(tokens_output) AS tokens_output ` +
    `FROM claude_sessions WHERE ${chosen('project', 'model', 'session_id')} ORDER BY cost_usd DESC LIMIT 25`;
  const units = { cost_usd: 'currencyUSD', sessions: 'short', tokens_output: 'short' };
  const description = 'Sessions that began in the range, by list prices. A session of an unknown model has no cost.';
  return { title, description, kind: 'table', sql, unit: 'short', units, width: 8 };
}
