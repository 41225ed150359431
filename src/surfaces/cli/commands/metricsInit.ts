import { planTables, type TablePlan } from '../../../core/metrics/migration.ts';
import { InputError } from '../../../core/values/problem.ts';
import { tablesJson, tablesText } from '../../../core/views/metricsTables.ts';
import type { MetricsDatabase } from '../../../ports/metrics.ts';
import { type CommonOptions, openHub, usesColor } from '../common.ts';
import { neededDatabase, wantedTables } from '../metricsOptions.ts';
import type { Terminal } from '../terminal.ts';

export interface MetricsInitOptions extends CommonOptions {
  readonly dryRun?: true;
  readonly yes?: true;
}

/** `reconcile metrics init`: shows what the tables need, and does it. @returns the exit code @throws StoreError */
export async function metricsInitCommand(terminal: Terminal, options: MetricsInitOptions): Promise<number> {
  const hub = openHub(terminal, terminal.parts.readers(), options);
  const database = await neededDatabase(terminal, hub);
  const { tables, warnings } = wantedTables(hub.canonical);
  for (const warning of warnings) terminal.err.write(`${warning}\n`);
  const plans = planTables(await database.tables(), tables, hub.canonical.metrics.retention);
  const pending = plans.some((plan) => plan.steps.length > 0);
  const doing = pending && options.dryRun !== true;
  if (doing && options.yes !== true && (options.json === true || !terminal.interactive)) throw needsYes();
  if (options.json !== true && options.quiet !== true)
    terminal.out.write(tablesText(plans, database.address, { color: usesColor(terminal, options) }));
  if (doing) {
    if (options.yes !== true && !(await confirmed(terminal))) return 1;
    await carryOut(database, plans);
  }
  if (options.json === true) terminal.out.write(tablesJson(plans, database.address, doing));
  else if (doing) terminal.out.write('Done. Run `reconcile metrics flush` to send what waits.\n');
  return plans.some((plan) => plan.problems.length > 0) ? 1 : 0;
}

async function carryOut(database: MetricsDatabase, plans: readonly TablePlan[]): Promise<void> {
  for (const { steps } of plans) for (const step of steps) await database.change(step);
}

async function confirmed(terminal: Terminal): Promise<boolean> {
  const answer = await terminal.ask('\nDo this? Only "yes" is taken for yes: ');
  if (answer?.trim() === 'yes') return true;
  terminal.out.write('Nothing was changed.\n');
  return false;
}

function needsYes(): InputError {
  return new InputError([
    {
      place: { file: 'metrics init' },
      severity: 'error',
      message: 'nobody is there to be asked.',
      remedy: 'Look with `--dry-run`, and do it with `--yes`.',
    },
  ]);
}
