import type { Thresholds } from '../canonical/canonical.ts';
import type { Query } from '../metrics/query.ts';
import { agentSuccess, contextUse, hookLatency, toolFailure } from './groupRules.ts';
import { last, type Rule } from './rule.ts';

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
