import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contextWindow } from '../../../src/core/metrics/prices/window.ts';
import { parseRecord } from '../../../src/hooks/transcript/parse-record.ts';
import { listPrice } from '../../../src/hooks/transcript/prices.ts';
import { count, emptyTally, type Tally } from '../../../src/hooks/transcript/tally.ts';
import { callTotals, modelTotals, settle } from '../../../src/hooks/transcript/totals.ts';
import { assistant, prompt, toolResult, toolUse } from '../programs/transcript.ts';

type Json = Record<string, unknown>;

function tallyOf(lines: readonly Json[], inMain = true): Tally {
  const tally = emptyTally();
  for (const line of lines) {
    const record = parseRecord(JSON.stringify(line), 'session-1');
    if (record) count(tally, record, inMain);
  }
  return tally;
}

function sum(tally: Tally): number[] {
  const total = [0, 0, 0];
  for (const { input, output, cacheRead } of modelTotals(tally)) {
    total[0]! += input;
    total[1]! += output;
    total[2]! += cacheRead;
  }
  return total;
}

const response = fc
  .record({ id: fc.constantFrom('a', 'b', 'c'), output: fc.nat(100), cacheRead: fc.nat(100), side: fc.boolean() })
  .map(({ id, output, cacheRead, side }) =>
    assistant({ id, output, cacheRead, request: side ? `side-${id}` : `req-${id}`, fields: { isSidechain: side } }),
  );

describe('counting', () => {
  test('a line again, or all lines in another order, changes no number of tokens', () => {
    fc.assert(
      fc.property(fc.array(response), fc.array(response), (lines, more) => {
        const once = sum(tallyOf([...lines, ...more]));
        expect(sum(tallyOf([...lines, ...more, ...lines]))).toEqual(once);
        expect(sum(tallyOf([...more, ...lines]))).toEqual(once);
        expect(sum(tallyOf([...lines, ...more].reverse()))).toEqual(once);
      }),
    );
  });

  test('a response costs what the price list of its own day says, and without a day what the newest says', () => {
    const cost = (timestamp: string | undefined): number | undefined => {
      const fields = { timestamp };
      const line = assistant({ id: 'a', model: 'claude-sonnet-5-5', input: 0, output: 0, cacheRead: 100_000, fields });
      return modelTotals(tallyOf([line]))[0]?.costUsd;
    };
    expect([cost('2026-10-06T12:00:00Z'), cost('2026-10-08T12:00:00Z'), cost(undefined)]).toEqual([0.02, 0.01, 0.01]);
  });

  test('going on from a kept tally is the same as counting at once', () => {
    fc.assert(
      fc.property(fc.array(response), fc.array(response), (first, second) => {
        const kept = JSON.parse(JSON.stringify(tallyOf(first))) as Tally;
        const tally = { ...emptyTally(), ...kept };
        for (const line of second) count(tally, parseRecord(JSON.stringify(line), 'session-1')!, true);
        expect(sum(tally)).toEqual(sum(tallyOf([...first, ...second])));
      }),
    );
  });

  test('what is settled keeps its numbers, and its lines again change nothing', () => {
    const call = (i: number) => toolUse(`t${i}`, 'Edit', {});
    const lines = Array.from({ length: 30 }, (_, i) => [
      assistant({ id: `m${i}`, output: i, content: [call(i)] }),
      toolResult(`t${i}`, '', i % 3 === 0, { toolUseResult: { structuredPatch: [{ lines: ['+a'] }] } }),
    ]).flat();
    fc.assert(
      fc.property(fc.nat(40), fc.nat(60), (keep, at) => {
        const whole = tallyOf(lines);
        const tally = tallyOf(lines.slice(0, at - (at % 2)));
        settle(tally, keep);
        for (const line of lines) count(tally, parseRecord(JSON.stringify(line), 'session-1')!, true);
        settle(tally, keep);
        expect(Object.keys(tally.responses).length).toBeLessThanOrEqual(keep);
        expect(modelTotals(tally)).toEqual(
          modelTotals(whole).map((one) => ({ ...one, costUsd: expect.closeTo(one.costUsd!) })),
        );
        expect(callTotals(tally)).toEqual(callTotals(whole));
      }),
    );
  });

  test('the sum is never more than the sum of the lines', () => {
    fc.assert(
      fc.property(fc.array(response), (lines) => {
        const naive = lines.reduce(
          (total, line) => total + ((line.message as Json).usage as Json & { output_tokens: number }).output_tokens,
          0,
        );
        expect(sum(tallyOf(lines))[1]).toBeLessThanOrEqual(naive);
      }),
    );
  });

  test('the result of a call that is not ours counts nothing', () => {
    const tally = tallyOf([
      toolResult('elsewhere', 'x', true),
      assistant({ id: 'm', content: [toolUse('t', 'Read', {})] }),
    ]);
    expect(Object.keys(tally.calls)).toEqual(['t']);
  });
});

