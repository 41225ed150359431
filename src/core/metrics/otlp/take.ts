import { tellEvent } from './events.ts';
import { readLogs, readMetrics } from './message.ts';
import { tellPoint } from './points.ts';
import type { Telling, Told } from './telling.ts';

/** What Claude Code sends to /v1/metrics and to /v1/logs. */
export type Signal = 'metrics' | 'logs';

/** What became of one request. */
export interface Taken {
  /** Events and numbers that have their rows. */
  readonly told: number;
  /** Those that another feed, or an earlier delivery, has told. */
  readonly recorded: number;
  /** Those that have no row of their own. */
  readonly left: number;
  /** Names that nobody knows, and how often each came. */
  readonly unknown: ReadonlyMap<string, number>;
  readonly rejected: number;
  /** Why, for the first few that were rejected. */
  readonly reasons: readonly string[];
}

const MOST_REASONS = 5;
const MOST_NAME = 100;

/** Makes rows of the body of a request; undefined when it is no request of that kind. Whatever the body holds, it does not throw. */
export function take(signal: Signal, body: unknown, telling: Telling): Taken | undefined {
  const items =
    signal === 'logs'
      ? readLogs(body)?.map((event) => ({ name: event.name, tell: () => tellEvent(event, telling) }))
      : readMetrics(body)?.map((point) => ({ name: point.name, tell: () => tellPoint(point, telling) }));
  if (items === undefined) return undefined;
  const counts = { told: 0, recorded: 0, left: 0 };
  const unknown = new Map<string, number>();
  const reasons: string[] = [];
  let rejected = 0;
  for (const { name, tell } of items) {
    const became: Told = tell();
    if (became === 'unknown') unknown.set(name.slice(0, MOST_NAME), (unknown.get(name.slice(0, MOST_NAME)) ?? 0) + 1);
    else if (typeof became === 'string') counts[became]++;
    else if (++rejected <= MOST_REASONS) reasons.push(`${name}: ${became.rejected}`);
  }
  return { ...counts, unknown, rejected, reasons: [...new Set(reasons)] };
}
