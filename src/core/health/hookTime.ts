import type { Thresholds } from '../canonical/canonical.ts';
import type { Check } from './check.ts';

/** One run of a hook and one of Node with an empty program, one right after the other, in milliseconds. */
export interface Pair {
  readonly hook: number;
  readonly bare: number;
}

// On an idle machine Node starts within 30 to 80 ms; where it takes longer than this, times tell more about the machine than about a hook.
const BUSY_MS = 150;

/**
 * Holds a hook's own time, which is what it takes longer than a bare start of Node beside it, to the thresholds: the median of the pairs.
 * On a busy machine a hook that is over its limit is to be looked at again, and has not failed.
 * @param pairs at least one
 */
export function judgeTime(
  pairs: readonly Pair[],
  thresholds: Thresholds,
): Pick<Check, 'status' | 'message' | 'remedy'> {
  const whole = Math.round(median(pairs.map(({ hook }) => hook)));
  const bare = Math.round(median(pairs.map((pair) => pair.bare)));
  const own = Math.round(Math.max(0, median(pairs.map((pair) => pair.hook - pair.bare))));
  const { hookLatencyWarnMs, hookLatencyCriticalMs } = thresholds;
  const took = `took ${whole} ms, ${own} of its own`;
  if (own <= hookLatencyWarnMs) return { status: 'ok', message: took };
  const critical = own > hookLatencyCriticalMs;
  const limit = critical ? `critical: ${hookLatencyCriticalMs}` : `limit: ${hookLatencyWarnMs}`;
  if (bare > BUSY_MS) {
    const message = `${took} (${limit}); but this machine is busy: Node alone takes ${bare} ms`;
    return { status: 'warn', message, remedy: 'Look again when the machine has less to do.' };
  }
  const remedy = 'Each call of a tool waits for it.';
  return { status: critical ? 'fail' : 'warn', message: `${took} (${limit})`, remedy };
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
