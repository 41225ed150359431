import type { Thresholds } from '../canonical/canonical.ts';
import { type Query, sqlOf, type Window } from '../metrics/query.ts';

/**
 * One measurement and its limit. Grafana's alerts, `audit` and `health` are made of the same list, so that they cannot disagree.
 */
export interface Rule {
  /** Constant: the alert's uid is made of it. */
  readonly name: string;
  readonly title: string;
  readonly severity: 'warning' | 'critical';
  readonly measure: Measurement;
  readonly comparison: 'above' | 'below';
  readonly limit: number;
  readonly unit: Unit;
  /** How long it must last before the alert fires, as Grafana writes it: `5m`. */
  readonly lasting: string;
  /** The key of `thresholds:` that the limit comes from. */
  readonly key: string;
  /** What it means, and what to do, as sentences. */
  readonly meaning: string;
  readonly remedy: string;
  /** No row at all is the alarm itself. */
  readonly needsData: boolean;
}

type Unit = 'errors/h' | 'ms' | '%' | 'USD' | 'rows';

/**
 * How a rule measures: one number for each group of a question, or one number of several questions that are put together.
 * `value` is the measure that is compared.
 */
type Measurement =
  | { readonly kind: 'groups'; readonly query: Query; readonly value: string; readonly window: Window }
  | {
      readonly kind: 'greatest' | 'total';
      readonly queries: readonly Query[];
      readonly value: string;
      readonly window: Window;
    };

// Fewer runs say nothing about a rate.
const FEWEST_HOOK_RUNS = 5;
const FEWEST_AGENT_RUNS = 5;
const FEWEST_TOOL_CALLS = 10;

const last = (minutes: number): Window => ({ kind: 'last', minutes });

/** The rules for these thresholds, critical ones before the warnings on the same measurement. */
export function rulesFor(thresholds: Thresholds): Rule[] {
  return [
    errorRate(thresholds),
    ...hookLatency(thresholds),
    agentSuccess(thresholds),
    ...dailyCost(thresholds),
    toolFailure(thresholds),
    contextUse(thresholds),
    noData(thresholds),
  ];
}

function errorRate({ errorsPerHourMax }: Thresholds): Rule {
  const query: Query = {
    from: 'claude_events',
    where: [
      { column: 'event_type', is: 'error' },
      { column: 'severity', in: ['high', 'critical'] },
    ],
    measures: { errors: { fn: 'sum', of: 'count' } },
  };
  return {
    name: 'error-rate',
    title: 'High error rate',
    severity: 'warning',
    measure: { kind: 'total', queries: [query], value: 'errors', window: last(60) },
    comparison: 'above',
    limit: errorsPerHourMax,
    unit: 'errors/h',
    lasting: '5m',
    key: 'errors_per_hour_max',
    meaning: 'More errors of high severity in the last hour than the limit.',
    remedy: 'See which: `reconcile metrics query errors`.',
    needsData: false,
  };
}

function hookLatency({ hookLatencyWarnMs, hookLatencyCriticalMs }: Thresholds): Rule[] {
  const query: Query = {
    from: 'claude_hooks',
    by: ['hook_name'],
    measures: { avg_ms: { fn: 'avg', of: 'duration_ms' }, n: { fn: 'count' } },
    least: { measure: 'n', is: FEWEST_HOOK_RUNS },
  };
  const rule = {
    measure: { kind: 'groups', query, value: 'avg_ms', window: last(30) },
    comparison: 'above',
    unit: 'ms',
    lasting: '10m',
    meaning: `A hook took longer than the limit on average over 30 minutes (at least ${FEWEST_HOOK_RUNS} runs). Each call of a tool waits for it.`,
    remedy: 'See which, and how its time is spread: `reconcile metrics query hooks`.',
    needsData: false,
  } as const;
  return [
    {
      ...rule,
      name: 'hook-latency-critical',
      title: 'Hooks are very slow',
      severity: 'critical',
      limit: hookLatencyCriticalMs,
      key: 'hook_latency_critical_ms',
    },
    {
      ...rule,
      name: 'hook-latency',
      title: 'Hooks are slow',
      severity: 'warning',
      limit: hookLatencyWarnMs,
      key: 'hook_latency_warn_ms',
    },
  ];
}

function agentSuccess({ agentSuccessRateMin }: Thresholds): Rule {
  const query: Query = {
    from: 'claude_agents',
    where: [{ column: 'outcome', isNot: 'running' }],
    by: ['agent_type'],
    measures: { success_pct: { fn: 'percent', where: [{ column: 'success', is: true }] }, n: { fn: 'count' } },
    least: { measure: 'n', is: FEWEST_AGENT_RUNS },
  };
  return {
    name: 'agent-success',
    title: 'Agents fail',
    severity: 'warning',
    measure: { kind: 'groups', query, value: 'success_pct', window: last(60) },
    comparison: 'below',
    limit: percent(agentSuccessRateMin),
    unit: '%',
    lasting: '15m',
    key: 'agent_success_rate_min',
    meaning: `Fewer runs of an agent succeeded in the last hour than the limit (at least ${FEWEST_AGENT_RUNS} finished runs).`,
    remedy: 'See which: `reconcile metrics query agents`. Look at its description and its tools.',
    needsData: false,
  };
}

