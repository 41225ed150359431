import fs from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { questdb } from '../../src/adapters/metrics/questdb.ts';
import { fileSpool } from '../../src/adapters/spool/spool.ts';
import { planTables } from '../../src/core/metrics/migration.ts';
import { putBack } from '../../src/core/metrics/putBack.ts';
import type { Row } from '../../src/core/metrics/row.ts';
import { shapeOf, TABLES } from '../../src/core/metrics/tables.ts';
import type { AbsPath } from '../../src/core/values/paths.ts';
import { flush } from '../../src/engine/metrics/flush.ts';
import { describeWithQuestdb, type Questdb, startQuestdb } from '../tools/questdb.ts';

const HOOKS = shapeOf('claude_hooks');
const AT = Date.UTC(2026, 2, 4) * 1000;
const hook = (id: number, name = 'guard'): Row => ({ timestamp: AT + id, hook_name: name, run_id: `${id}` });

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('an answer to rows', () => {
  let server: Server;
  afterEach(() => server.close());

  test.each([
    [500, 'failed'],
    [502, 'failed'],
    [503, 'failed'],
    [400, 'rejected'],
    [413, 'rejected'],
    [401, 'unavailable'],
    [404, 'unavailable'],
    [429, 'unavailable'],
  ])('%i is taken for %s', async (status, kind) => {
    server = createServer((asked, answer) => {
      asked.resume();
      asked.on('end', () => answer.writeHead(status, { 'content-type': 'text/plain' }).end('no'));
    });
    const store = questdb({ host: '127.0.0.1', port: await listening(server) });
    await expect(store.send(HOOKS, [hook(1)])).rejects.toMatchObject({ name: 'StoreError', kind });
  });
});

describeWithQuestdb('a QuestDB that stumbles over some rows', () => {
  let database: Questdb;
  let between: Server;
  let stumbles = true;
  const folder = fs.mkdtempSync(`${tmpdir()}/reconcile-stumble-`) as AbsPath;

  beforeAll(async () => {
    database = await startQuestdb();
    // All goes through, but for rows with this word.
    between = createServer((asked, answer) => {
      const pieces: Buffer[] = [];
      asked.on('data', (piece: Buffer) => pieces.push(piece));
      asked.on('end', () => {
        const body = Buffer.concat(pieces);
        if (stumbles && body.includes('poison')) return void answer.writeHead(500).end('stumbled');
        const { method, url, headers } = asked;
        const options = { host: '127.0.0.1', port: database.httpPort, method, path: url, headers, agent: false };
        const onward = request(options, (got) => {
          answer.writeHead(got.statusCode!, got.headers);
          got.pipe(answer);
        });
        onward.end(body);
      });
    });
    await listening(between);
  }, 180_000);
  afterAll(async () => {
    between?.close();
    await database?.remove();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  test('has all others, and these too when they are put back', async () => {
    const store = questdb({ host: '127.0.0.1', port: (between.address() as AddressInfo).port });
    for (const { steps } of planTables([], TABLES, {})) for (const step of steps) await store.change(step);
    const spool = fileSpool(folder);
    const all = Array.from({ length: 500 }, (_, id) => hook(id, id === 77 || id === 400 ? 'poison' : 'guard'));
    spool.append('claude_hooks', all);
    const options = { tables: TABLES, retention: {}, now: Date.now() };
    expect((await flush(spool, store, options)).tables).toEqual([
      { table: 'claude_hooks', sent: 498, setAside: 2, waiting: 0 },
    ]);
    expect(spool.setAside().map(({ reasons }) => reasons[0])).toEqual(
      Array(2).fill('QuestDB answers 500 to it each time, and takes other rows between'),
    );
    stumbles = false;
    const putting = putBack(spool.setAside(), undefined);
    spool.putBack(putting.rows, putting.left);
    expect(spool.setAside()).toEqual([]);
    expect((await flush(spool, store, options)).tables).toMatchObject([{ sent: 2, setAside: 0, waiting: 0 }]);
    await expect
      .poll(() => database.sql('SELECT count(), count_distinct(run_id) FROM claude_hooks'), { timeout: 20_000 })
      .toEqual([[500, 500]]);
  }, 60_000);
});
