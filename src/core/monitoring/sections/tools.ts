import type { Thresholds } from '../../canonical/canonical.ts';
import { rising, type Section } from '../panel.ts';
import { BY_INTERVAL, chosen } from './filters.ts';

const where = chosen('project', 'session_id');
const share = (condition: string) => `100.0 * sum(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;

/** Which tools are used, and how they do. */
export function toolsSection({ toolFailureRateMax }: Thresholds): Section {
  const finished = "outcome IN ('ok', 'error')";
  return {
    title: 'Tools',
    panels: [
      {
        title: 'Calls',
        description: 'Calls of tools that ended.',
        kind: 'bars',
        sql: `SELECT timestamp AS time, tool_name, count() AS calls FROM claude_tool_usage WHERE ${where} ${BY_INTERVAL} ORDER BY time`,
        unit: 'short',
        width: 12,
      },
      {
        title: 'Failed',
        description: 'The share of calls that failed. Denied and interrupted calls are left out.',
        kind: 'lines',
        sql: `SELECT timestamp AS time, ${share("outcome = 'error'")} / count() AS failure_pct FROM claude_tool_usage WHERE ${where} AND ${finished} ${BY_INTERVAL} ORDER BY time`,
        unit: 'percent',
        steps: rising(toolFailureRateMax * 100),
        width: 12,
      },
      {
        title: 'Each tool',
        description: 'Half of the calls were faster than p50, 95 % faster than p95.',
        kind: 'table',
        sql:
          `SELECT tool_name, count() AS calls, ${share("outcome = 'error'")} / count() AS failure_pct, ` +
          "sum(CASE WHEN outcome = 'denied' THEN 1 ELSE 0 END) AS denied, " +
          'approx_percentile(duration_ms, 0.5, 3) AS p50_ms, approx_percentile(duration_ms, 0.95, 3) AS p95_ms ' +
          `FROM claude_tool_usage WHERE ${where} ORDER BY calls DESC LIMIT 50`,
        unit: 'short',
        units: { failure_pct: 'percent', p50_ms: 'ms', p95_ms: 'ms' },
        width: 24,
      },
    ],
  };
}

/** What subagents cost, and what they bring. */
export function agentsSection({ agentSuccessRateMin }: Thresholds): Section {
  const success = `${share('success')} / count() AS success_pct`;
  const finished = `${where} AND outcome != 'running'`;
  return {
    title: 'Agents',
    panels: [
      {
        title: 'Success',
        description: 'The share of finished runs that ended well.',
        kind: 'lines',
        sql: `SELECT timestamp AS time, ${success} FROM claude_agents WHERE ${finished} ${BY_INTERVAL} ORDER BY time`,
        unit: 'percent',
        steps: [{ color: 'red' }, { from: agentSuccessRateMin * 100, color: 'green' }],
        width: 10,
      },
      {
        title: 'Each agent',
        description: 'Runs, success, tokens and cost by kind of agent: is it worth what it costs?',
        kind: 'table',
        sql:
          `SELECT agent_type, count() AS runs, ${success}, avg(duration_ms) AS avg_ms, sum(tokens_used) AS tokens, ` +
          `sum(cost_usd) AS cost_usd, avg(result_length) AS answer_chars FROM claude_agents WHERE ${finished} ORDER BY runs DESC LIMIT 50`,
        unit: 'short',
        units: { success_pct: 'percent', avg_ms: 'ms', cost_usd: 'currencyUSD' },
        width: 14,
      },
    ],
  };
}

/** What hooks cost in time, and what they stop. */
export function hooksSection({ hookLatencyWarnMs, hookLatencyCriticalMs }: Thresholds): Section {
  const steps = rising(hookLatencyWarnMs, hookLatencyCriticalMs);
  return {
    title: 'Hooks',
    panels: [
      {
        title: 'Time of each hook',
        description: 'The average run of each hook; every call of a tool waits for the hooks on it.',
        kind: 'lines',
        sql: `SELECT timestamp AS time, hook_name, avg(duration_ms) AS avg_ms FROM claude_hooks WHERE ${where} ${BY_INTERVAL} ORDER BY time`,
        unit: 'ms',
        steps,
        width: 12,
      },
      {
        title: 'Each hook',
        description: 'Runs, time, failures of the hook itself, and how often it stopped something.',
        kind: 'table',
        sql:
          'SELECT hook_name, hook_type, count() AS runs, avg(duration_ms) AS avg_ms, approx_percentile(duration_ms, 0.95, 3) AS p95_ms, ' +
          `${share('NOT success')} / count() AS failure_pct, sum(CASE WHEN blocked THEN 1 ELSE 0 END) AS blocked ` +
          `FROM claude_hooks WHERE ${where} ORDER BY avg_ms DESC LIMIT 50`,
        unit: 'short',
        units: { avg_ms: 'ms', p95_ms: 'ms', failure_pct: 'percent' },
        width: 12,
      },
      {
        title: 'What was stopped',
        description: 'Decisions of guards, by rule.',
        kind: 'bars',
        sql: `SELECT timestamp AS time, rule, count() AS decisions FROM claude_hooks WHERE ${where} AND rule IS NOT NULL AND decision != 'none' ${BY_INTERVAL} ORDER BY time`,
        unit: 'short',
        width: 24,
      },
    ],
  };
}
