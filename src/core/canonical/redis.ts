import type { CanonicalDocument } from '../../../generated/canonical.ts';
import type { Selections } from './canonical.ts';
import { type Path, pathText } from './places.ts';
import { lineOf, type Reading } from './reading.ts';

type Redis = NonNullable<NonNullable<CanonicalDocument['infrastructure']>['redis']>;

/**
 * What every repository gets besides where `infrastructure.redis.handovers` is set: where the service is, and the script by which hooks
 * reach it. A Redis that is merely listed changes nothing.
 */
export function withHandovers(reading: Reading, redis: Redis | null | undefined, selections: Selections): Selections {
  if (redis?.handovers !== true) return selections;
  const path: Path = ['infrastructure', 'redis', 'handovers'];
  const from = { selector: pathText(path), place: lineOf(reading, path) };
  const { host = 'localhost', port = 6379 } = redis;
  const url = `redis://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return {
    ...selections,
    scripts: [...selections.scripts, { pattern: 'redis-store.mjs', ...from }],
    settings: [...selections.settings, { inline: { env: { RECONCILE_REDIS: url } }, ...from }],
  };
}
