import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MAX_LINE_BYTES, rowLine, spool } from '../../../src/hooks/common/spool.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const AT = '2026-03-04T23:59:59.999Z';

describe('one row is one line', () => {
  test('a row goes to the file of its table and its day, in UTC', () => {
    const state = join(folder, 'day');
    spool(state, 'claude_hooks', { timestamp: AT, hook_name: 'x', duration_ms: 1.5, blocked: false, error: undefined });
    spool(state, 'claude_hooks', { timestamp: Date.parse(AT) * 1000 + 1000, hook_name: 'y' });
    expect(readdirSync(join(state, 'spool')).sort()).toEqual([
      'claude_hooks-20260304.jsonl',
      'claude_hooks-20260305.jsonl',
    ]);
    const text = readFileSync(join(state, 'spool', 'claude_hooks-20260304.jsonl'), 'utf8');
    expect(text).toBe(`{"timestamp":"${AT}","hook_name":"x","duration_ms":1.5,"blocked":false}\n`);
  });

  test('only the account itself can read it', () => {
    const state = join(folder, 'rights');
    spool(state, 'claude_events', { timestamp: AT });
    expect(statSync(join(state, 'spool')).mode & 0o077).toBe(0);
    expect(statSync(join(state, 'spool', 'claude_events-20260304.jsonl')).mode & 0o077).toBe(0);
  });

  test('a timestamp that is no time is refused', () => {
    expect(() => spool(folder, 'claude_events', { timestamp: 'soon' })).toThrow(RangeError);
  });

  test('any row fits in a line, is JSON, and keeps its time and its short columns', () => {
    const column = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 9000 }),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('error', 'context', 'params', 'rule', 'tool_name'), column),
        (columns) => {
          const line = rowLine({ ...columns, timestamp: AT, project: 'shop' });
          expect(line.length).toBeLessThanOrEqual(MAX_LINE_BYTES);
          expect(line.toString('utf8').indexOf('\n')).toBe(line.toString('utf8').length - 1);
          const row = JSON.parse(line.toString('utf8')) as Record<string, unknown>;
          expect(row.timestamp).toBe(AT);
          expect(row.project).toBe('shop');
        },
      ),
      { numRuns: 200 },
    );
  });

  test('a cut text shows that it was cut and holds no half character', () => {
    const row = JSON.parse(rowLine({ timestamp: AT, error: '\u{1f600}'.repeat(3000) }).toString('utf8')) as {
      error: string;
    };
    expect(row.error).toMatch(/^(?:\u{1f600})+…$/u);
  });
});

