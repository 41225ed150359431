import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../src/core/metrics/query.ts';
import { adviceOn } from '../../../src/core/reports/advice.ts';
import { ALL_QUESTIONS, type Measured } from '../../../src/core/reports/questions.ts';
import { makeReport } from '../../../src/core/reports/report.ts';
import { spaceOf, totalCost } from '../../../src/core/reports/space.ts';
import { trendsOf } from '../../../src/core/reports/trends.ts';
import { THRESHOLDS } from '../desired/builders.ts';

const NOTHING = Object.fromEntries(ALL_QUESTIONS.map((name) => [name, [] as Answer[]])) as unknown as Measured;

const measured = (over: Partial<Measured>): Measured => ({ ...NOTHING, ...over });

/** One week: each number below is worked out by hand from these rows. */
const WEEK = measured({
  sessions: [
    {
      sessions: 10,
      rows: 10,
      priced: 10,
      cost_usd: 70,
      edits_accepted: 9,
      edits_rejected: 1,
      tests_run: 20,
      tests_passed: 15,
      edits: 50,
      rework_edits: 10,
      commits: 20,
      pull_requests: 3,
      tokens_input: 100,
      tokens_cache_creation: 300,
      tokens_cache_read: 600,
    },
  ],
  sessionsByDay: [
    { day: '2026-01-26', cost_usd: 30 },
    { day: '2026-01-27', cost_usd: 40 },
    { day: '2026-01-28', cost_usd: 0 },
  ],
  tools: [{ calls: 100, failed: 9, denied: 6, interrupted: 4 }],
  agents: [{ runs: 10, succeeded: 7 }],
  hooks: [{ avg_ms: 300 }],
  tasks: [
    { task_status: 'completed', tasks: 6 },
    { task_status: 'pending', tasks: 2 },
  ],
  delivery: [
    { event_type: 'deploy', events: 4 },
    { event_type: 'deploy_failed', events: 1 },
  ],
  context: [{ most_pct: 90 }, { most_pct: 80 }],
});

describe('SPACE', () => {
  test('scores a week as it is worked out by hand', () => {
    const space = spaceOf(WEEK, THRESHOLDS, 7);
    expect(space.map(({ name, parts }) => [name, parts.map(({ score }) => score)])).toEqual([
      // 9 of 10; 10 of 100 denied or interrupted.
      ['satisfaction', [90, 90]],
      // 15 of 20; 10 of 50 again; 9 of the 90 that were done failed; 7 of 10; 1 of 4 failed.
      ['performance', [75, 80, 90, 70, 75]],
      // 3 of 5 working days; 6 of 8.
      ['activity', [60, 75]],
      // 3 pull requests of 5 commits, of 20; 7 of 10.
      ['collaboration', [75, 70]],
      // 600 of 1000; 300 ms is half way from 100 to 500; 10 USD a day is below 30; 90 % is over 80 %, 80 % is not.
      ['efficiency', [60, 50, 100, 50]],
    ]);
    expect(space.map(({ score }) => score)).toEqual([90, 78, 67.5, 72.5, 65]);
  });

  test('leaves out what was not measured, and never counts it as nothing', () => {
    for (const { score, parts } of spaceOf(NOTHING, THRESHOLDS, 7)) {
      expect(parts).toEqual([]);
      expect(score).toBeUndefined();
    }
    const some = spaceOf(measured({ agents: [{ runs: 4, succeeded: 3 }] }), THRESHOLDS, 7);
    expect(some.map(({ score }) => score)).toEqual([undefined, 75, undefined, 75, undefined]);
  });
});

describe('the cost of a period', () => {
  test('is that of requests where they tell more than sessions, and is never both', () => {
    const requests = [{ day: '2026-01-27', cost_usd: 80 }];
    expect(totalCost(WEEK)).toEqual({ usd: 70, from: 'sessions' });
    expect(totalCost({ ...WEEK, requestsByDay: requests })).toEqual({ usd: 80, from: 'requests' });
    expect(totalCost({ ...WEEK, requestsByDay: [{ cost_usd: 5 }] })).toEqual({ usd: 70, from: 'sessions' });
    expect(totalCost(NOTHING)).toBeUndefined();
  });
});

