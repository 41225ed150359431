import fs from 'node:fs';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type MemoryMetrics, memoryMetrics } from '../../src/adapters/metrics/memory.ts';
import { fileSpool } from '../../src/adapters/spool/spool.ts';
import { planTables } from '../../src/core/metrics/migration.ts';
import type { Row } from '../../src/core/metrics/row.ts';
import { shapeOf, TABLES } from '../../src/core/metrics/tables.ts';
import type { AbsPath } from '../../src/core/values/paths.ts';
import { flush } from '../../src/engine/metrics/flush.ts';
import { rotate } from '../../src/engine/metrics/rotate.ts';
import { type MetricsStore, StoreError } from '../../src/ports/metrics.ts';
import type { Spool } from '../../src/ports/spool.ts';

const root = fs.mkdtempSync(`${tmpdir()}/reconcile-flush-`);
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 2, 10);
const AT = Date.UTC(2026, 2, 4) * 1000;
const OPTIONS = { tables: TABLES, retention: {}, now: NOW };

let folder: AbsPath;
let spool: Spool;
let store: MemoryMetrics;
let count = 0;

beforeEach(async () => {
  folder = `${root}/${++count}` as AbsPath;
  spool = fileSpool(folder);
  store = memoryMetrics();
  for (const { steps } of planTables([], TABLES, {})) for (const step of steps) await store.change(step);
});

const hook = (id: number, over: object = {}): Row => ({ timestamp: AT + id, hook_name: 'h', run_id: `${id}`, ...over });
const hooks = (from: number, to: number): Row[] => Array.from({ length: to - from }, (_, n) => hook(from + n));
const stored = async (): Promise<unknown[]> => (await store.rows('claude_hooks')).map((row) => row['run_id']);
const raw = (name: string, text: string): void => fs.appendFileSync(`${folder}/${name}`, text);

/** A store whose `send` does something else first. */
const firstly = (act: (rows: readonly Row[]) => void): MetricsStore => ({
  ...store,
  async send(table, rows) {
    act(rows);
    await store.send(table, rows);
  },
});

const unavailable = (): never => {
  throw new StoreError('unavailable', 'gone');
};

