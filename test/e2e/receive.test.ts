import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { logs, metric } from '../unit/metrics/otlp/otlp.ts';
import { ended, Place } from './program.ts';

let place: Place;
let running: ChildProcess;
let port: number;
let end: ReturnType<typeof ended>;

beforeEach(async () => {
  place = new Place();
  place.write('hub/.keep', '');
  place.write(
    'home/.claude/projects/-repo-shop/s1.jsonl',
    `${JSON.stringify({ type: 'user', sessionId: 's1', cwd: '/repo/shop' })}\n`,
  );
  running = place.start('metrics', 'receive', '--port', '0', '--json');
  end = ended(running);
  port = await new Promise<number>((resolve, reject) => {
    running.stdout!.once('data', (text) => resolve((JSON.parse(String(text)) as { port: number }).port));
    running.once('exit', () => reject(new Error('it ended')));
  });
});
afterEach(async () => {
  running.kill('SIGKILL');
  await end;
  place.remove();
});

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a request as a client of its own; `hold` keeps its last byte until the promise is there. */
function send(body: string | Buffer, sent: Sent = {}, hold?: Promise<void>): Promise<{ status: number; body: string }> {
  const { method = 'POST', path = '/v1/logs', headers = {} } = sent;
  return new Promise((resolve, reject) => {
    const type = { 'content-type': 'application/json' };
    const out = request(
      { host: '127.0.0.1', port, method, path, agent: false, headers: { ...type, ...headers } },
      (answer) => {
        let text = '';
        answer.on('data', (piece) => (text += String(piece)));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }));
      },
    );
    out.on('error', reject);
    if (hold === undefined) out.end(body);
    else {
      out.write(body.slice(0, -1));
      void hold.then(() => out.end(body.slice(-1)));
    }
  });
}

const json = (body: object): string => JSON.stringify(body);
const call = (id: string): object =>
  logs(['tool_result', { tool_name: 'Bash', tool_use_id: id, success: 'true', duration_ms: 5 }]);

