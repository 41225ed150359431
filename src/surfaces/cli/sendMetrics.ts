import type { Canonical } from '../../core/canonical/canonical.ts';
import { passOver } from '../../engine/metrics/pass.ts';
import type { World } from '../../engine/world.ts';
import { SpoolError } from '../../ports/spool.ts';
import { databaseOf, wantedTables } from './metricsOptions.ts';
import type { Terminal } from './terminal.ts';

/**
 * What the controller does with the rows of metrics at each look: sends them where canonical.yaml names a database, and keeps the spool
 * bounded. What goes wrong is logged; it never throws, and rows that were not sent wait.
 */
export async function sendMetrics(
  terminal: Terminal,
  { leases, clock, log }: Pick<World, 'leases' | 'clock' | 'log'>,
  canonical: Canonical,
  signal: AbortSignal,
): Promise<void> {
  try {
    const [spool, database] = [await terminal.parts.spool(), await databaseOf(terminal, canonical)];
    const settings = {
      settings: canonical.metrics,
      tables: wantedTables(canonical).tables,
      now: clock.now(),
      signal,
      pause: (milliseconds: number) => clock.sleep(milliseconds, signal),
    };
    const pass = await passOver(spool, database, leases, settings);
    // Somebody else is sending: the same rows need no second one.
    if ('heldBy' in pass) return;
    const { flushed, rotated } = pass;
    if (rotated.lost > 0) log.error('the spool of metrics was full; rows were removed unsent', { rows: rotated.lost });
    if (flushed?.unavailable !== undefined) log.warn('rows of metrics wait', { reason: flushed.unavailable });
    for (const { table, sent, setAside, reason } of flushed?.tables ?? []) {
      if (setAside > 0) log.warn('rows of metrics were set aside', { table, rows: setAside });
      if (reason !== undefined && flushed?.unavailable === undefined)
        log.warn('rows of metrics wait', { table, reason });
      if (sent > 0) log.info('rows of metrics were sent', { table, rows: sent });
    }
  } catch (error) {
    log.error('metrics were not sent', { problem: error instanceof SpoolError ? error.message : String(error) });
  }
}
