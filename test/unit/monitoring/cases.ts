import type { MetricsTable } from '../../../generated/metrics.ts';
import type { Row } from '../../../src/core/metrics/row.ts';

/** Rows by table. `ago` is seconds before now. */
export type Data = Readonly<
  Partial<Record<MetricsTable, readonly (Omit<Row, 'timestamp'> & { readonly ago: number })[]>>
>;

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const hooks = (ms: number, count = 5): Data => ({
  claude_hooks: times(count, (run) => ({ ago: 60 + run, hook_name: 'guard', run_id: `r${run}`, duration_ms: ms })),
});
const agents = (failed: number, count: number): Data => ({
  claude_agents: times(count, (run) => ({
    ago: 60 + run,
    session_id: 's',
    agent_id: `a${run}`,
    agent_type: 'reviewer',
    outcome: run < failed ? 'error' : 'ok',
    success: run >= failed,
  })),
});
const tools = (outcomes: readonly string[]): Data => ({
  claude_tool_usage: outcomes.map((outcome, call) => ({
    ago: 60 + call,
    session_id: 's',
    tool_use_id: `t${call}`,
    tool_name: 'Bash',
    outcome,
    success: outcome === 'ok',
  })),
});
const errors = (count: number, severity = 'high', ago = 60): Data => ({
  claude_events: [{ ago, session_id: 's', event_id: 'e', event_type: 'error', severity, count }],
});
const cost = (usd: number): Data => ({
  claude_events: times(2, (request) => ({
    ago: 0,
    session_id: 's',
    event_id: `c${request}`,
    event_type: 'info',
    category: 'cost',
    count: 1,
    value: usd / 2,
  })),
});
const context = (percents: readonly number[]): Data => ({
  claude_context: percents.map((percent, at) => ({ ago: 300 - at, session_id: 's', utilization_pct: percent })),
});

/** For each rule, at the default thresholds: data that crosses its limit, and data that comes near and does not. */
export const CASES: Readonly<Record<string, { readonly crosses: readonly Data[]; readonly stays: readonly Data[] }>> = {
  'error-rate': {
    crosses: [errors(11), errors(20, 'critical')],
    stays: [{}, errors(10), errors(50, 'low'), errors(50, 'high', 3700)],
  },
  'hook-latency-critical': { crosses: [hooks(501)], stays: [{}, hooks(500), hooks(900, 4)] },
  'hook-latency': { crosses: [hooks(101)], stays: [{}, hooks(100), hooks(900, 4)] },
  'agent-success': { crosses: [agents(2, 5), agents(5, 5)], stays: [{}, agents(1, 5), agents(4, 4)] },
  'daily-cost-critical': {
    crosses: [cost(50.5), { claude_sessions: [{ ago: 0, session_id: 's', model: 'm', cost_usd: 51 }] }],
    stays: [{}, cost(50), { claude_sessions: [{ ago: 90_000, session_id: 's', model: 'm', cost_usd: 51 }] }],
  },
  // What is told of a request and of its session is told twice, and spent once.
  'daily-cost': {
    crosses: [cost(30.5)],
    stays: [{}, cost(30), { ...cost(20), claude_sessions: [{ ago: 0, session_id: 's', model: 'm', cost_usd: 20 }] }],
  },
  'tool-failure': {
    crosses: [tools([...times(7, () => 'ok'), ...times(3, () => 'error')])],
    stays: [
      {},
      tools([...times(8, () => 'ok'), ...times(2, () => 'error')]),
      tools(times(9, () => 'error')),
      tools([...times(10, () => 'ok'), ...times(30, () => 'denied')]),
    ],
  },
  'context-use': { crosses: [context([10, 81])], stays: [{}, context([80]), context([95, 20])] },
  'no-data': { crosses: [{}, errors(1, 'low', 73 * 3600)], stays: [errors(1, 'low', 71 * 3600), hooks(1, 1)] },
};