describe('fifty processes write at once', () => {
  test('every line arrives whole, and none is lost', async () => {
    const script = join(folder, 'writer.mjs');
    await build({
      stdin: {
        contents: `
          import { spool } from './spool.ts';
          const [state, name] = process.argv.slice(2);
          for (let i = 0; i < 20; i++) {
            spool(state, 'claude_tool_usage', { timestamp: '${AT}', tool_use_id: name + '-' + i, params: 'x'.repeat(i * 400) });
          }`,
        resolveDir: join(import.meta.dirname, '../../../src/hooks/common'),
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: script,
    });
    const state = join(folder, 'many');
    const run = promisify(execFile);
    await Promise.all(Array.from({ length: 50 }, (_, n) => run(process.execPath, [script, state, `p${n}`])));
    const lines = readFileSync(join(state, 'spool', 'claude_tool_usage-20260304.jsonl'), 'utf8')
      .trimEnd()
      .split('\n');
    const ids = lines.map((line) => (JSON.parse(line) as { tool_use_id: string }).tool_use_id);
    expect(ids.length).toBe(1000);
    expect(new Set(ids).size).toBe(1000);
  });
});

describe('a spool that is full', () => {
  const HOOK = '{"timestamp":1,"hook_name":"x"}\n';

  /** A spool with a file of a hundred rows for each day, which may have room for so many of these. */
  function full(name: string, days: readonly string[], room: number, sent: readonly string[] = []): string {
    const state = join(folder, name);
    mkdirSync(join(state, 'spool'), { recursive: true });
    const text = HOOK.repeat(100);
    for (const day of days) writeFileSync(join(state, 'spool', `claude_hooks-${day}.jsonl`), text);
    const segments = Object.fromEntries(
      sent.map((day) => [`claude_hooks-${day}.jsonl`, { offset: text.length, head: '' }]),
    );
    const kept = { segments, lost: 0, mostBytes: text.length * room + 2000 };
    writeFileSync(join(state, 'spool', 'flushed.json'), JSON.stringify(kept));
    return state;
  }
  const filesOf = (state: string): string[] => readdirSync(join(state, 'spool')).sort();
  const eventsOf = (state: string): { event_id: string; count: number }[] =>
    readFileSync(join(state, 'spool', 'claude_events-20260304.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { event_id: string; count: number });
  const DAYS = Array.from({ length: 10 }, (_, n) => `202602${String(10 + n)}`);

  test('loses its oldest rows, and tells how many', () => {
    const state = full('full', DAYS, 7);
    spool(state, 'claude_events', { timestamp: AT, event_type: 'info', event_id: 'own' });
    expect(filesOf(state)).toEqual([
      'claude_events-20260304.jsonl',
      ...DAYS.slice(3).map((day) => `claude_hooks-${day}.jsonl`),
      'flushed.json',
    ]);
    expect(eventsOf(state).map(({ event_id, count }) => [event_id, count])).toEqual([
      ['own', undefined],
      ...DAYS.slice(0, 3).map((day) => [`removed:claude_hooks-${day}.jsonl`, 100]),
    ]);
  });

  test('loses first what was sent, of which there is nothing to tell', () => {
    const state = full('sent', DAYS, 9, ['20260215']);
    spool(state, 'claude_events', { timestamp: AT, event_type: 'info', event_id: 'own' });
    expect(filesOf(state)).not.toContain('claude_hooks-20260215.jsonl');
    expect(filesOf(state)).toContain('claude_hooks-20260210.jsonl');
    expect(eventsOf(state)).toHaveLength(1);
  });

  test('is looked at when a file is begun, not with every row; what is of this day stays', () => {
    const state = full('same-day', ['20260304'], 0);
    spool(state, 'claude_hooks', { timestamp: AT, hook_name: 'x' });
    expect(readFileSync(join(state, 'spool', 'claude_hooks-20260304.jsonl'), 'utf8').split('\n')).toHaveLength(102);
    spool(state, 'claude_events', { timestamp: AT, event_type: 'info', event_id: 'own' });
    expect(filesOf(state)).toContain('claude_hooks-20260304.jsonl');
  });

  test('fifty processes that find it so at once lose no row of their own, and tell each lost one once', async () => {
    const script = join(folder, 'bounder.mjs');
    await build({
      stdin: {
        contents: `
          import { spool } from './spool.ts';
          const [state, name] = process.argv.slice(2);
          for (let i = 0; i < 5; i++) spool(state, 'claude_tool_usage', { timestamp: '${AT}', tool_use_id: name + '-' + i });`,
        resolveDir: join(import.meta.dirname, '../../../src/hooks/common'),
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: script,
    });
    const state = full('crowd', DAYS, 4);
    const run = promisify(execFile);
    await Promise.all(Array.from({ length: 50 }, (_, n) => run(process.execPath, [script, state, `p${n}`])));
    const own = readFileSync(join(state, 'spool', 'claude_tool_usage-20260304.jsonl'), 'utf8')
      .trimEnd()
      .split('\n');
    expect(own).toHaveLength(250);
    const gone = DAYS.filter((day) => !filesOf(state).includes(`claude_hooks-${day}.jsonl`));
    expect(gone.length).toBeGreaterThanOrEqual(6);
    expect(gone).toEqual(DAYS.slice(0, gone.length));
    expect(
      eventsOf(state)
        .map(({ event_id, count }) => `${event_id} ${count}`)
        .sort(),
    ).toEqual(gone.map((day) => `removed:claude_hooks-${day}.jsonl 100`));
  });
});
