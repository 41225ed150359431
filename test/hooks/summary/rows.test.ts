import { describe, expect, test } from 'vitest';
import { taskType } from '../../../src/core/metrics/taskType.ts';
import type { Activity } from '../../../src/hooks/dora/activity.ts';
import { contextRow, type SessionFacts, sessionRows } from '../../../src/hooks/summary/rows.ts';
import { parseStatusInput, statusText } from '../../../src/hooks/summary/status-line.ts';
import { shortNumber, summaryText } from '../../../src/hooks/summary/text.ts';
import { warningRows } from '../../../src/hooks/summary/warnings.ts';
import { parseRecord } from '../../../src/hooks/transcript/parse-record.ts';
import { count, emptyTally } from '../../../src/hooks/transcript/tally.ts';
import { assistant, toolResult, toolUse } from '../programs/transcript.ts';

function facts(lines: Record<string, unknown>[], more: Partial<SessionFacts> = {}): SessionFacts {
  const tally = emptyTally();
  for (const line of lines) count(tally, parseRecord(JSON.stringify(line), 'session-1')!, true);
  const status = { costUsd: undefined, contextUsed: undefined, contextMax: undefined };
  return { project: 'p', sessionId: 's', tally, activity: [], status, tasksDone: 0, endReason: undefined, ...more };
}

const two = [assistant({ id: 'a', input: 100_000 }), assistant({ id: 'b', model: 'claude-haiku-4-5', input: 100_000 })];

describe('the rows of a session', () => {
  test('are one a model, and what belongs to the whole session stands in one of them', () => {
    const rows = sessionRows(facts(two, { tasksDone: 3 }));
    expect(rows.map((row) => [row.model, row.task_count])).toEqual([
      ['claude-sonnet-4-5', 3],
      ['claude-haiku-4-5', undefined],
    ]);
    expect(new Set(rows.map((row) => row.timestamp)).size).toBe(1);
  });

  test('share the client’s own cost in the proportion of the estimates', () => {
    const rows = sessionRows(facts(two, { status: { costUsd: 8, contextUsed: undefined, contextMax: undefined } }));
    expect(rows.map((row) => row.cost_basis)).toEqual(['statusline', 'statusline']);
    expect((rows[0]!.cost_usd as number) + (rows[1]!.cost_usd as number)).toBeCloseTo(8);
    expect((rows[0]!.cost_usd as number) / (rows[1]!.cost_usd as number)).toBeCloseTo(3, 1);
  });

  test('keep their estimates where a model has no price and nobody knows the shares', () => {
    const lines = [...two, assistant({ id: 'c', model: 'new' })];
    const rows = sessionRows(facts(lines, { status: { costUsd: 8, contextUsed: undefined, contextMax: undefined } }));
    expect(rows.map((row) => row.cost_basis)).toEqual(['list-price', 'list-price', 'unknown']);
  });

  test('take an old client’s own cost of a response', () => {
    expect(sessionRows(facts([assistant({ id: 'a', fields: { costUSD: 0.5 } })]))).toMatchObject([
      { cost_usd: 0.5, cost_basis: 'transcript' },
    ]);
  });

  test('are none before the first response', () => {
    expect(sessionRows(facts([]))).toEqual([]);
    expect(contextRow(facts([]), 'turn')).toBeUndefined();
    expect(summaryText(facts([]))).toBeUndefined();
  });
});

describe('warnings', () => {
  const calls = (failed: number, all: number) => {
    const lines = Array.from({ length: all }, (_, i) =>
      assistant({ id: `m${i}`, content: [toolUse(`t${i}`, 'Edit', {})] }),
    );
    return [...lines, ...Array.from({ length: failed }, (_, i) => toolResult(`t${i}`, '', true))];
  };
  const rework = (n: number): Activity[] =>
    Array.from({ length: n }, (_, i) => ({ kind: 'edit', t: i, session: 's', path: 'a', rework: true }));

  test.each<[string, Record<string, unknown>[], Activity[], string[]]>([
    ['15 percent failed', calls(3, 20), [], []],
    ['more than 15 percent failed', calls(4, 20), [], ['error-share']],
    ['many failed of few calls', calls(5, 10), [], []],
    ['more than 30 percent rework', calls(0, 10), rework(4), ['rework-share']],
    ['30 percent rework', calls(0, 10), rework(3), []],
  ])('%s', (_, lines, activity, ids) => {
    expect(warningRows(facts(lines, { activity })).map((row) => row.event_id)).toEqual(ids);
  });
});

test.each([
  ['fix/login', 'fix'],
  ['feature-x', 'feature'],
  ['main', undefined],
  ['fixture/x', undefined],
  [undefined, undefined],
])('the branch %s is for %s', (branch, type) => {
  expect(taskType(branch)).toBe(type);
});

test.each([
  [950, '950'],
  [12_400, '12k'],
  [3_440_000, '3.4M'],
])('%d is written %s', (value, text) => {
  expect(shortNumber(value)).toBe(text);
});

describe('the status line', () => {
  test('counts the context from the last usage where the client gives it', () => {
    const usage = { input_tokens: 10, cache_read_input_tokens: 80, cache_creation_input_tokens: 10, output_tokens: 99 };
    const input = parseStatusInput(
      JSON.stringify({ context_window: { context_window_size: 200, current_usage: usage } }),
    );
    expect(input).toMatchObject({ contextUsed: 100, contextMax: 200, usedPercent: 50 });
  });

  test('is one line, with what is known', () => {
    const input = parseStatusInput(JSON.stringify({ model: { display_name: 'A\nB' }, cost: { total_cost_usd: 0 } }));
    expect(statusText(input, undefined)).toBe('A B | $0.00');
    expect(statusText(input, 'main')).toBe('A B | main | $0.00');
  });
});