describe('a line of a transcript', () => {
  const parse = (value: unknown) => parseRecord(JSON.stringify(value), 'session-1');

  test.each<[string, unknown]>([
    ['an error of the API', { ...assistant({ id: 'm' }), isApiErrorMessage: true }],
    ['the client’s own message', assistant({ id: 'm', model: '<synthetic>' })],
    ['a message without usage', { ...assistant({ id: 'm' }), message: { model: 'x', content: [] } }],
    ['an unknown type', { type: 'new-thing' }],
  ])('%s is no response', (_, value) => {
    expect(parse(value)?.kind).toBe('other');
  });

  test.each<[string, unknown]>([
    ['no object', 7],
    ['another session’s', assistant({ id: 'm', fields: { sessionId: 'x' } })],
    ['one copied into a fork', assistant({ id: 'm', fields: { forkedFrom: {} } })],
  ])('%s gives nothing', (_, value) => {
    expect(parse(value)).toBeUndefined();
  });

  test('a subagent’s message in a progress line is read', () => {
    const nested = { type: 'assistant', requestId: 'r', message: assistant({ id: 'm', output: 9 }).message };
    const record = parse({
      type: 'progress',
      sessionId: 'session-1',
      timestamp: '2026-01-01T00:00:00Z',
      data: { message: nested },
    });
    expect(record).toMatchObject({ kind: 'assistant', sidechain: true, usage: { output: 9 } });
  });

  test.each<[string, Json, string | undefined]>([
    ['what the person wrote', prompt(' hi '), 'hi'],
    ['a note of the client', prompt('<local-command-stdout>x</local-command-stdout>'), undefined],
    ['a note marked as one', prompt('Caveat', { isMeta: true }), undefined],
    ['the summary of a compaction', prompt('This session is being continued', { isCompactSummary: true }), undefined],
    ['a prompt of a subagent', prompt('Look', { isSidechain: true }), undefined],
    ['a tool’s result', toolResult('t', 'x'), undefined],
  ])('the prompt in %s', (_, value, expected) => {
    expect(parse(value)).toMatchObject({ kind: 'user' });
    expect((parse(value) as { prompt?: string }).prompt).toBe(expected);
  });

  test('the hour’s and the five minutes’ cache writes are told apart', () => {
    const usage = {
      input_tokens: 1,
      output_tokens: 1,
      cache_creation_input_tokens: 30,
      cache_creation: { ephemeral_1h_input_tokens: 20 },
    };
    const record = parse({ ...assistant({ id: 'm' }), message: { id: 'm', model: 'x', usage, content: [] } });
    expect(record).toMatchObject({ usage: { cacheWrite5m: 10, cacheWrite1h: 20 } });
  });

  test('any text is read or passed over', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => typeof parseRecord(text, 's') !== 'string'));
  });
});

describe('prices', () => {
  const million = { input: 1_000_000, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 };
  const small = { ...million, input: 100_000, output: 100_000 };

  test.each<[string, number | undefined]>([
    ['claude-opus-4-1-20250805', 9],
    ['claude-opus-4-20250514', 9],
    ['claude-opus-4-5', 3],
    ['claude-sonnet-4-5-20250929', 1.8],
    ['us.anthropic.claude-sonnet-4-5', 1.8],
    ['claude-haiku-4-5', 0.6],
    ['gpt-x', undefined],
    ['claude-next', undefined],
  ])('of %s', (model, dollars) => {
    const price = listPrice(model, small, false);
    if (dollars === undefined) expect(price).toBeUndefined();
    else expect(price).toBeCloseTo(dollars);
  });

  test('a large request costs more where the model says so; the cache costs its own factors', () => {
    expect(listPrice('claude-sonnet-4-5', million, false)).toBeCloseTo(6);
    expect(listPrice('claude-haiku-4-5', { ...small, input: 0, output: 0, cacheRead: 100_000 }, false)).toBeCloseTo(
      0.01,
    );
    expect(listPrice('claude-haiku-4-5', { ...small, input: 0, output: 0, cacheWrite5m: 100_000 }, false)).toBeCloseTo(
      0.125,
    );
    expect(listPrice('claude-haiku-4-5', { ...small, input: 0, output: 0, cacheWrite1h: 100_000 }, false)).toBeCloseTo(
      0.2,
    );
  });

  test('the window is what the client said, else what the name or the use tells', () => {
    expect(contextWindow('claude-x', 5, 500_000)).toBe(500_000);
    expect(contextWindow('claude-x', 5, undefined)).toBe(200_000);
    expect(contextWindow('claude-x[1m]', 5, undefined)).toBe(1_000_000);
    expect(contextWindow('claude-x', 300_000, undefined)).toBe(1_000_000);
  });
});
