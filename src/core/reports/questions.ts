import type { Answer, Condition, Measure, Query } from '../metrics/query.ts';

const sum = (...columns: string[]): Record<string, Measure> =>
  Object.fromEntries(columns.map((column) => [column, { fn: 'sum', of: column } as const]));
const countIf = (...where: Condition[]): Measure => ({ fn: 'countIf', where });
const COUNT: Measure = { fn: 'count' };

const OUTCOMES: Readonly<Record<string, Measure>> = {
  calls: COUNT,
  failed: countIf({ column: 'outcome', is: 'error' }),
  denied: countIf({ column: 'outcome', is: 'denied' }),
  interrupted: countIf({ column: 'outcome', is: 'interrupted' }),
};
const RUNS: Readonly<Record<string, Measure>> = {
  runs: COUNT,
  succeeded: countIf({ column: 'success', is: true }),
  avg_ms: { fn: 'avg', of: 'duration_ms' },
  ...sum('tokens_used', 'cost_usd', 'tool_calls'),
};
const HOOK: Readonly<Record<string, Measure>> = {
  runs: COUNT,
  avg_ms: { fn: 'avg', of: 'duration_ms' },
  p95_ms: { fn: 'p95', of: 'duration_ms' },
  broken: countIf({ column: 'success', is: false }),
  blocked: countIf({ column: 'blocked', is: true }),
};
const COST: Readonly<Record<string, Measure>> = {
  sessions: { fn: 'distinct', of: 'session_id' },
  ...sum('cost_usd', 'tokens_output'),
  priced: countIf({ column: 'cost_usd', known: true }),
  rows: COUNT,
};
const finished: readonly Condition[] = [{ column: 'outcome', isNot: 'running' }];

/** Everything that reports are made of: each is asked once for a period, and once for the one before it. */
export const QUESTIONS = {
  sessions: {
    from: 'claude_sessions',
    measures: {
      ...COST,
      ...sum('turns', 'active_min', 'tokens_input', 'tokens_cache_read', 'tokens_cache_creation'),
      ...sum('lines_added', 'lines_removed', 'commits', 'pull_requests', 'edits', 'rework_edits'),
      ...sum('tests_run', 'tests_passed', 'edits_accepted', 'edits_rejected'),
    },
  },
  costByProject: { from: 'claude_sessions', by: ['project'], measures: COST },
  costByModel: { from: 'claude_sessions', by: ['model'], measures: COST },
  costByBranch: { from: 'claude_sessions', by: ['project', 'git_branch'], measures: COST },
  costByTaskType: { from: 'claude_sessions', by: ['task_type'], measures: COST },
  sessionsByDay: { from: 'claude_sessions', by: ['day'], measures: COST },
  requestsByDay: {
    from: 'claude_events',
    where: [{ column: 'category', is: 'cost' }],
    by: ['day'],
    measures: { cost_usd: { fn: 'sum', of: 'value' }, requests: COUNT },
  },
  tools: { from: 'claude_tool_usage', measures: OUTCOMES },
  toolsEach: {
    from: 'claude_tool_usage',
    by: ['tool_name'],
    measures: { ...OUTCOMES, avg_ms: { fn: 'avg', of: 'duration_ms' }, p95_ms: { fn: 'p95', of: 'duration_ms' } },
  },
  agents: { from: 'claude_agents', where: finished, measures: RUNS },
  agentsEach: { from: 'claude_agents', where: finished, by: ['agent_type'], measures: RUNS },
  hooks: { from: 'claude_hooks', measures: HOOK },
  hooksEach: { from: 'claude_hooks', by: ['hook_name'], measures: HOOK },
  stopped: {
    from: 'claude_hooks',
    where: [{ column: 'decision', in: ['deny', 'block', 'ask'] }],
    by: ['rule', 'decision'],
    measures: { times: COUNT },
  },
  tasks: {
    from: 'claude_tasks',
    by: ['task_status'],
    measures: { tasks: COUNT, avg_min: { fn: 'avg', of: 'duration_min' } },
  },
  delivery: {
    from: 'claude_events',
    where: [{ column: 'category', is: 'dora' }],
    by: ['event_type'],
    measures: { events: COUNT, avg_value: { fn: 'avg', of: 'value' } },
  },
  errors: {
    from: 'claude_events',
    where: [{ column: 'event_type', in: ['error', 'hook_failure', 'timeout', 'validation_error', 'external_error'] }],
    by: ['category', 'tool_name', 'severity'],
    measures: { errors: { fn: 'sum', of: 'count' } },
  },
  context: {
    from: 'claude_context',
    by: ['project'],
    measures: { most_pct: { fn: 'max', of: 'utilization_pct' }, compactions: { fn: 'max', of: 'compactions' } },
  },
} as const satisfies Readonly<Record<string, Query>>;

export type Question = keyof typeof QUESTIONS;

/** The answers for one period. */
export type Measured = Readonly<Record<Question, readonly Answer[]>>;

export const ALL_QUESTIONS = Object.keys(QUESTIONS) as Question[];

/** A number of an answer; undefined where it is null or there is no such answer. */
export function numberOf(answer: Answer | undefined, column: string): number | undefined {
  const value = answer?.[column];
  return typeof value === 'number' ? value : undefined;
}

/** `part` of `whole` in percent; undefined when there is no whole. */
export function percentOf(part: number | undefined, whole: number | undefined): number | undefined {
  return whole === undefined || whole === 0 ? undefined : (100 * (part ?? 0)) / whole;
}
