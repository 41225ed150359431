import { type Measured, numberOf, percentOf } from './questions.ts';
import { cacheShare, totalCost } from './space.ts';

/** How a number stands beside that of the period before. */
export interface Trend {
  readonly name: string;
  readonly unit: 'USD' | '%' | 'ms' | '';
  readonly now: number;
  /** Absent when nothing was measured then. */
  readonly before?: number;
  /** Which way is good; `neither` where more is not better. */
  readonly good: 'up' | 'down' | 'neither';
}

/** The numbers that people compare, each with that of the period before. What was not measured is left out. */
export function trendsOf(now: Measured, before: Measured): Trend[] {
  const trends: Trend[] = [];
  const add = (
    name: string,
    unit: Trend['unit'],
    good: Trend['good'],
    of: (measured: Measured) => number | undefined,
  ) => {
    const [current, earlier] = [of(now), of(before)];
    if (current !== undefined)
      trends.push({ name, unit, good, now: current, ...(earlier === undefined ? {} : { before: earlier }) });
  };
  const done = ({ tasks }: Measured) =>
    tasks.length === 0
      ? undefined
      : (numberOf(
          tasks.find(({ task_status }) => task_status === 'completed'),
          'tasks',
        ) ?? 0);
  add('cost', 'USD', 'down', (measured) => totalCost(measured)?.usd);
  add('sessions', '', 'neither', ({ sessions: [all] }) => positive(numberOf(all, 'sessions')));
  add('tasks completed', '', 'up', done);
  add('cost of a completed task', 'USD', 'down', (measured) => perTask(totalCost(measured)?.usd, done(measured)));
  add('tool calls', '', 'neither', ({ tools: [all] }) => positive(numberOf(all, 'calls')));
  add('failed tool calls', '%', 'down', ({ tools: [all] }) =>
    percentOf(numberOf(all, 'failed'), numberOf(all, 'calls')),
  );
  add('agents that succeeded', '%', 'up', ({ agents: [all] }) =>
    percentOf(numberOf(all, 'succeeded'), numberOf(all, 'runs')),
  );
  add('time of a hook', 'ms', 'down', ({ hooks: [all] }) => numberOf(all, 'avg_ms'));
  add('input read from the cache', '%', 'up', ({ sessions: [all] }) => cacheShare(all));
  add('edits done again', '%', 'down', ({ sessions: [all] }) =>
    percentOf(numberOf(all, 'rework_edits'), numberOf(all, 'edits')),
  );
  return trends;
}

function positive(value: number | undefined): number | undefined {
  return value === 0 ? undefined : value;
}

function perTask(usd: number | undefined, tasks: number | undefined): number | undefined {
  return usd === undefined || tasks === undefined || tasks === 0 ? undefined : usd / tasks;
}
