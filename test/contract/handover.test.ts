import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Handover } from '../../src/hooks/handover/handover.ts';
import { openRedis } from '../../src/hooks/handover/redis.ts';
import { remoteStore, withRemote } from '../../src/hooks/handover/remote.ts';
import { fileStore, type HandoverStore } from '../../src/hooks/handover/store.ts';
import type { RemoteTexts } from '../../src/hooks/handover/texts.ts';
import { describeRedis, freePort, startRedis, type TestRedis } from '../tools/redis.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'reconcile-handover-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;
const files = (): HandoverStore => fileStore(join(folder, `${++count}`));

function handover(fields: Partial<Handover> = {}): Handover {
  const lists = { prompts: [], tasks: [], failures: [], decisions: [], filesChanged: [], filesRead: [] };
  const at = new Date(Date.now()).toISOString();
  const texts = { session: 's1', root: '/repo/shop', at, reason: 'other', lastMessage: 'Done.', diffStat: '' };
  return { version: 1, ...texts, ...lists, ...fields };
}

/** A service of this process, for the contract alone. */
function texts(): RemoteTexts {
  const kept = new Map<string, string>();
  return {
    get: (key) => Promise.resolve(kept.get(key)),
    set: (key, text) => Promise.resolve(void kept.set(key, text)),
    close: () => undefined,
  };
}

function keepsHandovers(make: () => HandoverStore): void {
  test('gives back what a session left, whole', async () => {
    const store = make();
    const left = handover({
      prompts: ['ü "quoted" \n 😀'],
      tasks: [{ content: 'Measure', status: 'pending' }],
      lastMessage: 'x'.repeat(20_000),
    });
    await store.save(left);
    expect(await store.ofSession('/repo/shop', 's1')).toEqual(left);
    expect(await store.newest('/repo/shop')).toEqual(left);
  });

  test('a later handover of a session replaces its earlier one', async () => {
    const store = make();
    await store.save(handover({ lastMessage: 'first', at: new Date(Date.now() - 1000).toISOString() }));
    await store.save(handover({ lastMessage: 'second' }));
    expect((await store.ofSession('/repo/shop', 's1'))?.lastMessage).toBe('second');
  });

  test('sessions and worktrees are kept apart, whatever their names', async () => {
    const store = make();
    for (const [root, session] of [
      ['/repo/shop', 'a/b'],
      ['/repo/shop', 'a-b'],
      ['/else/shop', 'a/b'],
      ['/repo/süß', '..'],
    ] as const) {
      await store.save(handover({ root, session, lastMessage: `${root} ${session}` }));
      await new Promise((done) => setTimeout(done, 15));
    }
    expect((await store.ofSession('/repo/shop', 'a/b'))?.lastMessage).toBe('/repo/shop a/b');
    expect((await store.ofSession('/repo/shop', 'a-b'))?.lastMessage).toBe('/repo/shop a-b');
    expect((await store.newest('/repo/shop'))?.lastMessage).toBe('/repo/shop a-b');
    expect((await store.newest('/else/shop'))?.lastMessage).toBe('/else/shop a/b');
    expect((await store.ofSession('/repo/süß', '..'))?.lastMessage).toBe('/repo/süß ..');
  });

  test('there is nothing where nothing was left', async () => {
    expect(await make().ofSession('/nowhere', 's1')).toBeUndefined();
    expect(await make().newest('/nowhere')).toBeUndefined();
  });
}

describe('handovers in files', () => keepsHandovers(files));
describe('handovers in a service', () => keepsHandovers(() => remoteStore(texts())));
describe('handovers in both', () => keepsHandovers(() => withRemote(files(), remoteStore(texts()), 10_000)));

describe('a service that fails', () => {
  const never = new Promise<never>(() => undefined);
  test.each([
    [
      'refuses',
      () =>
        remoteStore({
          ...texts(),
          get: () => Promise.reject(new Error('down')),
          set: () => Promise.reject(new Error('full')),
        }),
    ],
    ['never answers', () => remoteStore({ ...texts(), get: () => never, set: () => never })],
    ['holds something else', () => remoteStore({ ...texts(), get: () => Promise.resolve('{"version":2}') })],
  ])('%s: the files have it all, and nobody waits for long', async (_, make) => {
    const store = withRemote(files(), make(), 50);
    const started = performance.now();
    await store.save(handover());
    expect((await store.ofSession('/repo/shop', 's1'))?.lastMessage).toBe('Done.');
    expect((await store.newest('/repo/shop'))?.lastMessage).toBe('Done.');
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test('the later of two handovers counts, wherever it is', async () => {
    const [near, far] = [files(), remoteStore(texts())];
    await near.save(handover({ lastMessage: 'here', at: '2026-01-31T10:00:00.000Z' }));
    await far.save(handover({ lastMessage: 'there', at: '2026-01-31T11:00:00.000Z' }));
    expect((await withRemote(near, far, 10_000).newest('/repo/shop'))?.lastMessage).toBe('there');
    await near.save(handover({ lastMessage: 'here again', at: '2026-01-31T12:00:00.000Z' }));
    expect((await withRemote(near, far, 10_000).ofSession('/repo/shop', 's1'))?.lastMessage).toBe('here again');
  });
});

describeRedis('with a real Redis', () => {
  let redis: TestRedis;
  const open: RemoteTexts[] = [];
  const remote = (url = redis.url, patience = 10_000) => {
    const opened = openRedis(url, undefined, patience);
    open.push(opened);
    return remoteStore(opened);
  };
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => {
    for (const one of open) one.close();
    await redis.stop();
  });

  describe('handovers in Redis', () => keepsHandovers(() => remote()));
  describe('handovers in files and in Redis', () => keepsHandovers(() => withRemote(files(), remote(), 10_000)));

  test('another machine with the same worktree finds what this one left', async () => {
    await withRemote(files(), remote(), 10_000).save(handover({ root: '/shared', lastMessage: 'from here' }));
    expect((await withRemote(files(), remote(), 10_000).newest('/shared'))?.lastMessage).toBe('from here');
  });

  test('handovers go by themselves after 30 days', async () => {
    await remote().save(handover({ root: '/expires' }));
    const { Redis } = await import('ioredis');
    const client = new Redis(redis.url);
    const [key] = await client.keys('*expires*session*');
    const seconds = await client.ttl(key!);
    client.disconnect();
    expect(seconds).toBeGreaterThan(29 * 86_400);
    expect(seconds).toBeLessThanOrEqual(30 * 86_400);
  });

  test('a Redis that is not there, or stands still, loses nothing and keeps nobody waiting', async () => {
    const absent = withRemote(files(), remote(`redis://127.0.0.1:${await freePort()}`, 250), 250);
    const started = performance.now();
    await absent.save(handover());
    expect((await absent.newest('/repo/shop'))?.lastMessage).toBe('Done.');
    redis.pause();
    const still = withRemote(files(), remote(redis.url, 250), 250);
    await still.save(handover({ lastMessage: 'kept' }));
    redis.resume();
    expect((await still.newest('/repo/shop'))?.lastMessage).toBe('kept');
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
