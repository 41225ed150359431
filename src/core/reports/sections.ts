import type { Thresholds } from '../canonical/canonical.ts';
import type { Answer } from '../metrics/query.ts';
import { adviceOn } from './advice.ts';
import { type Measured, numberOf, percentOf } from './questions.ts';
import { type Section, type Table, tableOf } from './section.ts';
import { cacheShare, spaceOf, totalCost } from './space.ts';
import { trendsOf } from './trends.ts';

/** What sections are made of. */
interface Facts {
  readonly now: Measured;
  /** The period of the same length before it. */
  readonly before: Measured;
  readonly thresholds: Thresholds;
  /** Of the period. */
  readonly days: number;
}

type Make = (facts: Facts) => Section;

/** Every section that a report may have, by its name in canonical.yaml. */
export const SECTIONS: Readonly<Record<string, Make>> = {
  summary,
  errors,
  top_issues: topIssues,
  trends,
  cost_analysis: cost,
  sessions,
  tools,
  agent_performance: agents,
  agent_roi: agentRoi,
  hooks,
  tasks,
  dora,
  space,
  recommendations,
  next_actions: nextActions,
};

function summary({ now, days }: Facts): Section {
  const spent = totalCost(now);
  const all = now.sessions[0];
  const tasks = numberOf(
    now.tasks.find(({ task_status }) => task_status === 'completed'),
    'tasks',
  );
  const rows = [
    { what: 'sessions', value: numberOf(all, 'sessions') },
    { what: 'cost, USD', value: spent?.usd },
    { what: 'cost of a day, USD', value: spent === undefined ? undefined : spent.usd / days },
    { what: 'tokens written', value: numberOf(all, 'tokens_output') },
    { what: 'input read from the cache, %', value: cacheShare(all) },
    { what: 'tool calls', value: numberOf(now.tools[0], 'calls') },
    { what: 'agents run', value: numberOf(now.agents[0], 'runs') },
    { what: 'tasks completed', value: tasks },
    { what: 'lines added', value: numberOf(all, 'lines_added') },
    { what: 'lines removed', value: numberOf(all, 'lines_removed') },
  ];
  return { title: 'Summary', lines: [], table: tableOf({ what: 'text', value: 'count' }, known(rows)) };
}

function errors({ now }: Facts): Section {
  const columns = { category: 'text', tool_name: 'text', severity: 'text', errors: 'count' } as const;
  return filled('Errors', now.errors, tableOf(columns, now.errors, 'errors'), 'No errors.');
}

function topIssues({ now, thresholds }: Facts): Section {
  const advice = adviceOn(now, thresholds).filter(({ weight }) => weight !== 'hint');
  const lines = advice.slice(0, 5).map(({ weight, seen }) => `${weight === 'critical' ? 'Critical: ' : ''}${seen}`);
  return { title: 'Top issues', lines: lines.length === 0 ? ['None.'] : lines };
}

function trends({ now, before }: Facts): Section {
  const rows = trendsOf(now, before).map((trend) => {
    const change =
      trend.before === undefined || trend.before === 0 ? undefined : (100 * (trend.now - trend.before)) / trend.before;
    const better =
      change === undefined || change === 0 || trend.good === 'neither'
        ? ''
        : change > 0 === (trend.good === 'up')
          ? 'better'
          : 'worse';
    return {
      what: trend.unit === '' ? trend.name : `${trend.name}, ${trend.unit}`,
      now: trend.now,
      before: trend.before,
      change,
      '': better,
    };
  });
  const table = tableOf({ what: 'text', now: 'count', before: 'count', change: '%', '': 'text' }, rows);
  return filled('Trends, against the period before', rows, table, 'Nothing was measured.');
}

