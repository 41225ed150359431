import type { Answer } from '../metrics/query.ts';
import { type Facts, filled, known, pick } from './facts.ts';
import { numberOf } from './questions.ts';
import { type Section, tableOf } from './section.ts';
import { cacheShare, totalCost } from './space.ts';
import { nextActions, recommendations, space, topIssues, trends } from './verdictSections.ts';
import { agentRoi, agents, dora, hooks, tasks, tools } from './workSections.ts';

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

function cost({ now }: Facts): Section {
  const by = (what: string, answers: readonly Answer[], column: string) =>
    answers.map((answer) => ({ by: what, name: answer[column] ?? '(none)', ...pick(answer, 'cost_usd', 'sessions') }));
  const dear = (rows: readonly { readonly cost_usd?: number | undefined }[]) =>
    [...rows].sort((a, b) => (b.cost_usd ?? 0) - (a.cost_usd ?? 0)).slice(0, 8);
  const rows = [
    ...dear(by('project', now.costByProject, 'project')),
    ...dear(by('model', now.costByModel, 'model')),
    ...dear(by('branch', now.costByBranch.map(branchWithProject), 'branch')),
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

/** Branches of different projects have one name, `main` above all. */
function branchWithProject(answer: Answer): Answer {
  return { ...answer, branch: `${answer['project'] ?? '(none)'}: ${answer['git_branch'] ?? '(none)'}` };
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
