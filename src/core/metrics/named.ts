import type { Query, Window } from './query.ts';

/** A question that has a name: `reconcile metrics query cost`. */
export interface NamedQuery {
  /** A sentence for people. */
  readonly about: string;
  readonly query: Query;
  readonly window: Window;
}

const WEEK: Window = { kind: 'last', minutes: 7 * 24 * 60 };

/** The questions by name: each has one meaning, whether QuestDB answers it or the spool. Add one here, and it is asked everywhere. */
export const NAMED: Readonly<Record<string, NamedQuery>> = {
  cost: {
    about: 'list price of the sessions of the last 7 days, by project and model',
    query: {
      from: 'claude_sessions',
      by: ['project', 'model'],
      measures: {
        sessions: { fn: 'distinct', of: 'session_id' },
        tokens_input: { fn: 'sum', of: 'tokens_input' },
        tokens_output: { fn: 'sum', of: 'tokens_output' },
        cost_usd: { fn: 'sum', of: 'cost_usd' },
      },
    },
    window: WEEK,
  },
  tools: {
    about: 'calls of tools in the last 7 days, and how many failed',
    query: {
      from: 'claude_tool_usage',
      by: ['tool_name'],
      measures: {
        calls: { fn: 'count' },
        failed_pct: { fn: 'percent', where: [{ column: 'outcome', is: 'error' }] },
        avg_ms: { fn: 'avg', of: 'duration_ms' },
      },
    },
    window: WEEK,
  },
  hooks: {
    about: 'runs of hooks in the last 7 days, how long they took, and what they stopped',
    query: {
      from: 'claude_hooks',
      by: ['hook_name'],
      measures: {
        runs: { fn: 'count' },
        avg_ms: { fn: 'avg', of: 'duration_ms' },
        p95_ms: { fn: 'p95', of: 'duration_ms' },
        blocked: { fn: 'countIf', where: [{ column: 'blocked', is: true }] },
      },
    },
    window: WEEK,
  },
  agents: {
    about: 'subagents of the last 7 days: how many, how many ended well, what they used',
    query: {
      from: 'claude_agents',
      by: ['agent_type'],
      measures: {
        runs: { fn: 'count' },
        success_pct: { fn: 'percent', where: [{ column: 'success', is: true }] },
        tokens: { fn: 'sum', of: 'tokens_used' },
      },
    },
    window: WEEK,
  },
  events: {
    about: 'events of the last 7 days, by kind and severity',
    query: { from: 'claude_events', by: ['event_type', 'severity'], measures: { events: { fn: 'count' } } },
    window: WEEK,
  },
};
