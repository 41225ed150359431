import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { describeService } from './service.ts';

/** Tests with a real Redis. */
export const describeRedis = describeService(() => spawnSync('redis-server', ['--version']).status === 0);

/** A Redis of this test's own, on a free port of loopback, that keeps nothing. */
export interface TestRedis {
  readonly port: number;
  readonly url: string;
  /** Holds the process still: it takes connections and answers nothing. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

/** Starts one and waits until it answers. @throws when there is no redis-server */
export async function startRedis(more: readonly string[] = []): Promise<TestRedis> {
  const port = await freePort();
  const words = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...more];
  const child = spawn('redis-server', words, { stdio: ['ignore', 'pipe', 'pipe'] });
  await ready(child);
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    stop: () =>
      new Promise((done) => {
        child.on('close', () => done());
        child.kill('SIGKILL');
      }),
  };
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    let said = '';
    child.on('error', fail);
    child.on('close', () => fail(new Error(`redis-server ended: ${said}`)));
    child.stdout!.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Ready to accept connections')) done();
    });
  });
}

export function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
