import type { Thresholds } from '../canonical/canonical.ts';
import type { Answer } from '../metrics/query.ts';
import { type Measured, numberOf, percentOf } from './questions.ts';
import { cacheShare } from './space.ts';

/** What to do about something that was measured. The worst first. */
export interface Advice {
  readonly weight: 'critical' | 'warning' | 'hint';
  /** What was seen, as a sentence with its numbers. */
  readonly seen: string;
  /** What to do, as a sentence. */
  readonly act: string;
}

// Fewer say nothing.
const FEWEST_RUNS = 5;
const FEWEST_CALLS = 10;

/** What follows from the numbers of a period. */
export function adviceOn(measured: Measured, thresholds: Thresholds): Advice[] {
  const advice = [
    ...costDays(measured, thresholds),
    ...slowHooks(measured, thresholds),
    ...failingTools(measured, thresholds),
    ...failingAgents(measured, thresholds),
    ...denials(measured),
    ...habits(measured),
    ...unpriced(measured),
  ];
  const rank = { critical: 0, warning: 1, hint: 2 };
  return advice.sort((a, b) => rank[a.weight] - rank[b.weight]);
}

function costDays(measured: Measured, { dailyCostWarnUsd, dailyCostCriticalUsd }: Thresholds): Advice[] {
  const days = measured.requestsByDay.length > 0 ? measured.requestsByDay : measured.sessionsByDay;
  const costs = days.map((day) => numberOf(day, 'cost_usd') ?? 0);
  const [very, high] = [dailyCostCriticalUsd, dailyCostWarnUsd].map(
    (limit) => costs.filter((usd) => usd > limit).length,
  );
  const dearest = [...measured.costByProject].sort(
    (a, b) => (numberOf(b, 'cost_usd') ?? 0) - (numberOf(a, 'cost_usd') ?? 0),
  )[0];
  const act = `Look at ${name(dearest, 'project')} first: \`reconcile metrics query cost\`. A smaller model for simple work, and /clear between tasks, save most.`;
  if (very! > 0)
    return [{ weight: 'critical', seen: `${counted(very!, 'day')} cost more than ${dailyCostCriticalUsd} USD.`, act }];
  return high! > 0
    ? [{ weight: 'warning', seen: `${counted(high!, 'day')} cost more than ${dailyCostWarnUsd} USD.`, act }]
    : [];
}

function slowHooks({ hooksEach }: Measured, { hookLatencyWarnMs, hookLatencyCriticalMs }: Thresholds): Advice[] {
  return hooksEach.flatMap((hook): Advice[] => {
    const ms = numberOf(hook, 'avg_ms') ?? 0;
    const found: Advice[] = [];
    if ((numberOf(hook, 'runs') ?? 0) < FEWEST_RUNS) return found;
    const seen = `The hook ${name(hook, 'hook_name')} takes ${Math.round(ms)} ms on average (limit: ${hookLatencyWarnMs}).`;
    const act = 'Narrow its matcher, or make it async where it only records.';
    if (ms > hookLatencyWarnMs) found.push({ weight: ms > hookLatencyCriticalMs ? 'critical' : 'warning', seen, act });
    const broken = numberOf(hook, 'broken') ?? 0;
    if (broken > 0) {
      const failed = `The hook ${name(hook, 'hook_name')} failed itself in ${counted(broken, 'run')}.`;
      found.push({ weight: 'warning', seen: failed, act: 'Run it by hand: `reconcile health` tries each hook.' });
    }
    return found;
  });
}

function failingTools({ toolsEach }: Measured, { toolFailureRateMax }: Thresholds): Advice[] {
  return toolsEach.flatMap((tool): Advice[] => {
    const done =
      (numberOf(tool, 'calls') ?? 0) - (numberOf(tool, 'denied') ?? 0) - (numberOf(tool, 'interrupted') ?? 0);
    const failed = percentOf(numberOf(tool, 'failed'), done) ?? 0;
    if (done < FEWEST_CALLS || failed <= toolFailureRateMax * 100) return [];
    const seen = `${name(tool, 'tool_name')} fails in ${Math.round(failed)} % of ${done} calls.`;
    return [{ weight: 'warning', seen, act: 'See how it fails, and say in CLAUDE.md what works here.' }];
  });
}

function failingAgents({ agentsEach }: Measured, { agentSuccessRateMin }: Thresholds): Advice[] {
  return agentsEach.flatMap((agent): Advice[] => {
    const runs = numberOf(agent, 'runs') ?? 0;
    const succeeded = percentOf(numberOf(agent, 'succeeded'), runs) ?? 100;
    if (runs < FEWEST_RUNS || succeeded >= agentSuccessRateMin * 100) return [];
    const seen = `The agent ${name(agent, 'agent_type')} succeeds in ${Math.round(succeeded)} % of ${runs} runs.`;
    return [
      {
        weight: 'warning',
        seen,
        act: 'Say in its description when not to use it, and give it the tools that it asks for.',
      },
    ];
  });
}

function denials({ tools: [tools] }: Measured): Advice[] {
  const denied = percentOf(numberOf(tools, 'denied'), numberOf(tools, 'calls')) ?? 0;
  if (denied <= 10) return [];
  const seen = `${Math.round(denied)} % of all calls are denied.`;
  return [
    {
      weight: 'hint',
      seen,
      act: 'Allow what you always allow, in permissions.allow of the settings, and say in CLAUDE.md what is not wanted.',
    },
  ];
}

function habits({ sessions: [sessions] }: Measured): Advice[] {
  const advice: Advice[] = [];
  const cache = cacheShare(sessions);
  if (cache !== undefined && cache < 50) {
    const seen = `Only ${Math.round(cache)} % of the input comes from the cache.`;
    advice.push({
      weight: 'hint',
      seen,
      act: 'Stay in one session while the subject is one: each new one reads everything anew.',
    });
  }
  const edits = numberOf(sessions, 'edits') ?? 0;
  const rework = percentOf(numberOf(sessions, 'rework_edits'), edits) ?? 0;
  if (edits >= FEWEST_CALLS && rework > 30) {
    const seen = `${Math.round(rework)} % of the edits change a file again within a day.`;
    advice.push({ weight: 'hint', seen, act: 'Plan before editing, and write the test first.' });
  }
  return advice;
}

function unpriced({ sessions: [sessions] }: Measured): Advice[] {
  const without = (numberOf(sessions, 'rows') ?? 0) - (numberOf(sessions, 'priced') ?? 0);
  if (without <= 0) return [];
  const seen = `${counted(without, 'row')} of sessions have no cost, because no price is known for their model.`;
  return [
    {
      weight: 'hint',
      seen,
      act: 'The cost shown is too low by them. Add the price to metrics.prices in canonical.yaml.',
    },
  ];
}

function name(answer: Answer | undefined, column: string): string {
  const value = answer?.[column];
  return typeof value === 'string' ? value : 'what has no name';
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