function cost({ now }: Facts): Section {
  const by = (what: string, answers: readonly Answer[], column: string) =>
    answers.map((answer) => ({ by: what, name: answer[column] ?? '(none)', ...pick(answer, 'cost_usd', 'sessions') }));
  const dear = (rows: readonly { readonly cost_usd?: number | undefined }[]) =>
    [...rows].sort((a, b) => (b.cost_usd ?? 0) - (a.cost_usd ?? 0)).slice(0, 8);
  const rows = [
    ...dear(by('project', now.costByProject, 'project')),
    ...dear(by('model', now.costByModel, 'model')),
    ...dear(by('branch', now.costByBranch, 'git_branch')),
    ...dear(by('task type', now.costByTaskType, 'task_type')),
  ];
  const table = tableOf({ by: 'text', name: 'text', cost_usd: 'USD', sessions: 'count' }, rows, undefined, 40);
  const spent = totalCost(now);
  const lines =
    spent === undefined
      ? ['Nothing was measured.']
      : [`${spent.usd.toFixed(2)} USD in all, by list prices: an estimate, not a bill.`];
  return { title: 'Cost', lines, ...(rows.length === 0 ? {} : { table }) };
}

function sessions({ now }: Facts): Section {
  const rows = now.sessionsByDay.map((day) => {
    const exact = now.requestsByDay.find((other) => other['day'] === day['day']);
    return {
      day: day['day'] ?? null,
      ...pick(day, 'sessions', 'tokens_output'),
      cost_usd: numberOf(exact, 'cost_usd') ?? numberOf(day, 'cost_usd'),
    };
  });
  const columns = { day: 'text', sessions: 'count', tokens_output: 'count', cost_usd: 'USD' } as const;
  const sorted = rows.sort((a, b) => (String(a.day) < String(b.day) ? 1 : -1));
  return filled('Sessions a day', rows, tableOf(columns, sorted, undefined, 31), 'No sessions.');
}

function tools({ now }: Facts): Section {
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

function agents({ now }: Facts): Section {
  const rows = now.agentsEach.map((agent) => ({
    agent: agent['agent_type'] ?? null,
    ...pick(agent, 'runs', 'avg_ms', 'tool_calls'),
    success: percentOf(numberOf(agent, 'succeeded'), numberOf(agent, 'runs')),
  }));
  const columns = { agent: 'text', runs: 'count', success: '%', avg_ms: 'ms', tool_calls: 'count' } as const;
  return filled('Agents', rows, tableOf(columns, rows, 'runs'), 'No agents ran.');
}

function agentRoi({ now }: Facts): Section {
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

function hooks({ now }: Facts): Section {
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

function tasks({ now }: Facts): Section {
  const columns = { task_status: 'text', tasks: 'count', avg_min: 'min' } as const;
  return filled('Tasks', now.tasks, tableOf(columns, now.tasks, 'tasks'), 'No tasks.');
}

function dora({ now, days }: Facts): Section {
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

function space({ now, thresholds, days }: Facts): Section {
  const rows = spaceOf(now, thresholds, days).map(({ name, score, parts }) => ({
    dimension: name,
    score,
    'made of':
      parts.length === 0 ? 'not measured' : parts.map((part) => `${part.name} ${Math.round(part.score)}`).join('; '),
  }));
  return {
    title: 'SPACE, 0 to 100',
    lines: [],
    table: tableOf({ dimension: 'text', score: 'count', 'made of': 'text' }, rows),
  };
}

function recommendations({ now, thresholds }: Facts): Section {
  const lines = adviceOn(now, thresholds).map(({ seen, act }) => `${seen} ${act}`);
  const measured = Object.values(now).some((answers) =>
    answers.some((found) => Object.values(found).some((value) => value !== null && value !== 0)),
  );
  if (!measured) return { title: 'Recommendations', lines: ['None: nothing was measured.'] };
  return {
    title: 'Recommendations',
    lines: lines.length === 0 ? ['None: everything that was measured is within its limits.'] : lines,
  };
}

function nextActions({ now, thresholds }: Facts): Section {
  const acts = [...new Set(adviceOn(now, thresholds).map(({ act }) => act))].slice(0, 3);
  return { title: 'Next', lines: acts.length === 0 ? ['Nothing to do.'] : acts };
}

function filled(title: string, rows: readonly unknown[], table: Table, otherwise: string): Section {
  return rows.length === 0 ? { title, lines: [otherwise] } : { title, lines: [], table };
}

function known<T extends { readonly value: number | undefined }>(rows: readonly T[]): T[] {
  return rows.filter(({ value }) => value !== undefined);
}

function pick<Name extends string>(answer: Answer, ...names: readonly Name[]): Partial<Record<Name, number>> {
  const found: Partial<Record<Name, number>> = {};
  for (const name of names) {
    const value = numberOf(answer, name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

function hours(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds / 3600;
}
