import type { Thresholds } from '../canonical/canonical.ts';
import { type Measured, numberOf, percentOf } from './questions.ts';

/** What a score is made of: from 0 to 100, and what was measured, in words. */
interface Part {
  readonly name: string;
  readonly score: number;
}

export interface Dimension {
  readonly name: 'satisfaction' | 'performance' | 'activity' | 'collaboration' | 'efficiency';
  /** The mean of its parts; absent when nothing of it was measured. */
  readonly score?: number;
  readonly parts: readonly Part[];
}

/**
 * The five dimensions of SPACE as far as they can be measured here; each part is a share that speaks for itself, and what was not measured
 * is left out rather than counted as nothing.
 * @param days of the period
 */
export function spaceOf(measured: Measured, thresholds: Thresholds, days: number): Dimension[] {
  return [
    satisfaction(measured),
    performanceOf(measured),
    activity(measured, days),
    collaboration(measured),
    efficiency(measured, thresholds, days),
  ];
}

function satisfaction({ sessions: [sessions], tools: [tools] }: Measured): Dimension {
  const accepted = numberOf(sessions, 'edits_accepted');
  const rejected = numberOf(sessions, 'edits_rejected');
  const calls = numberOf(tools, 'calls');
  const unwanted = (numberOf(tools, 'denied') ?? 0) + (numberOf(tools, 'interrupted') ?? 0);
  return dimension('satisfaction', [
    ['proposed edits that were accepted', percentOf(accepted, (accepted ?? 0) + (rejected ?? 0))],
    ['calls that nobody denied or interrupted', rest(percentOf(unwanted, calls))],
  ]);
}

function performanceOf({ sessions: [sessions], tools: [tools], agents: [agents], delivery }: Measured): Dimension {
  const event = (type: string) =>
    numberOf(
      delivery.find(({ event_type }) => event_type === type),
      'events',
    );
  const done =
    (numberOf(tools, 'calls') ?? 0) - (numberOf(tools, 'denied') ?? 0) - (numberOf(tools, 'interrupted') ?? 0);
  return dimension('performance', [
    ['test runs that passed', percentOf(numberOf(sessions, 'tests_passed'), numberOf(sessions, 'tests_run'))],
    [
      'edits that were not done again within a day',
      rest(percentOf(numberOf(sessions, 'rework_edits'), numberOf(sessions, 'edits'))),
    ],
    ['calls of tools that worked', rest(percentOf(numberOf(tools, 'failed'), done))],
    ['agents that succeeded', percentOf(numberOf(agents, 'succeeded'), numberOf(agents, 'runs'))],
    ['deployments that held', rest(percentOf(event('deploy_failed'), event('deploy')))],
  ]);
}

function activity({ sessionsByDay, tasks }: Measured, days: number): Dimension {
  const active = sessionsByDay.length;
  const all = tasks.reduce((total, status) => total + (numberOf(status, 'tasks') ?? 0), 0);
  const done = numberOf(
    tasks.find(({ task_status }) => task_status === 'completed'),
    'tasks',
  );
  const workdays = Math.max(1, Math.round((days * 5) / 7));
  return dimension('activity', [
    ['working days with a session (five a week)', active === 0 ? undefined : Math.min(100, (100 * active) / workdays)],
    ['tasks that were completed', percentOf(done, all)],
  ]);
}

function collaboration({ sessions: [sessions], agents: [agents] }: Measured): Dimension {
  const commits = numberOf(sessions, 'commits');
  const requests = numberOf(sessions, 'pull_requests');
  // A pull request of five commits is a usual size; more commits than that went out without review.
  const reviewed = percentOf((requests ?? 0) * 5, commits);
  return dimension('collaboration', [
    ['commits that went into a pull request (five each)', reviewed === undefined ? undefined : Math.min(100, reviewed)],
    ['hand-offs to agents that succeeded', percentOf(numberOf(agents, 'succeeded'), numberOf(agents, 'runs'))],
  ]);
}

function efficiency(measured: Measured, thresholds: Thresholds, days: number): Dimension {
  const {
    sessions: [sessions],
    hooks: [hooks],
    context,
  } = measured;
  const cost = totalCost(measured)?.usd;
  const fullest = context.map((answer) => numberOf(answer, 'most_pct') ?? 0);
  return dimension('efficiency', [
    ['input read from the cache', cacheShare(sessions)],
    [
      'hooks below their limits',
      between(numberOf(hooks, 'avg_ms'), thresholds.hookLatencyWarnMs, thresholds.hookLatencyCriticalMs),
    ],
    [
      'cost of a day below its limits',
      between(
        cost === undefined ? undefined : cost / days,
        thresholds.dailyCostWarnUsd,
        thresholds.dailyCostCriticalUsd,
      ),
    ],
    [
      'projects whose context windows stayed below the limit',
      rest(percentOf(fullest.filter((pct) => pct > thresholds.contextUtilizationWarn * 100).length, fullest.length)),
    ],
  ]);
}

/** What was spent, and how that is known: by requests, exact to the day; else by sessions, counted where they began. */
export function totalCost(
  measured: Measured,
): { readonly usd: number; readonly from: 'requests' | 'sessions' } | undefined {
  const total = (answers: Measured['requestsByDay']) =>
    answers.reduce((sum, day) => sum + (numberOf(day, 'cost_usd') ?? 0), 0);
  const requests = total(measured.requestsByDay);
  const sessions = total(measured.sessionsByDay);
  if (measured.requestsByDay.length === 0 && measured.sessionsByDay.length === 0) return undefined;
  // Requests are known of some sessions only when they were read from transcripts.
  return requests >= sessions ? { usd: requests, from: 'requests' } : { usd: sessions, from: 'sessions' };
}

/** The share of input tokens that came from the cache. */
export function cacheShare(sessions: Measured['sessions'][number] | undefined): number | undefined {
  const read = numberOf(sessions, 'tokens_cache_read');
  if (read === undefined) return undefined;
  const written = numberOf(sessions, 'tokens_cache_creation') ?? 0;
  return percentOf(read, read + written + (numberOf(sessions, 'tokens_input') ?? 0));
}

/** 100 up to `good`, 0 from `bad` on, evenly between. */
function between(value: number | undefined, good: number, bad: number): number | undefined {
  if (value === undefined) return undefined;
  if (value <= good) return 100;
  return value >= bad ? 0 : (100 * (bad - value)) / (bad - good);
}

function rest(percent: number | undefined): number | undefined {
  return percent === undefined ? undefined : 100 - percent;
}

function dimension(name: Dimension['name'], measured: readonly (readonly [string, number | undefined])[]): Dimension {
  const parts = measured.flatMap(([part, score]) => {
    return score === undefined ? [] : [{ name: part, score: Math.max(0, Math.min(100, score)) }];
  });
  if (parts.length === 0) return { name, parts };
  return { name, parts, score: parts.reduce((sum, part) => sum + part.score, 0) / parts.length };
}
