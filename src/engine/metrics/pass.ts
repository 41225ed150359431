import type { Canonical } from '../../core/canonical/canonical.ts';
import { daysOf, wantedRetention } from '../../core/metrics/retention.ts';
import { type MetricsTableShape, shapeOf } from '../../core/metrics/tables.ts';
import type { Holder, Leases } from '../../ports/lease.ts';
import type { MetricsStore } from '../../ports/metrics.ts';
import type { Spool } from '../../ports/spool.ts';
import { type FlushReport, flush } from './flush.ts';
import { type Rotation, rotate } from './rotate.ts';

const DAY = 86_400_000;

export interface PassOptions {
  readonly settings: Canonical['metrics'];
  readonly tables: readonly MetricsTableShape[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly signal?: AbortSignal;
  readonly pause?: (milliseconds: number) => Promise<void>;
}

/** What became of one look at the spool. `flushed` is absent where no database is wanted. */
export interface SpoolPass {
  readonly flushed?: FlushReport;
  readonly rotated: Rotation;
}

/**
 * Sends what waits, then keeps the spool bounded. One process at a time does this on a machine: another one is told who does.
 * @param store undefined where no database is wanted
 * @throws SpoolError
 */
export async function passOver(
  spool: Spool,
  store: MetricsStore | undefined,
  leases: Leases,
  { settings, tables, now, signal, pause }: PassOptions,
): Promise<SpoolPass | { readonly heldBy: Holder }> {
  const held = leases.acquire('metrics-spool', 'metrics flush');
  if ('heldBy' in held) return held;
  try {
    const { retention } = settings;
    const options = {
      tables,
      retention,
      now,
      ...(signal === undefined ? {} : { signal }),
      ...(pause === undefined ? {} : { pause }),
    };
    const flushed = store === undefined ? undefined : await flush(spool, store, options);
    const limits = {
      keepFor: daysOf(settings.spool.keep) * DAY,
      mostBytes: settings.spool.maxMb * 1_000_000,
      ...(store === undefined
        ? {
            keepUnsent: (table: Parameters<typeof shapeOf>[0]) =>
              daysOf(wantedRetention(shapeOf(table), retention)) * DAY,
          }
        : {}),
    };
    const rotated = rotate(spool, limits, now);
    const state = spool.state();
    if (state.mostBytes !== limits.mostBytes && spool.segments().length > 0)
      spool.keep({ ...state, mostBytes: limits.mostBytes });
    return { rotated, ...(flushed === undefined ? {} : { flushed }) };
  } finally {
    held.lease.release();
  }
}
