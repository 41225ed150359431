import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { questdb } from '../../src/adapters/metrics/questdb.ts';
import { realProbe } from '../../src/adapters/probe/probe.ts';
import type { Check } from '../../src/core/health/check.ts';
import { planTables } from '../../src/core/metrics/migration.ts';
import { TABLES } from '../../src/core/metrics/tables.ts';
import { serviceChecks } from '../../src/engine/health/services.ts';
import type { MetricsDatabase } from '../../src/ports/metrics.ts';
import { describeWithQuestdb, type Questdb, startQuestdb } from '../tools/questdb.ts';
import { describeRedis, freePort, startRedis, type TestRedis } from '../tools/redis.ts';

const HOST = '127.0.0.1';
const NO_DATABASE = { database: undefined, tables: TABLES };

async function found(name: string, checks: Promise<readonly Check[]>): Promise<Check> {
  const check = (await checks).find((one) => one.name === name);
  if (check === undefined) throw new Error(`no check is named ${name}`);
  return check;
}

test('what canonical.yaml does not name is told as not configured, and nothing is asked', async () => {
  const asked: string[] = [];
  const probe = {
    http: (url: string, ms: number) => realProbe.http(`${asked.push(url)}`, ms),
    tcp: (address: Parameters<typeof realProbe.tcp>[0], ms: number) => realProbe.tcp(address, asked.push('tcp') + ms),
  };
  const checks = await serviceChecks({}, probe, NO_DATABASE);
  expect(checks.map(({ name, status }) => [name, status])).toEqual([
    ['QuestDB', 'absent'],
    ['Redis', 'absent'],
    ['Grafana', 'absent'],
  ]);
  expect(asked).toEqual([]);
});

describeRedis('a real Redis', () => {
  let redis: TestRedis;
  let guarded: TestRedis;
  beforeAll(async () => {
    [redis, guarded] = await Promise.all([startRedis(), startRedis(['--requirepass', 'secret'])]);
  });
  afterAll(async () => {
    await Promise.all([redis?.stop(), guarded?.stop()]);
  });
  const look = (port: number) => found('Redis', serviceChecks({ redis: { host: HOST, port } }, realProbe, NO_DATABASE));

  test('answers, also where it wants a password', async () => {
    expect(await look(redis.port)).toMatchObject({ status: 'ok', message: `answers at ${HOST}:${redis.port}` });
    expect(await look(guarded.port)).toMatchObject({ status: 'ok', message: expect.stringContaining('password') });
  });

  test('that hangs is a warning within the time limit, and well again when it goes on', async () => {
    redis.pause();
    try {
      const hung = await look(redis.port);
      expect(hung).toMatchObject({ status: 'warn', message: expect.stringContaining('no answer within 2000 ms') });
      expect(hung.remedy).toContain('infrastructure.redis');
    } finally {
      redis.resume();
    }
    expect((await look(redis.port)).status).toBe('ok');
  });

  test('that is not there, and something else in its place, are told apart', async () => {
    expect((await look(await freePort())).message).toContain('does not answer: connection refused');
    const { port, server } = await grafana((_, answer) => answer(400, 'Bad Request'));
    expect((await look(port)).message).toContain('no Redis');
    await new Promise((done) => server.close(done));
  });
});

type Answer = (status: number, body: string) => void;

/** Something that answers HTTP; what it answers is Grafana's documented `/api/health`, or is not. */
async function grafana(on: (path: string, answer: Answer) => void): Promise<{ port: number; server: Server }> {
  const server = createServer((request, response) => {
    on(request.url ?? '', (status, body) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(body),
    );
  });
  await new Promise<void>((done) => server.listen(0, HOST, done));
  return { port: (server.address() as AddressInfo).port, server };
}

