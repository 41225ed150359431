import type { ModelTotals } from '../transcript/tally.ts';
import { callTotals } from '../transcript/totals.ts';
import type { SessionFacts } from './rows.ts';
import { activityTotals, sessionTotals } from './totals.ts';

/** A session in one or two short lines for the person; undefined when nothing happened in it. */
export function summaryText(facts: SessionFacts): string | undefined {
  const { tally } = facts;
  const totals = sessionTotals(tally, facts.status.costUsd);
  if (tally.started === undefined || totals.length === 0) return undefined;
  const calls = callTotals(tally);
  const activity = activityTotals(facts.activity);
  const minutes = Math.round(((tally.ended ?? tally.started) - tally.started) / 60_000);
  const parts = [
    `${minutes} min`,
    plural(Object.keys(tally.prompts).length, 'turn'),
    plural(calls.calls, 'call') + (calls.errors > 0 ? ` (${calls.errors} failed)` : ''),
  ];
  if (calls.edits > 0) parts.push(`${plural(calls.edits, 'edit')} (+${calls.linesAdded} −${calls.linesRemoved} lines)`);
  if (activity.reworkEdits > 0) parts.push(`${activity.reworkEdits} rework`);
  if (activity.testsRun > 0) parts.push(`tests ${activity.testsPassed}/${activity.testsRun} passed`);
  if (facts.tasksDone > 0) parts.push(`${plural(facts.tasksDone, 'task')} done`);
  if (activity.commits > 0) parts.push(plural(activity.commits, 'commit'));
  return `Session: ${parts.join(', ')}.\n${costText(totals)}`;
}

function costText(totals: readonly ModelTotals[]): string {
  let tokens = 0;
  let cost: number | undefined = 0;
  for (const total of totals) {
    tokens += total.input + total.output + total.cacheRead + total.cacheWrite;
    cost = cost === undefined || total.costUsd === undefined ? undefined : cost + total.costUsd;
  }
  const exact = totals.every((total) => total.costBasis === 'statusline');
  const price = cost === undefined ? 'cost unknown' : `${exact ? '' : 'about '}$${cost.toFixed(2)}`;
  return `${shortNumber(tokens)} tokens, ${price}, ${totals.map((total) => total.model).join(', ')}.`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** 950, 12k, 3.4M */
export function shortNumber(value: number): string {
  if (value < 1000) return String(value);
  return value < 1_000_000 ? `${Math.round(value / 1000)}k` : `${(value / 1_000_000).toFixed(1)}M`;
}
