import { metricsStatusJson, metricsStatusText } from '../../../core/views/metricsStatus.ts';
import { summarize } from '../../../engine/metrics/summary.ts';
import { type MetricsDatabase, StoreError } from '../../../ports/metrics.ts';
import { type CommonOptions, openHub } from '../common.ts';
import { databaseOf, wantedTables } from '../metricsOptions.ts';
import type { Terminal } from '../terminal.ts';

/** `reconcile metrics status`: what the spool has and whether the database answers. @returns the exit code @throws SpoolError */
export async function metricsStatusCommand(terminal: Terminal, options: CommonOptions): Promise<number> {
  const hub = openHub(terminal, terminal.parts.readers(), options);
  const database = await databaseOf(terminal, hub.canonical);
  const told = {
    spool: summarize(await terminal.parts.spool()),
    mostBytes: hub.canonical.metrics.spool.maxMb * 1_000_000,
    ...(database === undefined ? {} : { database: { address: database.address, ...(await reached(database)) } }),
    warnings: wantedTables(hub.canonical).warnings,
    now: Date.now(),
  };
  terminal.out.write(options.json === true ? metricsStatusJson(told) : metricsStatusText(told));
  return 0;
}

async function reached(database: MetricsDatabase): Promise<{ readonly problem?: string }> {
  try {
    await database.ping();
    return {};
  } catch (error) {
    if (error instanceof StoreError) return { problem: error.message };
    throw error;
  }
}