/**
 * A session's row carries the whole session at its start; requests carry their cost when it arises. The cost of the requests of today, and
 * that of the sessions which began today, are each at most the cost of today: the greater is nearer to it, and never too high.
 */
function dailyCost({ dailyCostWarnUsd, dailyCostCriticalUsd }: Thresholds): Rule[] {
  const requests: Query = {
    from: 'claude_events',
    where: [{ column: 'category', is: 'cost' }],
    measures: { cost_usd: { fn: 'sum', of: 'value' } },
  };
  const sessions: Query = { from: 'claude_sessions', measures: { cost_usd: { fn: 'sum', of: 'cost_usd' } } };
  const rule = {
    measure: { kind: 'greatest', queries: [requests, sessions], value: 'cost_usd', window: { kind: 'today' } },
    comparison: 'above',
    unit: 'USD',
    lasting: '0s',
    meaning: 'More was spent today (UTC, by list prices) than the limit.',
    remedy: 'See where it went: `reconcile metrics query cost`.',
    needsData: false,
  } as const;
  return [
    {
      ...rule,
      name: 'daily-cost-critical',
      title: 'The cost of today is very high',
      severity: 'critical',
      limit: dailyCostCriticalUsd,
      key: 'daily_cost_critical_usd',
    },
    {
      ...rule,
      name: 'daily-cost',
      title: 'The cost of today is high',
      severity: 'warning',
      limit: dailyCostWarnUsd,
      key: 'daily_cost_warn_usd',
    },
  ];
}

function toolFailure({ toolFailureRateMax }: Thresholds): Rule {
  const query: Query = {
    from: 'claude_tool_usage',
    // What was denied or interrupted is no failure of the tool.
    where: [{ column: 'outcome', in: ['ok', 'error'] }],
    by: ['tool_name'],
    measures: { failure_pct: { fn: 'percent', where: [{ column: 'outcome', is: 'error' }] }, n: { fn: 'count' } },
    least: { measure: 'n', is: FEWEST_TOOL_CALLS },
  };
  return {
    name: 'tool-failure',
    title: 'A tool fails often',
    severity: 'warning',
    measure: { kind: 'groups', query, value: 'failure_pct', window: last(60) },
    comparison: 'above',
    limit: percent(toolFailureRateMax),
    unit: '%',
    lasting: '10m',
    key: 'tool_failure_rate_max',
    meaning: `More calls of a tool failed in the last hour than the limit (at least ${FEWEST_TOOL_CALLS} calls).`,
    remedy: 'See which, and how: `reconcile metrics query tools`.',
    needsData: false,
  };
}

function contextUse({ contextUtilizationWarn }: Thresholds): Rule {
  const query: Query = {
    from: 'claude_context',
    by: ['session_id', 'project'],
    measures: { utilization_pct: { fn: 'last', of: 'utilization_pct' } },
  };
  return {
    name: 'context-use',
    title: 'A context window is nearly full',
    severity: 'warning',
    measure: { kind: 'groups', query, value: 'utilization_pct', window: last(15) },
    comparison: 'above',
    limit: percent(contextUtilizationWarn),
    unit: '%',
    lasting: '5m',
    key: 'context_utilization_warn',
    meaning: 'A session uses more of its context window than the limit, and will soon be compacted.',
    remedy: 'Hand work to a subagent, or end the session at a good place.',
    needsData: false,
  };
}

function noData({ noDataHours }: Thresholds): Rule {
  const count = (from: Query['from']): Query => ({ from, measures: { n: { fn: 'count' } } });
  return {
    name: 'no-data',
    title: 'No metrics arrive',
    severity: 'warning',
    measure: {
      kind: 'total',
      queries: [count('claude_tool_usage'), count('claude_hooks'), count('claude_events'), count('claude_sessions')],
      value: 'n',
      window: last(noDataHours * 60),
    },
    comparison: 'below',
    limit: 1,
    unit: 'rows',
    lasting: '0s',
    key: 'no_data_hours',
    meaning: `Not one row has arrived in ${noDataHours} hours: nobody worked, or hooks and the flush do not run.`,
    remedy: 'See what waits and why: `reconcile metrics status`, then `reconcile health`.',
    needsData: true,
  };
}

/** 0.8 is 80, and not 80.00000000000001. */
function percent(share: number): number {
  return Math.round(share * 1e6) / 1e4;
}

/** The SQL that gives the value and its labels, and nothing else: one number a row, so that an alert needs no reduction. */
export function ruleSql({ measure }: Rule): string {
  const { value, window } = measure;
  if (measure.kind === 'groups') {
    const labels = measure.query.by ?? [];
    return `SELECT ${[...labels, value].join(', ')} FROM (${sqlOf(measure.query, window)})`;
  }
  const parts = measure.queries.map((query) => `SELECT coalesce(${value}, 0) AS v FROM (${sqlOf(query, window)})`);
  const fn = measure.kind === 'greatest' ? 'max' : 'sum';
  return `SELECT ${fn}(v) AS ${value} FROM (${parts.join(' UNION ALL ')})`;
}
