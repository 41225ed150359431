import { Redis } from 'ioredis';
import type { RemoteTexts } from './texts.ts';

/**
 * Texts by key in a Redis. A part of hooks that is a file of its own, because the client library takes longer to load than a hook to run:
 * it is delivered only where canonical.yaml sends handovers to Redis, and loaded only then.
 * @param url `redis://host:port`
 * @param password of the person; never part of a repository
 * @param timeout milliseconds for the connection, and for each command
 * Every call rejects when the service is not there in time.
 */
export function openRedis(url: string, password: string | undefined, timeout: number): RemoteTexts {
  const redis = new Redis(url, {
    ...(password === undefined || password === '' ? {} : { password }),
    lazyConnect: true,
    connectTimeout: timeout,
    commandTimeout: timeout,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    enableReadyCheck: false,
  });
  // Without a listener it writes on stderr, which the person would read as the hook's failure.
  redis.on('error', () => undefined);
  return {
    get: async (key) => (await redis.get(key)) ?? undefined,
    async set(key, text, seconds) {
      await redis.set(key, text, 'EX', seconds);
    },
    close: () => redis.disconnect(),
  };
}
