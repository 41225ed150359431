import { type Facts, filled, known, pick } from './facts.ts';
import { numberOf, percentOf } from './questions.ts';
import { type Section, tableOf } from './section.ts';

/** The parts of a report on tools, agents, hooks, tasks and delivery. */
export function tools({ now }: Facts): Section {
  const rows = now.toolsEach.map((tool) => {
    const calls = numberOf(tool, 'calls') ?? 0;
    const done = calls - (numberOf(tool, 'denied') ?? 0) - (numberOf(tool, 'interrupted') ?? 0);
    return {
      tool: tool['tool_name'] ?? null,
      calls,
      failed: percentOf(numberOf(tool, 'failed'), done),
      ...pick(tool, 'denied', 'avg_ms', 'p95_ms'),
    };
  });
  const columns = { tool: 'text', calls: 'count', failed: '%', denied: 'count', avg_ms: 'ms', p95_ms: 'ms' } as const;
  return filled('Tools', rows, tableOf(columns, rows, 'calls'), 'No calls.');
}

export function agents({ now }: Facts): Section {
  const rows = now.agentsEach.map((agent) => ({
    agent: agent['agent_type'] ?? null,
    ...pick(agent, 'runs', 'avg_ms', 'tool_calls'),
    success: percentOf(numberOf(agent, 'succeeded'), numberOf(agent, 'runs')),
  }));
  const columns = { agent: 'text', runs: 'count', success: '%', avg_ms: 'ms', tool_calls: 'count' } as const;
  return filled('Agents', rows, tableOf(columns, rows, 'runs'), 'No agents ran.');
}

export function agentRoi({ now }: Facts): Section {
  const rows = now.agentsEach.map((agent) => {
    const succeeded = numberOf(agent, 'succeeded') ?? 0;
    const each = (total: number | undefined) =>
      total === undefined || succeeded === 0 ? undefined : total / succeeded;
    return {
      agent: agent['agent_type'] ?? null,
      succeeded,
      ...pick(agent, 'cost_usd'),
      'USD a success': each(numberOf(agent, 'cost_usd')),
      'tokens a success': each(numberOf(agent, 'tokens_used')),
    };
  });
  const columns = {
    agent: 'text',
    succeeded: 'count',
    cost_usd: 'USD',
    'USD a success': 'USD',
    'tokens a success': 'count',
  } as const;
  return filled('What agents cost', rows, tableOf(columns, rows, 'cost_usd'), 'No agents ran.');
}

export function hooks({ now }: Facts): Section {
  const rows = now.hooksEach.map((hook) => ({
    hook: hook['hook_name'] ?? null,
    ...pick(hook, 'runs', 'avg_ms', 'p95_ms', 'broken', 'blocked'),
  }));
  const columns = {
    hook: 'text',
    runs: 'count',
    avg_ms: 'ms',
    p95_ms: 'ms',
    broken: 'count',
    blocked: 'count',
  } as const;
  const rules = now.stopped.map(
    (rule) => `${String(rule['rule'] ?? 'no rule')} (${String(rule['decision'])}): ${String(rule['times'])} times`,
  );
  return {
    ...filled('Hooks', rows, tableOf(columns, rows, 'avg_ms'), 'No hooks ran.'),
    ...(rules.length === 0 ? {} : { lines: rules.sort() }),
  };
}

export function tasks({ now }: Facts): Section {
  const columns = { task_status: 'text', tasks: 'count', avg_min: 'min' } as const;
  return filled('Tasks', now.tasks, tableOf(columns, now.tasks, 'tasks'), 'No tasks.');
}

export function dora({ now, days }: Facts): Section {
  const event = (type: string) => now.delivery.find(({ event_type }) => event_type === type);
  const deployments = numberOf(event('deploy'), 'events');
  const rows = [
    { measure: 'deployments a day', value: deployments === undefined ? undefined : deployments / days },
    { measure: 'lead time, hours', value: hours(numberOf(event('lead_time'), 'avg_value')) },
    { measure: 'change failures, %', value: percentOf(numberOf(event('deploy_failed'), 'events'), deployments) },
    { measure: 'recovery time, hours', value: hours(numberOf(event('restored'), 'avg_value')) },
    { measure: 'rework, %', value: percentOf(numberOf(event('rework'), 'events'), deployments) },
  ];
  const found = known(rows);
  return filled(
    'Delivery (DORA)',
    found,
    tableOf({ measure: 'text', value: 'count' }, found),
    'No deployments were seen.',
  );
}

function hours(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds / 3600;
}