describe('a flush', () => {
  test('sends what is there, and the second time only what is new', async () => {
    spool.append('claude_hooks', hooks(0, 3));
    const events = [{ timestamp: AT, event_type: 'info', event_id: 'a' }];
    spool.append('claude_events', events);
    expect(await flush(spool, store, OPTIONS)).toEqual({
      tables: [
        { table: 'claude_events', sent: 1, setAside: 0, waiting: 0 },
        { table: 'claude_hooks', sent: 3, setAside: 0, waiting: 0 },
      ],
    });
    expect(spool.state().flushed).toBe(NOW);
    spool.append('claude_hooks', hooks(3, 5));
    const sent: number[] = [];
    await flush(
      spool,
      firstly((rows) => sent.push(rows.length)),
      OPTIONS,
    );
    expect(sent).toEqual([2]);
    expect(await stored()).toEqual(['0', '1', '2', '3', '4']);
  });

  test('keeps everything while the database is gone, and says so', async () => {
    spool.append('claude_hooks', hooks(0, 3));
    const report = await flush(spool, firstly(unavailable), OPTIONS);
    expect(report.unavailable).toBe('gone');
    expect(report.tables).toMatchObject([{ table: 'claude_hooks', sent: 0, reason: 'gone' }]);
    expect(report.tables[0]?.waiting).toBeGreaterThan(0);
    await flush(spool, store, OPTIONS);
    expect(await stored()).toHaveLength(3);
  });

  test('broken off after the database took the rows, it sends them again, and they are there once', async () => {
    spool.append('claude_hooks', hooks(0, 100));
    const dies: Spool = {
      ...spool,
      keep() {
        throw new Error('killed');
      },
    };
    await expect(flush(dies, store, OPTIONS)).rejects.toThrow('killed');
    expect(await stored()).toHaveLength(100);
    expect((await flush(spool, store, OPTIONS)).tables[0]?.sent).toBe(100);
    expect(await stored()).toHaveLength(100);
  });

  test('sets aside what is no row, with the reason, and sends all others', async () => {
    spool.append('claude_hooks', [hook(0)]);
    raw('claude_hooks-20260304.jsonl', '{"timestamp":"2026-03-04T00:00:00Z","hok_name":"x"}\nnonsense\n\n');
    spool.append('claude_hooks', [hook(1)]);
    const report = await flush(spool, store, OPTIONS);
    expect(report.tables).toMatchObject([{ sent: 2, setAside: 2, waiting: 0 }]);
    expect(spool.setAside()).toMatchObject([
      { reasons: ['"hok_name" is no column of claude_hooks. Did you mean "hook_name"?'] },
      { reasons: ['it is no JSON.'], line: 'nonsense' },
    ]);
    expect(await stored()).toEqual(['0', '1']);
  });

  test('a row that is set aside again after a crash stands there once', async () => {
    raw2('nonsense\n');
    const dies: Spool = {
      ...spool,
      keep() {
        throw new Error('killed');
      },
    };
    await expect(flush(dies, store, OPTIONS)).rejects.toThrow('killed');
    await flush(spool, store, OPTIONS);
    expect(spool.setAside()).toHaveLength(1);
  });

  test('finds the one row that the database refuses among many', async () => {
    spool.append('claude_hooks', hooks(0, 1000));
    const picky = firstly((rows) => {
      if (rows.some((row) => row['run_id'] === '137')) throw new StoreError('rejected', 'I do not like it');
    });
    expect((await flush(spool, picky, OPTIONS)).tables).toMatchObject([{ sent: 999, setAside: 1, waiting: 0 }]);
    expect(spool.setAside()).toMatchObject([{ reasons: ['I do not like it'] }]);
    expect(spool.setAside()[0]?.line).toContain('"run_id":"137"');
  });

  test('sets nothing aside when every row is refused: something is wrong with the table, not with them', async () => {
    spool.append('claude_hooks', hooks(0, 100));
    spool.append('claude_events', [{ timestamp: AT, event_type: 'info' }]);
    const refuses = firstly((rows) => {
      if (rows[0]?.['hook_name'] !== undefined) throw new StoreError('rejected', 'no');
    });
    const report = await flush(spool, refuses, OPTIONS);
    expect(report.tables).toMatchObject([
      { table: 'claude_events', sent: 1, waiting: 0 },
      { table: 'claude_hooks', sent: 0, setAside: 0, reason: 'no, row after row' },
    ]);
    expect(spool.setAside()).toEqual([]);
    await flush(spool, store, OPTIONS);
    expect(await stored()).toHaveLength(100);
  });

  describe('where the database fails over some rows', () => {
    /** Answers as a server does that fails whenever one of these rows is sent. */
    const failing = (isBad: (row: Row) => boolean): MetricsStore =>
      firstly((rows) => {
        if (rows.some(isBad)) throw new StoreError('failed', 'QuestDB answers 500 to it');
      });

    test('sets those aside that it fails over each time, wherever they stand, and sends all others', async () => {
      const bad = fc.uniqueArray(fc.integer({ min: 0, max: 299 }), { maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(bad, async (numbers) => {
          const own = fileSpool(`${root}/${++count}` as AbsPath);
          const there = memoryMetrics();
          for (const { steps } of planTables([], TABLES, {})) for (const step of steps) await there.change(step);
          own.append('claude_hooks', hooks(0, 300));
          const isBad = (row: Row): boolean => numbers.includes(Number(row['run_id']));
          const fails: MetricsStore = {
            ...there,
            async send(table, rows) {
              if (rows.some(isBad)) throw new StoreError('failed', 'QuestDB answers 500 to it');
              await there.send(table, rows);
            },
          };
          const waits: number[] = [];
          const report = await flush(own, fails, { ...OPTIONS, pause: async (wait) => void waits.push(wait) });
          expect(report.tables).toEqual([
            { table: 'claude_hooks', sent: 300 - numbers.length, setAside: numbers.length, waiting: 0 },
          ]);
          expect(await there.rows('claude_hooks')).toHaveLength(300 - numbers.length);
          expect(waits).toHaveLength(3 * numbers.length);
          const aside = own.setAside().map(({ line }) => Number((JSON.parse(line) as Row)['run_id']));
          expect(aside.sort((a, b) => a - b)).toEqual(numbers.sort((a, b) => a - b));
        }),
        { numRuns: 25 },
      );
    });

    test('sets nothing aside where it fails over all, however many there are, and other tables go on', async () => {
      spool.append('claude_hooks', hooks(0, 200));
      spool.append('claude_tasks', [{ timestamp: AT, session_id: 's', task_id: 't' }]);
      const report = await flush(
        spool,
        failing((row) => row['hook_name'] !== undefined),
        OPTIONS,
      );
      expect(report.tables).toMatchObject([
        { table: 'claude_hooks', sent: 0, setAside: 0, reason: 'QuestDB answers 500 to it, whatever is sent' },
        { table: 'claude_tasks', sent: 1, waiting: 0 },
      ]);
      expect(spool.setAside()).toEqual([]);
    });

    test('a single row that waits is not blamed, for nothing shows that others are taken', async () => {
      spool.append('claude_hooks', hooks(0, 1));
      const report = await flush(
        spool,
        failing(() => true),
        OPTIONS,
      );
      expect(report.tables).toMatchObject([{ sent: 0, setAside: 0, waiting: expect.any(Number) }]);
      spool.append('claude_hooks', hooks(1, 2));
      const later = await flush(
        spool,
        failing((row) => row['run_id'] === '0'),
        OPTIONS,
      );
      expect(later.tables).toMatchObject([{ sent: 1, setAside: 1, waiting: 0 }]);
      expect(spool.setAside()[0]?.reasons).toEqual([
        'QuestDB answers 500 to it each time, and takes other rows between',
      ]);
    });

    test('a row that is taken at a later try is not set aside', async () => {
      spool.append('claude_hooks', hooks(0, 10));
      let failures = 10;
      const report = await flush(
        spool,
        failing((row) => row['run_id'] === '7' && failures-- > 4),
        OPTIONS,
      );
      expect(report.tables).toMatchObject([{ sent: 10, setAside: 0, waiting: 0 }]);
      expect(await stored()).toHaveLength(10);
    });

    test('one that begins to fail over everything in between is down, and nothing is set aside', async () => {
      spool.append('claude_hooks', hooks(0, 10));
      let sends = 0;
      const report = await flush(
        spool,
        failing((row) => row['run_id'] === '7' || ++sends > 12),
        OPTIONS,
      );
      expect(report.unavailable).toBe('the database fails on rows that it took before.');
      expect(spool.setAside()).toEqual([]);
    });
  });

  test('leaves a table alone that is not there, and sends the others', async () => {
    store = memoryMetrics();
    for (const { steps } of planTables([], [shapeOf('claude_events')], {}))
      for (const step of steps) await store.change(step);
    spool.append('claude_hooks', hooks(0, 3));
    spool.append('claude_events', [{ timestamp: AT, event_type: 'info' }]);
    expect((await flush(spool, store, OPTIONS)).tables).toMatchObject([
      { table: 'claude_events', sent: 1 },
      { table: 'claude_hooks', sent: 0, reason: 'the table is not there; run `reconcile metrics init`.' },
    ]);
  });

  test('leaves a line without its end for later', async () => {
    raw2('{"timestamp":"2026-03-04T00:00:00Z","hook_');
    expect((await flush(spool, store, OPTIONS)).tables).toMatchObject([{ sent: 0, setAside: 0 }]);
    raw('claude_hooks-20260304.jsonl', 'name":"x"}\n');
    expect((await flush(spool, store, OPTIONS)).tables).toMatchObject([{ sent: 1, setAside: 0, waiting: 0 }]);
  });

  test('gets past a line that is longer than any row', async () => {
    raw2('x'.repeat(3_000_000));
    raw('claude_hooks-20260304.jsonl', '\n');
    spool.append('claude_hooks', [hook(1)]);
    await flush(spool, store, OPTIONS);
    expect(await stored()).toEqual(['1']);
    expect(spool.setAside().length).toBeGreaterThan(0);
  });

  test('takes another file of the same name for what it is', async () => {
    spool.append('claude_hooks', hooks(0, 10));
    await flush(spool, store, OPTIONS);
    fs.rmSync(`${folder}/claude_hooks-20260304.jsonl`);
    spool.append('claude_hooks', hooks(100, 120));
    await flush(spool, store, OPTIONS);
    expect(await stored()).toHaveLength(30);
  });

  test.each(['', '{', '[]', '{"segments":[],"lost":1}', '\0\0\0'])(
    'with %j as its state it sends all again',
    async (text) => {
      spool.append('claude_hooks', hooks(0, 10));
      await flush(spool, store, OPTIONS);
      fs.writeFileSync(`${folder}/flushed.json`, text);
      expect((await flush(spool, store, OPTIONS)).tables[0]?.sent).toBe(10);
      expect(await stored()).toHaveLength(10);
    },
  );

  test('whatever fails and whenever, in the end every row is there, in its last version', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('append'), ids: fc.array(fc.nat(30), { minLength: 1, maxLength: 20 }) }),
      fc.record({ kind: fc.constant('flush'), failing: fc.constantFrom('not', 'before', 'after', 'keep') }),
      fc.record({ kind: fc.constant('rotate'), later: fc.nat(40) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        folder = `${root}/${++count}` as AbsPath;
        spool = fileSpool(folder);
        store = memoryMetrics();
        for (const plan of planTables([], TABLES, {})) for (const made of plan.steps) await store.change(made);
        const source = new Map<number, number>();
        let version = 0;
        let now = Date.now();
        for (const one of steps) {
          if ('ids' in one) {
            const rows = one.ids.map((id) => {
              source.set(id, ++version);
              return hook(id, { duration_ms: version });
            });
            spool.append('claude_hooks', rows);
          } else if ('failing' in one) await flushFailing(one.failing);
          else {
            now += one.later * DAY;
            rotate(spool, { keepFor: 10 * DAY, mostBytes: 1e9 }, now);
          }
        }
        await flush(spool, store, OPTIONS);
        const rows = await store.rows('claude_hooks');
        const there = rows.map((row) => [Number(row['run_id']), row['duration_ms']] as const);
        expect(new Map(there)).toEqual(source);
        expect(there).toHaveLength(source.size);
      }),
      { numRuns: 60 },
    );
  });

  async function flushFailing(how: string): Promise<void> {
    const kept: Spool = how === 'keep' ? { ...spool, keep: () => unavailable() } : spool;
    const failing: MetricsStore = {
      ...store,
      async send(table, rows) {
        if (how === 'before') unavailable();
        await store.send(table, rows);
        if (how === 'after') unavailable();
      },
    };
    await flush(kept, failing, OPTIONS).catch((error: unknown) => {
      if (!(error instanceof StoreError)) throw error;
    });
  }

  function raw2(text: string): void {
    fs.mkdirSync(folder, { recursive: true });
    raw('claude_hooks-20260304.jsonl', text);
  }
});

