import { InputError } from '../../../core/values/problem.ts';
import { flushJson, flushText } from '../../../core/views/metricsFlush.ts';
import { passOver } from '../../../engine/metrics/pass.ts';
import { type CommonOptions, openHub } from '../common.ts';
import { neededDatabase, wantedTables } from '../metricsOptions.ts';
import type { Terminal } from '../terminal.ts';

/** `reconcile metrics flush`: sends what waits. @returns the exit code: 1 when something still waits @throws SpoolError */
export async function metricsFlushCommand(terminal: Terminal, options: CommonOptions): Promise<number> {
  const world = await terminal.parts.world(terminal.parts.log((text) => terminal.err.write(text), 'warn'));
  const hub = openHub(terminal, world, options);
  const database = await neededDatabase(terminal, hub);
  const { tables, warnings } = wantedTables(hub.canonical);
  for (const warning of warnings) terminal.err.write(`${warning}\n`);
  const stop = new AbortController();
  terminal.onStop((times) => {
    if (times === 1) stop.abort();
  });
  const spool = await terminal.parts.spool();
  const pass = await passOver(spool, database, world.leases, {
    settings: hub.canonical.metrics,
    tables,
    now: world.clock.now(),
    signal: stop.signal,
    pause: (milliseconds) => world.clock.sleep(milliseconds, stop.signal),
  });
  if ('heldBy' in pass) {
    const { pid, host } = pass.heldBy;
    const message = `process ${pid} on ${host} is sending already.`;
    throw new InputError([
      { place: { file: 'metrics flush' }, severity: 'error', message, remedy: 'Try again later.' },
    ]);
  }
  const flushed = pass.flushed!;
  const aside = flushed.tables.some((table) => table.setAside > 0) ? spool.setAside() : [];
  const told = { flushed, rotated: pass.rotated, aside, address: database.address };
  if (options.json === true) terminal.out.write(flushJson(told));
  else if (options.quiet !== true) terminal.out.write(flushText(told));
  const fails = flushed.unavailable !== undefined || flushed.tables.some((table) => table.reason !== undefined);
  if (fails && options.quiet === true) terminal.err.write(`${flushed.unavailable ?? 'some rows wait'}\n`);
  return fails ? 1 : 0;
}