describe('what answers in the place of Grafana', () => {
  const WELL = '{\n  "commit": "abc",\n  "database": "ok",\n  "version": "12.0.0"\n}';
  const ILL = '{\n  "database": "failing",\n  "version": "12.0.0"\n}';

  test.each([
    ['is well', 200, WELL, 'ok', /^answers at/],
    ['has a database that fails', 503, ILL, 'warn', /not well: it answers with 503, its database is failing/],
    ['is a page of something else', 200, '<html>Welcome</html>', 'warn', /answers with 200, but it is no Grafana/],
    ['is a proxy that finds nobody behind it', 502, 'Bad Gateway', 'warn', /answers with 502, but it is no Grafana/],
    ['is empty', 200, '', 'warn', /no Grafana/],
  ])('%s', async (_, status, body, expected, message) => {
    const { port, server } = await grafana((path, answer) => answer(path === '/api/health' ? status : 404, body));
    const check = await found('Grafana', serviceChecks({ grafana: { host: HOST, port } }, realProbe, NO_DATABASE));
    expect(check.status).toBe(expected);
    expect(check.message).toMatch(message);
    expect(check.remedy === undefined).toBe(expected === 'ok');
    await new Promise((done) => server.close(done));
  });

  test('never answers, or is not there', async () => {
    const { port, server } = await grafana(() => undefined);
    const slow = await found('Grafana', serviceChecks({ grafana: { host: HOST, port } }, realProbe, NO_DATABASE));
    expect(slow).toMatchObject({ status: 'warn', message: expect.stringContaining('no answer within 2000 ms') });
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    const gone = await found('Grafana', serviceChecks({ grafana: { host: HOST, port } }, realProbe, NO_DATABASE));
    expect(gone).toMatchObject({ status: 'warn', message: expect.stringContaining('connection refused') });
    expect(gone.remedy).toContain('grafana_port');
  });
});

describeWithQuestdb('a real QuestDB', () => {
  let server: Questdb;
  let database: MetricsDatabase;
  const look = (name: string) => found(name, serviceChecks({}, realProbe, { database, tables: TABLES }));
  beforeAll(async () => {
    // Only then may a table be suspended by hand.
    server = await startQuestdb({ QDB_DEV_MODE_ENABLED: 'true' });
    database = questdb({ host: server.host, port: server.httpPort });
  }, 180_000);
  afterAll(() => server?.remove());

  test('without the tables says so, and what makes them', async () => {
    expect((await look('QuestDB')).status).toBe('ok');
    const tables = await look('QuestDB tables');
    expect(tables).toMatchObject({ status: 'warn', remedy: expect.stringContaining('`reconcile metrics init`') });
    expect(tables.message).toContain(`${TABLES.length} of ${TABLES.length} cannot take rows`);
  });

  test('with all of them is well; one that was dropped is missed', async () => {
    for (const { steps } of planTables([], TABLES, {})) for (const step of steps) await database.change(step);
    expect(await look('QuestDB tables')).toMatchObject({ status: 'ok', message: `all ${TABLES.length} are there` });
    expect(await look('QuestDB writers')).toMatchObject({ status: 'ok', message: 'keep up' });
    await server.sql('DROP TABLE claude_tasks');
    const tables = await look('QuestDB tables');
    expect(tables.message).toBe(`1 of ${TABLES.length} cannot take rows: claude_tasks: the table is not there`);
    const others = TABLES.filter(({ name }) => name !== 'claude_tasks');
    const wanted = await serviceChecks({}, realProbe, { database, tables: others });
    expect(wanted.find(({ name }) => name === 'QuestDB tables')?.status).toBe('ok');
  });

  test('whose writer is suspended has failed, with the statement that resumes it', async () => {
    await server.sql('ALTER TABLE claude_hooks SUSPEND WAL');
    expect(await look('QuestDB writers')).toMatchObject({
      status: 'fail',
      message: 'claude_hooks: writing is suspended',
      remedy: expect.stringContaining('ALTER TABLE claude_hooks RESUME WAL'),
    });
    await server.sql('ALTER TABLE claude_hooks RESUME WAL');
    await server.settled();
    expect((await look('QuestDB writers')).status).toBe('ok');
  });

  test('that is stopped is a warning: rows wait in the spool', async () => {
    await server.stop();
    const check = await look('QuestDB');
    expect(check).toMatchObject({ status: 'warn', message: expect.stringContaining('nobody listens') });
    expect(check.remedy).toContain('Nothing is lost');
  });
});

describeWithQuestdb('a QuestDB that takes rows and does not get round to writing them', () => {
  let server: Questdb;
  beforeAll(async () => {
    server = await startQuestdb({ QDB_CAIRO_WAL_APPLY_ENABLED: 'false' });
  }, 180_000);
  afterAll(() => server?.remove());

  test('is a warning that names the table, once more waits than a moment brings', async () => {
    const database = questdb({ host: server.host, port: server.httpPort });
    const writers = () => found('QuestDB writers', serviceChecks({}, realProbe, { database, tables: TABLES }));
    const [create] = planTables([], TABLES, {}).find(({ table }) => table.name === 'claude_hooks')!.steps;
    await database.change(create!);
    const insert = () => server.sql("INSERT INTO claude_hooks (timestamp, hook_name) VALUES (now(), 'guard')");
    await insert();
    expect((await writers()).status).toBe('ok');
    for (let row = 0; row < 110; row++) await insert();
    expect(await writers()).toMatchObject({ status: 'warn', message: 'claude_hooks: much is not written yet' });
  });
});
