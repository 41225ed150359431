// The part of the test of telemetry that runs in namespaces of its own, as a program: starts `reconcile metrics receive` and a scripted
// endpoint, runs the real client with its telemetry sent there, and prints one JSON document of what came.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startEndpoint } from './endpoint.ts';

const HOME = '/mnt/ada';
const SHOP = `${HOME}/projects/shop`;
const ROOT = join(import.meta.dirname, '../..');
const client = process.argv[2]!;

const PATH = [...new Set([dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'])].join(':');
const plain = { PATH, HOME, TMPDIR: '/mnt/tmp', TERM: 'xterm', LANG: 'C.UTF-8' };

/** What came of one session. */
export interface Received {
  readonly code: number | null;
  readonly said: string;
  /** What the receiver told at its end. */
  readonly report: { readonly requests: number; readonly unknown: Record<string, number>; readonly refused: object };
  readonly rows: readonly Record<string, unknown>[];
}

/** The program, and what it prints until its end. */
function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv): [ChildProcess, Promise<string>] {
  const child = spawn(command, args, { cwd: SHOP, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (out += piece.toString()));
  return [child, new Promise((done) => child.on('close', () => done(out)))];
}

async function main(): Promise<Received> {
  for (const folder of [SHOP, '/mnt/tmp']) mkdirSync(folder, { recursive: true });
  execFileSync('git', ['init', '-q', '-b', 'main'], { env: plain, cwd: SHOP });
  writeFileSync(`${SHOP}/app.py`, 'x = 1\n');
  const projects = { [SHOP]: { hasTrustDialogAccepted: true } };
  writeFileSync(`${HOME}/.claude.json`, JSON.stringify({ hasCompletedOnboarding: true, projects }));
  const endpoint = await startEndpoint();
  endpoint.play('MARK', [
    { tool: 'Bash', input: { command: 'exit 3', description: 'x' } },
    { tool: 'Read', input: { file_path: `${SHOP}/app.py` } },
    { tool: 'Edit', input: { file_path: `${SHOP}/app.py`, old_string: 'x = 1', new_string: 'x = 2' } },
    { text: 'done' },
  ]);
  const words = [`${ROOT}/dist/reconcile.mjs`, 'metrics', 'receive', '--port', '0', '--json'];
  const [receiver, told] = start(process.execPath, words, plain);
  const port = await new Promise<number>((resolve) =>
    receiver.stdout!.once('data', (text) => resolve((JSON.parse(String(text)) as { port: number }).port)),
  );
  const env = {
    ...plain,
    ANTHROPIC_BASE_URL: endpoint.url,
    ANTHROPIC_API_KEY: 'no-key-for-the-local-endpoint',
    DISABLE_AUTOUPDATER: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    CLAUDE_CODE_ENABLE_TELEMETRY: '1',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    // Its transcript, which else says the project, is begun a moment after the first telemetry.
    OTEL_RESOURCE_ATTRIBUTES: 'project=shop',
    OTEL_METRIC_EXPORT_INTERVAL: '1000',
    OTEL_LOGS_EXPORT_INTERVAL: '500',
  };
  const [session, said] = start(client, ['-p', '--allowedTools', 'Bash Read Edit', '--', 'MARK go on'], env);
  const out = await said;
  endpoint.close();
  receiver.kill('SIGTERM');
  const report = JSON.parse((await told).trimEnd().split('\n').at(-1)!) as Received['report'];
  return { code: session.exitCode, said: out.slice(0, 2000), report, rows: spooled() };
}

function spooled(): Record<string, unknown>[] {
  const folder = `${HOME}/.local/state/reconcile/spool`;
  return readdirSync(folder).flatMap((name) =>
    readFileSync(`${folder}/${name}`, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => ({ table: name.replace(/-.*/, ''), ...(JSON.parse(line) as object) })),
  );
}

process.stdout.write(JSON.stringify(await main()));
