import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeService } from './service.ts';

/** A real QuestDB on loopback with ports and a folder of its own. */
export interface Questdb {
  readonly host: '127.0.0.1';
  readonly httpPort: number;
  readonly pgPort: number;
  /** The program's process id; it changes with `start`. */
  readonly pid: number;
  /** Ends it in an orderly way (SIGTERM), keeping its data. */
  stop(): Promise<void>;
  /** Ends it at once (SIGKILL), keeping its data. */
  kill(): Promise<void>;
  /** Starts it again on the same data and ports; resolves when it answers. */
  start(): Promise<void>;
  /** Runs one statement and gives its rows. @throws Error with the database's own words */
  sql(statement: string): Promise<readonly (readonly unknown[])[]>;
  /** Resolves when everything that was accepted can be seen by a query. */
  settled(): Promise<void>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

/** The jar, of $RECONCILE_QUESTDB_JAR or the newest in Maven's local repository; undefined when there is none. */
function questdbJar(): string | undefined {
  const given = process.env['RECONCILE_QUESTDB_JAR'];
  if (given !== undefined && given !== '') return given;
  const folder = join(homedir(), '.m2', 'repository', 'org', 'questdb', 'questdb');
  if (!existsSync(folder)) return undefined;
  const jars = readdirSync(folder).map((version) => join(folder, version, `questdb-${version}.jar`));
  return jars
    .filter((jar) => existsSync(jar))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1);
}

function hasJava(): boolean {
  try {
    execFileSync('java', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Tests with a real QuestDB. */
export const describeWithQuestdb = describeService(() => questdbJar() !== undefined && hasJava());

/**
 * Starts a QuestDB with small files on free ports.
 * @param more settings of its own, as variables: `QDB_…`
 * @throws Error when there is no jar, or it does not answer within two minutes
 */
export async function startQuestdb(more: Readonly<Record<string, string>> = {}): Promise<Questdb> {
  const jar = questdbJar();
  if (jar === undefined) throw new Error('no QuestDB: .ci/run fetches it, or set RECONCILE_QUESTDB_JAR');
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-questdb-'));
  const [httpPort, pgPort, ilpPort] = await freePorts(3);
  for (const name of ['root/conf', 'tmp']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'root/conf/server.conf'), '');
  const process = { jar, folder, httpPort: httpPort!, pgPort: pgPort!, ilpPort: ilpPort!, more };
  let child = await launch(process);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  };
  const sql = (statement: string): Promise<unknown[][]> => execute(httpPort!, statement);
  return {
    host: '127.0.0.1',
    httpPort: httpPort!,
    pgPort: pgPort!,
    get pid() {
      return child.pid!;
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async start() {
      child = await launch(process);
    },
    sql,
    settled: () => settle(sql),
    async remove() {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

interface Launch {
  readonly jar: string;
  readonly folder: string;
  readonly httpPort: number;
  readonly pgPort: number;
  readonly ilpPort: number;
  readonly more: Readonly<Record<string, string>>;
}

async function launch({ jar, folder, httpPort, pgPort, ilpPort, more }: Launch): Promise<ChildProcess> {
  const opens = ['java.lang', 'java.lang.reflect', 'java.nio', 'java.time.zone'];
  const child = spawn(
    'java',
    [
      // Started often and for a short time: quick to start counts for more than quick to run.
      '-Xms64m',
      '-Xmx512m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      `-Djava.io.tmpdir=${folder}/tmp`,
      ...opens.map((name) => `--add-opens=java.base/${name}=io.questdb`),
      '-p',
      jar,
      '-m',
      'io.questdb/io.questdb.ServerMain',
      '-d',
      `${folder}/root`,
      '-n',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...settings(httpPort, pgPort, ilpPort), ...more } },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      said = `${said}${data.toString()}`.slice(-4000);
    });
  const deadline = Date.now() + 120_000;
  while (!(await answers(httpPort))) {
    if (child.exitCode !== null) throw new Error(`QuestDB ended with ${child.exitCode}:\n${said}`);
    if (Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`QuestDB does not answer:\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return child;
}

/** Loopback only, no telemetry, and files that grow by little: the defaults take gigabytes. */
function settings(httpPort: number, pgPort: number, ilpPort: number): Record<string, string> {
  return {
    QDB_TELEMETRY_ENABLED: 'false',
    QDB_HTTP_BIND_TO: `127.0.0.1:${httpPort}`,
    QDB_PG_NET_BIND_TO: `127.0.0.1:${pgPort}`,
    QDB_LINE_TCP_NET_BIND_TO: `127.0.0.1:${ilpPort}`,
    QDB_HTTP_MIN_ENABLED: 'false',
    QDB_SHARED_WORKER_COUNT: '2',
    QDB_PG_READONLY_USER_ENABLED: 'true',
    QDB_METRICS_ENABLED: 'false',
    QDB_CAIRO_WRITER_DATA_APPEND_PAGE_SIZE: '256k',
    QDB_CAIRO_SYSTEM_WRITER_DATA_APPEND_PAGE_SIZE: '256k',
    QDB_CAIRO_O3_COLUMN_MEMORY_SIZE: '256k',
  };
}

async function answers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/ping`, { signal: AbortSignal.timeout(2000) });
    return response.status === 204;
  } catch {
    return false;
  }
}

async function execute(port: number, statement: string): Promise<unknown[][]> {
  const response = await fetch(`http://127.0.0.1:${port}/exec?query=${encodeURIComponent(statement)}`, {
    signal: AbortSignal.timeout(30_000),
  });
  const answer = (await response.json()) as { error?: string; dataset?: unknown[][] };
  if (answer.error !== undefined) throw new Error(`${answer.error} in: ${statement}`);
  return answer.dataset ?? [];
}

/** What is accepted is first in a log of its own and only then in the table. */
async function settle(sql: (statement: string) => Promise<unknown[][]>): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; ) {
    const open = await sql('SELECT name, suspended FROM wal_tables() WHERE writerTxn != sequencerTxn OR suspended');
    if (open.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('QuestDB does not apply what it has accepted');
}

/** Ports that nobody listens on, all different. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
