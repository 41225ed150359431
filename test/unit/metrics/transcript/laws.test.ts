import fc from 'fast-check';
import { expect, test } from 'vitest';
import { priceList } from '../../../../src/core/metrics/prices/prices.ts';
import { type Book, emptyBook } from '../../../../src/core/metrics/transcript/book.ts';
import { type Counting, countLine, type TranscriptPlace } from '../../../../src/core/metrics/transcript/count.ts';
import { mayCount, readLine } from '../../../../src/core/metrics/transcript/line.ts';
import { emitChanged } from '../../../../src/core/metrics/transcript/rows.ts';
import { readSaved, savedBytes } from '../../../../src/core/metrics/transcript/saved.ts';
import { naiveTotals, type Totals } from './naive.ts';

const PRICES = priceList();

interface File {
  place: TranscriptPlace;
  lines: readonly string[];
}

/** Lines of few messages, requests and sessions, so that every kind of repetition comes about. */
const line = fc
  .record({
    kind: fc.constantFrom('assistant', 'assistant', 'assistant', 'user', 'nested', 'snapshot', 'broken', 'notice'),
    session: fc.constantFrom('s1', 's2', 's3'),
    fork: fc.option(fc.constantFrom('s1', 's2'), { freq: 4 }),
    message: fc.integer({ min: 1, max: 6 }),
    request: fc.integer({ min: 1, max: 2 }),
    side: fc.boolean(),
    model: fc.constantFrom('claude-opus-5-5', 'claude-haiku-5-5', 'claude-sonnet-5-5', 'claude-unheard-of'),
    input: fc.nat(150_000),
    output: fc.nat(5000),
    read: fc.nat(100_000),
    write: fc.nat(5000),
    hour: fc.nat(5000),
    speed: fc.constantFrom('standard', 'fast'),
    time: fc.option(fc.date({ min: new Date('2026-10-01'), max: new Date('2026-10-15'), noInvalidDate: true }), {
      freq: 9,
    }),
  })
  .map((one) => {
    // One message has one model, one time and one speed, whatever the line.
    const usage = {
      input_tokens: one.input,
      output_tokens: one.output,
      cache_read_input_tokens: one.read,
      cache_creation_input_tokens: one.write + one.hour,
      cache_creation: { ephemeral_5m_input_tokens: one.write, ephemeral_1h_input_tokens: one.hour },
      speed: one.message === 1 ? 'fast' : 'standard',
    };
    const model = ['claude-opus-5-5', 'claude-haiku-5-5', 'claude-sonnet-5-5', 'claude-unheard-of'][one.message % 4];
    const message = { id: `m${one.message}`, model, usage, content: [{ type: 'text', text: 'words' }] };
    const base = {
      sessionId: one.session,
      timestamp: new Date(Date.UTC(2026, 9, one.message + 3)).toISOString(),
      isSidechain: one.side,
      requestId: `r${one.request}`,
      ...(one.fork === null ? {} : { forkedFrom: { sessionId: one.fork, messageUuid: 'u' } }),
    };
    switch (one.kind) {
      case 'assistant':
        return JSON.stringify({ ...base, type: 'assistant', message });
      case 'nested':
        return JSON.stringify({
          ...base,
          type: 'progress',
          data: { message: { ...base, type: 'assistant', message } },
        });
      case 'notice':
        return JSON.stringify({ ...base, type: 'assistant', isApiErrorMessage: true, message });
      case 'user':
        return JSON.stringify({
          ...base,
          type: 'user',
          message: { role: 'user', content: '"usage": {"input_tokens": 9}' },
        });
      case 'snapshot':
        return JSON.stringify({
          type: 'file-history-snapshot',
          messageId: 'm',
          snapshot: { timestamp: base.timestamp },
        });
      case 'broken':
        break;
    }
    return JSON.stringify({ ...base, type: 'assistant', message }).slice(0, -9);
  });

const place: fc.Arbitrary<TranscriptPlace> = fc.record({
  session: fc.constantFrom('s1', 's2'),
  agent: fc.constantFrom(undefined, undefined, 'a1'),
});
const files = fc.array(fc.record({ place, lines: fc.array(line, { maxLength: 12 }) }), { minLength: 1, maxLength: 4 });

function countingOf(book: Book): Counting {
  return { book, prices: PRICES, emit: () => undefined, isRecorded: () => false, windowOf: () => undefined };
}

function countAll(counting: Counting, all: readonly File[]): void {
  for (const { place: where, lines } of all) {
    for (const text of lines) {
      const read = mayCount(text) ? readLine(text) : undefined;
      if (read !== undefined && read !== 'malformed') countLine(counting, read, where);
    }
  }
}

function totalsOf(book: Book): Map<string, Totals> {
  const found = new Map<string, Totals>();
  for (const session of book.sessions) {
    for (const [model, total] of Object.entries(session.models)) {
      const { requests, input, output, cacheRead, cacheWrite, units, unpriced } = total;
      if (requests === 0) continue;
      found.set(`${session.id} ${model}`, [
        requests,
        input,
        output,
        cacheRead,
        cacheWrite,
        unpriced > 0 ? undefined : units,
      ]);
    }
  }
  return found;
}

test('counting line by line gives what the plainest count of everything gives', () => {
  fc.assert(
    fc.property(files, (all) => {
      const book = emptyBook();
      countAll(countingOf(book), all);
      expect(totalsOf(book)).toEqual(naiveTotals(all));
    }),
    { numRuns: 400 },
  );
});

test('reading everything again, or going on from what was kept, changes nothing', () => {
  fc.assert(
    fc.property(files, files, (first, second) => {
      const book = emptyBook();
      countAll(countingOf(book), first);
      const kept = readSaved(Buffer.concat(savedBytes({ book, files: new Map() })))!.book;
      countAll(countingOf(kept), second);
      countAll(countingOf(kept), first);
      expect(totalsOf(kept)).toEqual(naiveTotals([...first, ...second]));
    }),
    { numRuns: 200 },
  );
});

test('the costs of the requests add up to the costs of the sessions, also after corrections', () => {
  fc.assert(
    fc.property(fc.array(files, { minLength: 1, maxLength: 3 }), (runs) => {
      const book = emptyBook();
      const costs = new Map<string, { model: string; value: number | undefined }>();
      const sessions = new Map<string, number | undefined>();
      for (const all of runs) {
        countAll(countingOf(book), all);
        // As a database does: the later of two rows with the same key stays.
        const emit = (table: string, row: Record<string, unknown>): void => {
          const { timestamp, session_id, model, event_id, context, value } = row as Record<string, string>;
          if (table === 'claude_events' && row['event_type'] === 'info')
            costs.set(`${timestamp} ${session_id} ${event_id}`, {
              model: `${session_id} ${(JSON.parse(context!) as { model: string }).model}`,
              value: value as number | undefined,
            });
          if (table === 'claude_sessions')
            sessions.set(`${session_id} ${model}`, row['cost_usd'] as number | undefined);
        };
        emitChanged(book, PRICES, emit as Counting['emit'], () => false);
      }
      for (const [model, cost] of sessions) {
        const own = [...costs.values()].filter((one) => one.model === model);
        if (cost === undefined) expect(own.some(({ value }) => value === undefined)).toBe(true);
        else expect(own.reduce((sum, { value }) => sum + value!, 0)).toBeCloseTo(cost, 8);
      }
    }),
    { numRuns: 200 },
  );
});
