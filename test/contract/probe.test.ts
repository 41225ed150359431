import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { realProbe } from '../../src/adapters/probe/probe.ts';
import { freePort } from '../tools/redis.ts';

const PATIENCE = 5000;
const SHORT = 150;
// A loaded machine may be late; twenty times too late is no limit any more.
const LATEST = 20 * SHORT;
const open: Server[] = [];
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await Promise.all(open.splice(0).map((server) => new Promise((done) => server.close(done))));
});

async function listening(server: Server): Promise<number> {
  open.push(server);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

const serve = (listener: RequestListener) => listening(createHttpServer(listener));
const talk = (greet: (socket: Socket) => void) => listening(createServer(greet));
const url = (port: number) => `http://127.0.0.1:${port}/api/health`;

describe('over HTTP', () => {
  test('gives status and body, whatever the status is', async () => {
    const port = await serve((request, response) => {
      response.statusCode = request.url === '/api/health' ? 503 : 404;
      response.end('{"database": "failing"}');
    });
    const probed = await realProbe.http(url(port), PATIENCE);
    expect(probed).toMatchObject({ kind: 'answered', status: 503, body: '{"database": "failing"}' });
    expect(probed.kind === 'answered' && probed.ms > 0).toBe(true);
  });

  test('follows no redirect: who answers is who was asked', async () => {
    const port = await serve((_, response) => response.writeHead(302, { location: '/login' }).end());
    expect(await realProbe.http(url(port), PATIENCE)).toMatchObject({ kind: 'answered', status: 302 });
  });

  test('says that nobody listens', async () => {
    const port = await freePort();
    expect(await realProbe.http(url(port), PATIENCE)).toEqual({ kind: 'silent', because: 'connection refused' });
  });

  test('says that there is no such host', async () => {
    const probed = await realProbe.http('http://nobody.invalid:3000/', PATIENCE);
    expect(probed.kind === 'silent' && probed.because).toMatch(/no such host|cannot be looked up/);
  });

  test('says that it hung up', async () => {
    const port = await talk((socket) => socket.once('data', () => socket.destroy()));
    expect(await realProbe.http(url(port), PATIENCE)).toEqual({ kind: 'silent', because: 'it hung up' });
  });

  test('gives up in time on one that never answers, and on one that never ends', async () => {
    const mute = await serve(() => undefined);
    const trickling = await serve((_, response) => {
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    });
    for (const port of [mute, trickling]) {
      const start = performance.now();
      const probed = await realProbe.http(url(port), SHORT);
      expect(probed).toEqual({ kind: 'silent', because: `no answer within ${SHORT} ms` });
      expect(performance.now() - start).toBeLessThan(LATEST);
    }
  });

  test('reads no more of a body than a health answer needs', async () => {
    let sent = 0;
    const port = await serve((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(16_384))) sent += 16_384;
      };
      response.on('drain', more);
      more();
    });
    const probed = await realProbe.http(url(port), PATIENCE);
    expect(probed.kind === 'answered' && probed.body.length).toBe(64 * 1024);
    expect(sent).toBeLessThan(16 * 1024 * 1024);
  });

  test('what is no HTTP is silence with a reason', async () => {
    const port = await talk((socket) => socket.once('data', () => socket.end('-ERR what is this\r\n')));
    const probed = await realProbe.http(url(port), PATIENCE);
    expect(probed.kind === 'silent' && probed.because).not.toBe('');
    expect(probed.kind).toBe('silent');
  });
});

describe('over TCP', () => {
  const host = '127.0.0.1';

  test('without a text the connection is the answer, and an open port is told from a closed one', async () => {
    const port = await talk(() => undefined);
    expect(await realProbe.tcp({ host, port }, PATIENCE)).toMatchObject({ kind: 'answered', body: '' });
    const closed = await freePort();
    const silent = { kind: 'silent', because: 'connection refused' };
    expect(await realProbe.tcp({ host, port: closed }, PATIENCE)).toEqual(silent);
    // A name with several addresses.
    expect(await realProbe.tcp({ host: 'localhost', port: closed }, PATIENCE)).toEqual(silent);
  });

  test('with a text the first that comes back is the answer', async () => {
    const port = await talk((socket) => socket.on('data', (data) => socket.write(`heard ${data.toString()}`)));
    expect(await realProbe.tcp({ host, port, say: 'PING' }, PATIENCE)).toMatchObject({ body: 'heard PING' });
  });

  test('says that it hung up, and gives up in time on one that says nothing', async () => {
    const rude = await talk((socket) => socket.once('data', () => socket.end()));
    expect(await realProbe.tcp({ host, port: rude, say: 'PING' }, PATIENCE)).toEqual({
      kind: 'silent',
      because: 'it hung up',
    });
    const mute = await talk(() => undefined);
    const start = performance.now();
    const probed = await realProbe.tcp({ host, port: mute, say: 'PING' }, SHORT);
    expect(probed).toEqual({ kind: 'silent', because: `no answer within ${SHORT} ms` });
    expect(performance.now() - start).toBeLessThan(LATEST);
  });

  test('a port that cannot be is silence, too', async () => {
    expect(await realProbe.tcp({ host, port: 70_000 }, PATIENCE)).toEqual({
      kind: 'silent',
      because: 'there is no such port',
    });
  });
});