/** The rows of a table in the spool. */
function rows(table: string): Record<string, unknown>[] {
  const folder = place.path('state/reconcile/spool');
  const names = readdirSync(folder).filter((name) => name.startsWith(`${table}-`));
  const lines = names.flatMap((name) => readFileSync(`${folder}/${name}`, 'utf8').trimEnd().split('\n'));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('takes events and metrics, plain and packed, and has their rows on the disk when it answers', async () => {
  const cost = logs(['api_request', { request_id: 'req_1', cost_usd: 0.5, model: 'm' }]);
  expect(await send(json(cost))).toEqual({ status: 200, body: '{}' });
  const [costRow] = rows('claude_events');
  expect(costRow).toMatchObject({ project: 'shop', category: 'cost', event_id: 'req_1', value: 0.5 });
  const packed = gzipSync(json(metric('commit.count', 2)));
  const headers = { 'content-encoding': 'gzip', 'content-type': 'application/json; charset=utf-8' };
  expect(await send(packed, { path: '/v1/metrics', headers })).toEqual({ status: 200, body: '{}' });
  expect(rows('claude_events')[1]).toMatchObject({ event_type: 'commit', value: 2 });
  expect(readFileSync(place.path('state/reconcile/hooks/sessions/s1/recorded'), 'utf8')).toBe('req_1\n');
});

test('tells what it is, and refuses with a reason what it cannot read', async () => {
  expect(await send('', { method: 'GET', path: '/' })).toMatchObject({
    status: 200,
    body: expect.stringContaining('OTLP'),
  });
  const refused: [Sent, string | Buffer, number, RegExp][] = [
    [{}, '{', 400, /no JSON/],
    [{}, '{"resourceMetrics":[]}', 400, /resourceLogs/],
    [{ headers: { 'content-type': 'application/x-protobuf' } }, 'x', 415, /OTEL_EXPORTER_OTLP_PROTOCOL=http\/json/],
    [{ headers: { 'content-type': 'text/plain' } }, '{}', 415, /text\/plain/],
    [{ headers: { 'content-encoding': 'br' } }, '{}', 415, /br is not read/],
    [{ headers: { 'content-encoding': 'gzip' } }, '{}', 400, /no gzip/],
    [{ headers: { 'content-encoding': 'gzip' } }, gzipSync(Buffer.alloc(17 * 1024 * 1024, ' ')), 413, /16 MiB/],
    [{ headers: { 'content-length': String(17 * 1024 * 1024) } }, '', 413, /16 MiB/],
    [{ path: '/v1/traces' }, '{}', 404, /OTEL_TRACES_EXPORTER=none/],
    [{ method: 'PUT' }, '{}', 405, /POST/],
    [{ headers: { host: 'evil.example' } }, '{}', 403, /localhost/],
    [{ headers: { origin: 'http://localhost:3000' } }, '{}', 403, /web pages/],
  ];
  for (const [sent, body, status, why] of refused) {
    const answer = await send(body, sent);
    expect([answer.status, JSON.parse(answer.body)], json(sent)).toEqual([
      status,
      { message: expect.stringMatching(why) },
    ]);
  }
});

test('says how much of a request it rejected', async () => {
  const body = logs(['tool_result', { tool_name: 'Bash', success: 'true' }], ['user_prompt', { prompt_length: 3 }]);
  const { status, body: text } = await send(json(body));
  expect(status).toBe(200);
  expect(JSON.parse(text)).toEqual({
    partialSuccess: { rejectedLogRecords: '1', errorMessage: 'tool_result: it has no tool_use_id' },
  });
});

test('tells each call once, however many deliveries come at the same time', async () => {
  const bodies = Array.from({ length: 40 }, (_, index) => json(call(`toolu_${index % 10}`)));
  for (let from = 0; from < bodies.length; from += 8) {
    const answers = await Promise.all(bodies.slice(from, from + 8).map((body) => send(body)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
  }
  expect(
    rows('claude_tool_usage')
      .map((row) => String(row['tool_use_id']))
      .sort((a, b) => a.localeCompare(b)),
  ).toEqual(Array.from({ length: 10 }, (_, index) => `toolu_${index}`));
});

test('asked to stop, it finishes what is in hand, takes no more, and sums up', async () => {
  await send(json(logs(['brand_new', {}])));
  let release = (): void => undefined;
  const hold = new Promise<void>((resolve) => {
    release = resolve;
  });
  const late = send(json(call('toolu_late')), { headers: { 'transfer-encoding': 'chunked' } }, hold);
  await wait(200);
  running.kill('SIGTERM');
  await wait(200);
  await expect(send(json(call('toolu_no')))).rejects.toThrow(/ECONNREFUSED/);
  release();
  expect(await late).toEqual({ status: 200, body: '{}' });
  const { code, signal, stdout, stderr } = await end;
  expect([code, signal], stderr).toEqual([0, null]);
  expect(JSON.parse(stdout.trimEnd().split('\n')[1]!)).toMatchObject({
    event: 'stopped',
    requests: 2,
    items: { told: 1, unknown: 1 },
    rows: { claude_tool_usage: 1 },
    unknown: { brand_new: 1 },
  });
  expect(rows('claude_tool_usage')).toHaveLength(1);
});

test('what it has told, ingest leaves out, and ingest waits with what was changed just now', async () => {
  const usage = { input_tokens: 10, output_tokens: 100 };
  const response = (id: number): string => {
    const message = { id: `m${id}`, model: 'claude-opus-5-5', usage, content: [] };
    const timestamp = `2026-11-01T12:00:0${id}.000Z`;
    return `${JSON.stringify({ type: 'assistant', sessionId: 's1', cwd: '/repo/shop', timestamp, requestId: `req_${id}`, message })}\n`;
  };
  place.write('home/.claude/projects/-repo-shop/s1.jsonl', response(1) + response(2));
  await send(json(logs(['api_request', { request_id: 'req_1', cost_usd: 0.5, model: 'claude-opus-5-5' }])));
  const early = await place.run('metrics', 'ingest');
  expect(early.stdout).toContain('changed just now');
  running.kill('SIGTERM');
  await end;
  const { code, stderr } = await place.run('metrics', 'ingest');
  expect(code, stderr).toBe(0);
  const costs = rows('claude_events').filter((row) => row['category'] === 'cost');
  expect(costs).toHaveLength(2);
  expect(costs.map((row) => JSON.parse(String(row['context'])) as { basis: string })).toMatchObject([
    { basis: 'telemetry' },
    { basis: 'list-price' },
  ]);
});

test('a second one, a taken port and an address of the network are refused with what to do', async () => {
  const second = await place.run('metrics', 'receive', '--port', '0');
  expect([second.code, second.stderr]).toEqual([
    1,
    expect.stringMatching(/another one receives already \(process \d+/),
  ]);
  const remote = await place.run('metrics', 'receive', '--host', '0.0.0.0');
  expect([remote.code, remote.stderr]).toEqual([
    1,
    expect.stringMatching(/--host {2}0\.0\.0\.0 may be reached.*--allow-remote/),
  ]);
  const elsewhere = new Place();
  elsewhere.write('hub/.keep', '');
  const taken = await elsewhere.run('metrics', 'receive', '--port', String(port));
  expect([taken.code, taken.stderr]).toEqual([1, expect.stringMatching(/EADDRINUSE.*another --port/)]);
  elsewhere.remove();
});
