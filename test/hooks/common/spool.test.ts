import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
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