describe('trends', () => {
  const before = measured({
    sessionsByDay: [{ cost_usd: 35 }],
    tasks: [{ task_status: 'completed', tasks: 3 }],
    tools: [{ calls: 50, failed: 5 }],
    agents: [{ runs: 10, succeeded: 8 }],
  });
  const report = (now: Measured, then: Measured) => {
    const settings = { name: 'weekly', hours: 168, sections: ['trends'], output: 'terminal' } as const;
    const made = makeReport(settings, { now, before: then, source: 'spool' }, THRESHOLDS, Date.UTC(2026, 0, 31));
    return made.sections[0]!;
  };

  test('put each number beside that of the period before, and say whether it is better', () => {
    const rows = report(WEEK, before).table!.rows;
    expect(rows.filter(([what]) => /^(cost|tasks completed|failed|agents)/.test(String(what)))).toEqual([
      ['cost, USD', 70, 35, 100, 'worse'],
      ['tasks completed', 6, 3, 100, 'better'],
      ['cost of a completed task, USD', 70 / 6, 35 / 3, 0, ''],
      ['failed tool calls, %', 9, 10, -10, 'better'],
      ['agents that succeeded, %', 70, 80, -12.5, 'worse'],
    ]);
  });

  test('without a period before have nothing to compare with, and of nothing there are none', () => {
    expect(trendsOf(WEEK, NOTHING).every((trend) => trend.before === undefined)).toBe(true);
    expect(trendsOf(NOTHING, WEEK)).toEqual([]);
    expect(report(NOTHING, NOTHING).lines).toEqual(['Nothing was measured.']);
  });
});

describe('recommendations', () => {
  const seen = (over: Partial<Measured>): string[] =>
    adviceOn(measured(over), THRESHOLDS).map(({ weight, seen: text }) => `${weight}: ${text}`);

  test('of nothing there are none', () => {
    expect(seen({})).toEqual([]);
  });

  test('name days that cost too much, the worst limit only, with the dearest project', () => {
    const costByProject = [
      { project: 'a', cost_usd: 3 },
      { project: 'b', cost_usd: 67 },
    ];
    expect(seen({ sessionsByDay: [{ cost_usd: 31 }, { cost_usd: 30 }], costByProject })).toEqual([
      'warning: 1 day cost more than 30 USD.',
    ]);
    const advice = adviceOn(
      measured({ sessionsByDay: [{ cost_usd: 31 }, { cost_usd: 51 }], costByProject }),
      THRESHOLDS,
    );
    expect(advice.map((one) => one.seen)).toEqual(['1 day cost more than 50 USD.']);
    expect(advice[0]!.act).toContain('Look at b first');
  });

  test('come only where there are enough runs, and only beyond the limit', () => {
    const hook = { hook_name: 'guard', broken: 0 };
    expect(seen({ hooksEach: [{ ...hook, runs: 4, avg_ms: 900 }] })).toEqual([]);
    expect(seen({ hooksEach: [{ ...hook, runs: 5, avg_ms: 100 }] })).toEqual([]);
    expect(seen({ hooksEach: [{ ...hook, runs: 5, avg_ms: 101 }] })[0]).toMatch(
      /^warning: The hook guard takes 101 ms/,
    );
    expect(seen({ hooksEach: [{ ...hook, runs: 5, avg_ms: 501 }] })[0]).toMatch(/^critical: /);
    const tool = { tool_name: 'Bash', denied: 5, interrupted: 5 };
    expect(seen({ toolsEach: [{ ...tool, calls: 19, failed: 9 }] })).toEqual([]);
    expect(seen({ toolsEach: [{ ...tool, calls: 20, failed: 2 }] })).toEqual([]);
    expect(seen({ toolsEach: [{ ...tool, calls: 20, failed: 3 }] })).toEqual([
      'warning: Bash fails in 30 % of 10 calls.',
    ]);
    const agent = { agent_type: 'explore' };
    expect(seen({ agentsEach: [{ ...agent, runs: 5, succeeded: 4 }] })).toEqual([]);
    expect(seen({ agentsEach: [{ ...agent, runs: 5, succeeded: 3 }] })).toEqual([
      'warning: The agent explore succeeds in 60 % of 5 runs.',
    ]);
  });

  test('put the worst first', () => {
    const all = seen({
      sessions: [{ rows: 3, priced: 1, tokens_cache_read: 10, tokens_input: 90 }],
      sessionsByDay: [{ cost_usd: 99 }],
      agentsEach: [{ agent_type: 'x', runs: 9, succeeded: 0 }],
    });
    expect(all.map((text) => text.split(':')[0])).toEqual(['critical', 'warning', 'hint', 'hint']);
    expect(all[3]).toBe('hint: 2 rows of sessions have no cost, because no price is known for their model.');
  });
});
