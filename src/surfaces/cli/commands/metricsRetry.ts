import { putBack } from '../../../core/metrics/putBack.ts';
import { type MetricsTableShape, TABLES, tableNamed } from '../../../core/metrics/tables.ts';
import { didYouMean } from '../../../core/values/nearest.ts';
import { InputError } from '../../../core/values/problem.ts';
import { retryJson, retryText } from '../../../core/views/metricsRetry.ts';
import type { CommonOptions } from '../common.ts';
import type { Terminal } from '../terminal.ts';

export interface MetricsRetryOptions extends CommonOptions {
  readonly table?: string;
  readonly dryRun?: true;
}

/** `reconcile metrics retry`: puts back what was set aside. @returns the exit code: 1 when something stays @throws InputError, SpoolError */
export async function metricsRetryCommand(terminal: Terminal, options: MetricsRetryOptions): Promise<number> {
  const only = options.table === undefined ? undefined : tableOf(options.table);
  const { leases } = await terminal.parts.world(terminal.parts.log((text) => terminal.err.write(text), 'warn'));
  const spool = await terminal.parts.spool();
  const held = leases.acquire('metrics-spool', 'metrics retry');
  if ('heldBy' in held) {
    const { pid, host } = held.heldBy;
    throw wrong('metrics retry', `process ${pid} on ${host} is sending rows.`, 'Try again later.');
  }
  try {
    const putting = putBack(spool.setAside(), only);
    const done = options.dryRun !== true && putting.rows.size > 0;
    if (done) spool.putBack(putting.rows, putting.left);
    const told = { ...putting, done };
    if (options.json === true) terminal.out.write(retryJson(told));
    else if (options.quiet !== true) terminal.out.write(retryText(told));
    return putting.wrong.length > 0 ? 1 : 0;
  } finally {
    held.lease.release();
  }
}

function tableOf(name: string): MetricsTableShape['name'] {
  const table = tableNamed(name);
  if (table !== undefined) return table.name;
  const names = TABLES.flatMap(({ name: full, shortName }) => [full, shortName]);
  const remedy = didYouMean(name, names) ?? `There are ${TABLES.map(({ name: full }) => full).join(', ')}.`;
  throw wrong('--table', `"${name}" is no table.`, remedy);
}

function wrong(file: string, message: string, remedy: string): InputError {
  return new InputError([{ place: { file }, severity: 'error', message, remedy }]);
}