describe('the spool is bounded', () => {
  const LIMITS = { keepFor: 30 * DAY, mostBytes: 1e9 };
  const later = (days: number): number => Date.now() + days * DAY;

  test('what was sent goes after its time, first out of use and then for good', async () => {
    spool.append('claude_hooks', hooks(0, 10));
    await flush(spool, store, OPTIONS);
    expect(rotate(spool, LIMITS, later(29))).toEqual({ removed: 0, bytes: 0, lost: 0 });
    expect(rotate(spool, LIMITS, later(31))).toMatchObject({ removed: 0 });
    expect(spool.segments()).toMatchObject([{ retired: expect.any(Number) }]);
    expect(rotate(spool, LIMITS, later(32))).toMatchObject({ removed: 1, lost: 0 });
    expect(spool.segments()).toEqual([]);
    expect(spool.state().segments).toEqual({});
  });

  test('a row that arrives while its segment is taken out of use is sent, and not removed with it', async () => {
    spool.append('claude_hooks', hooks(0, 10));
    await flush(spool, store, OPTIONS);
    const open = fs.openSync(`${folder}/claude_hooks-20260304.jsonl`, 'a');
    rotate(spool, LIMITS, later(31));
    fs.writeSync(open, `${JSON.stringify(hook(77))}\n`);
    fs.closeSync(open);
    rotate(spool, LIMITS, later(40));
    expect(spool.segments()).toHaveLength(1);
    expect((await flush(spool, store, OPTIONS)).tables).toMatchObject([{ sent: 1 }]);
    rotate(spool, LIMITS, later(41));
    expect(spool.segments()).toEqual([]);
    expect(await stored()).toHaveLength(11);
  });

  test('what was not sent stays however old it is', () => {
    spool.append('claude_hooks', hooks(0, 10));
    rotate(spool, LIMITS, later(1000));
    rotate(spool, LIMITS, later(1001));
    expect(spool.segments()).toMatchObject([{ name: 'claude_hooks-20260304.jsonl' }]);
  });

  test('when it is full, what was sent goes first, oldest first', async () => {
    for (const day of [1, 2, 3]) spool.append('claude_hooks', [hook(day * DAY * 1000)]);
    await flush(spool, store, OPTIONS);
    spool.append('claude_hooks', [hook(5 * DAY * 1000)]);
    const most = spool.segments()[0]!.bytes * 2 + 20;
    rotate(spool, { ...LIMITS, mostBytes: most }, later(0));
    expect(rotate(spool, { ...LIMITS, mostBytes: most }, later(1))).toMatchObject({ removed: 2, lost: 0 });
    expect(spool.segments().map((segment) => segment.day)).toEqual(['20260307', '20260309']);
  });

  test('full of what could not be sent, the oldest goes and is counted', () => {
    for (const day of [1, 2, 3]) spool.append('claude_hooks', hooks(day * DAY * 1000, day * DAY * 1000 + 10));
    const most = spool.segments()[0]!.bytes * 2 + 20;
    expect(rotate(spool, { ...LIMITS, mostBytes: most }, later(0))).toMatchObject({ removed: 1, lost: 10 });
    expect(spool.segments().map((segment) => segment.day)).toEqual(['20260306', '20260307']);
    expect(spool.state().lost).toBe(10);
  });

  test('where no database is wanted, rows go after the time of their table, and are not lost by that', () => {
    spool.append('claude_hooks', hooks(0, 10));
    const limits = { ...LIMITS, keepUnsent: () => 5 * DAY };
    rotate(spool, limits, later(4));
    expect(spool.segments()).toMatchObject([{ name: 'claude_hooks-20260304.jsonl' }]);
    rotate(spool, limits, later(6));
    expect(rotate(spool, limits, later(7))).toMatchObject({ removed: 1, lost: 0 });
  });

  test('only the account itself can read it', async () => {
    spool.append('claude_hooks', hooks(0, 1));
    raw('claude_hooks-20260304.jsonl', 'x\n');
    await flush(spool, store, OPTIONS);
    for (const name of ['', '/claude_hooks-20260304.jsonl', '/flushed.json', '/set-aside.jsonl'])
      expect(fs.statSync(folder + name).mode & 0o077, name).toBe(0);
  });
});
