import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realDisk } from '../../src/adapters/disk/disk.ts';
import { spoolWriter } from '../../src/adapters/spool/writer.ts';
import { collectGarbage } from '../../src/adapters/transcripts/garbage.ts';
import { diskKeptFile } from '../../src/adapters/transcripts/kept.ts';
import { diskTranscripts } from '../../src/adapters/transcripts/transcripts.ts';
import { priceList } from '../../src/core/metrics/prices/prices.ts';
import type { IngestReport } from '../../src/core/metrics/transcript/report.ts';
import type { AbsPath } from '../../src/core/values/paths.ts';
import { type IngestWorld, ingest } from '../../src/engine/metrics/ingest.ts';

let root: string;
let file: string;
let world: IngestWorld;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'reconcile-ingest-'));
  mkdirSync(join(root, 'projects', '-w-app'), { recursive: true });
  file = join(root, 'projects', '-w-app', 's1.jsonl');
  const stateDir = join(root, 'state') as AbsPath;
  world = {
    disk: realDisk(),
    transcripts: diskTranscripts(),
    kept: diskKeptFile(join(stateDir, 'ingest', 'transcripts')),
    spool: spoolWriter(stateDir),
    collectGarbage,
    stateDir,
  };
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function run(options: Partial<Parameters<typeof ingest>[1]> = {}, other: Partial<IngestWorld> = {}): IngestReport {
  const roots = [join(root, 'projects') as AbsPath];
  return ingest({ ...world, ...other }, { roots, prices: priceList(), ...options });
}

function response(id: number, output = 100, call?: string): string {
  const usage = { input_tokens: 10, output_tokens: output };
  const content = call === undefined ? [] : [{ type: 'tool_use', id: call, name: 'Bash', input: { command: 'ls' } }];
  const message = { id: `m${id}`, model: 'claude-opus-5-5', usage, content };
  const timestamp = new Date(Date.UTC(2026, 9, 1, 0, 0, id)).toISOString();
  return `${JSON.stringify({ type: 'assistant', sessionId: 's1', cwd: '/w/app', timestamp, requestId: `r${id}`, message })}\n`;
}

function answer(call: string): string {
  const content = [{ type: 'tool_result', tool_use_id: call, content: 'done' }];
  const timestamp = '2026-10-01T00:10:00.000Z';
  return `${JSON.stringify({ type: 'user', sessionId: 's1', timestamp, message: { role: 'user', content } })}\n`;
}

/** What a database would have: of rows with the same keys the last. */
function stored(table: string, keys: readonly string[]): Record<string, unknown>[] {
  const rows = new Map<string, Record<string, unknown>>();
  const folder = join(root, 'state', 'spool');
  for (const name of readdirSync(folder)
    .filter((one) => one.startsWith(`${table}-`))
    .sort()) {
    for (const text of readFileSync(join(folder, name), 'utf8').trimEnd().split('\n')) {
      const row = JSON.parse(text) as Record<string, unknown>;
      rows.set(keys.map((key) => String(row[key])).join(' '), row);
    }
  }
  return [...rows.values()];
}

const sessions = () => stored('claude_sessions', ['timestamp', 'session_id', 'model']);
const costs = () => stored('claude_events', ['timestamp', 'session_id', 'event_type', 'event_id']);

test('of a file that grew only what is new is read, and a half line is left until it is whole', () => {
  writeFileSync(file, response(1));
  expect(run().bytes.read).toBe(response(1).length);
  const more = response(2) + response(3);
  appendFileSync(file, more.slice(0, -20));
  expect(run().bytes.read).toBe(response(2).length);
  // Unchanged: not even opened.
  const transcripts = { ...world.transcripts, lines: () => expect.unreachable(), bytes: () => expect.unreachable() };
  expect(run({}, { transcripts }).files.read).toBe(0);
  appendFileSync(file, more.slice(-20));
  expect(run().bytes.read).toBe(response(3).length);
  expect(sessions()).toMatchObject([{ tokens_input: 30, tokens_output: 300 }]);
});

test('a later line with more output replaces the cost of its request', () => {
  writeFileSync(file, response(1, 1));
  run();
  appendFileSync(file, response(1, 500));
  run();
  expect(costs()).toMatchObject([{ value: (10 * 4 + 500 * 20) / 1e6 }]);
});

test('a file that is cut short, replaced, or written anew in place is read from its beginning, and nothing counts twice', () => {
  writeFileSync(file, response(1) + response(2));
  run();
  truncateSync(file, response(1).length);
  expect(run().files.begunAnew).toBe(1);
  rmSync(file);
  writeFileSync(`${file}.new`, '');
  writeFileSync(file, response(1) + response(2) + response(3));
  run();
  writeFileSync(file, `${response(4, 12345)}${response(1)}${response(2)}${response(3)}${response(5)}`);
  expect(run().files.begunAnew).toBe(1);
  expect(sessions()).toMatchObject([{ tokens_input: 50, tokens_output: 400 + 12345 }]);
});

test('a run that dies before it kept how far it read is repeated into the same rows', () => {
  writeFileSync(file, response(1, 100, 'c1') + answer('c1'));
  const replace = (): never => {
    throw new Error('killed');
  };
  expect(() => run({}, { kept: { ...world.kept, replace } })).toThrow('killed');
  const before = [sessions(), costs()];
  run();
  expect([sessions(), costs()]).toEqual(before);
  expect(stored('claude_tool_usage', ['timestamp', 'session_id', 'tool_use_id'])).toHaveLength(1);
});

test('a damaged note of how far it read is as none', () => {
  writeFileSync(file, response(1));
  run();
  const before = [sessions(), costs()];
  writeFileSync(join(root, 'state', 'ingest', 'transcripts'), '{"version":1,"lengths":[9]}\n12');
  expect(run().bytes.read).toBe(response(1).length);
  expect([sessions(), costs()]).toEqual(before);
});

test('what hooks have told themselves is left to them', () => {
  const folder = join(root, 'state', 'hooks', 'sessions', 's1');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'summary.json'), '{}');
  writeFileSync(join(folder, 'recorded'), 'c1\n');
  writeFileSync(file, response(1, 100, 'c1') + answer('c1') + response(2, 100, 'c2') + answer('c2'));
  const report = run();
  expect(report.sessions).toEqual({ touched: 1, byHooks: 1 });
  expect(report.rows).toEqual({ claude_context: 1, claude_events: 2, claude_tool_usage: 1 });
});

test('a file or project that is not asked for is left for another time', () => {
  writeFileSync(file, response(1));
  expect(run({ project: 'other' }).files).toMatchObject({ read: 0, leftOut: 1 });
  expect(run({ since: Date.now() + 60_000 }).files).toMatchObject({ read: 0, leftOut: 1 });
  expect(run({ project: 'app' }).files).toMatchObject({ read: 1, leftOut: 0 });
});
