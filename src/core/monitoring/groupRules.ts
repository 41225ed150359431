import type { Thresholds } from '../canonical/canonical.ts';
import type { Query } from '../metrics/query.ts';
import { last, type Rule } from './rule.ts';

// Fewer runs say nothing about a rate.
const FEWEST_HOOK_RUNS = 5;
const FEWEST_AGENT_RUNS = 5;
const FEWEST_TOOL_CALLS = 10;

/** The rules that measure each hook, agent, tool or session by itself. */
export function hookLatency({ hookLatencyWarnMs, hookLatencyCriticalMs }: Thresholds): Rule[] {
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

export function agentSuccess({ agentSuccessRateMin }: Thresholds): Rule {
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

export function toolFailure({ toolFailureRateMax }: Thresholds): Rule {
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

export function contextUse({ contextUtilizationWarn }: Thresholds): Rule {
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

/** 0.8 is 80, and not 80.00000000000001. */
function percent(share: number): number {
  return Math.round(share * 1e6) / 1e4;
}
