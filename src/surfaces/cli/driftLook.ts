import { atLeast, type DriftReport, issuesOf } from '../../core/drift/report.ts';
import type { Severity } from '../../core/findings/finding.ts';
import { shellLine } from '../../core/values/shell.ts';
import type { Fixed } from '../../core/views/driftJson.ts';
import { type DriftLook, type DriftQuestion, lookForDrift } from '../../engine/drift.ts';
import type { Planner, Prepared } from '../../engine/plan.ts';
import type { Declared } from '../../engine/targets.ts';
import type { Readers } from '../../engine/world.ts';
import {
  type Chosen,
  type CommonOptions,
  type GuardOptions,
  pathFrom,
  type SelectionOptions,
  usesColor,
} from './common.ts';
import { progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

export interface DriftCommandOptions extends CommonOptions, SelectionOptions, GuardOptions {
  readonly fix?: true;
  readonly pruneDuplicates?: true;
  readonly format?: 'text' | 'json';
  readonly severity?: Severity;
}

/** Looks at the chosen targets. @throws InputError */
export async function look(
  terminal: Terminal,
  readers: Readers,
  { hub, all, chosen }: Chosen,
  options: DriftCommandOptions,
  settings: DriftQuestion['options'],
): Promise<DriftLook> {
  const line = progress(terminal, options, 'looking at', chosen.length);
  const found = await lookForDrift(readers, {
    hub,
    all,
    chosen,
    options: settings,
    words: hubWords(terminal, options),
    prune: options.pruneDuplicates === true,
    prepare: (planner, target) => prepareFor(terminal, planner, target),
    onTarget: (target) => line.step(target.name),
  });
  line.end();
  return found;
}

/** What a command in a remedy needs to find the same hub from anywhere. */
function hubWords(terminal: Terminal, options: CommonOptions): string[] {
  return options.config === undefined ? [] : ['--config', pathFrom(terminal, options.config)];
}

/** Only a plan against a base branch starts git; every other reads files. */
async function prepareFor(terminal: Terminal, planner: Planner, target: Declared): Promise<Prepared> {
  if (target.kind !== 'repository' || planner.deliveryOf(target) !== 'branch') return planner.plan(target);
  const { prepareOne } = await import('../../engine/apply.ts');
  const world = await terminal.parts.world(terminal.parts.log((text) => terminal.err.write(text), 'warn'));
  return prepareOne(world, planner, target);
}

/** 1 when a target cannot be looked at, 2 when something is off, at least as bad as was asked for. */
export function exitCode(report: DriftReport, options: DriftCommandOptions): number {
  if (report.targets.some((target) => target.status === 'Error')) return 1;
  return issuesOf(atLeast(options.severity ?? 'low', report)).length === 0 ? 0 : 2;
}

/** Prints a report; `fixed` is what `--fix` did before it was made. */
export async function showDrift(
  terminal: Terminal,
  report: DriftReport,
  names: readonly string[],
  options: DriftCommandOptions,
  fixed?: Fixed,
): Promise<void> {
  const told = atLeast(options.severity ?? 'low', report);
  if (options.json === true || options.format === 'json') {
    const { driftJson } = await import('../../core/views/driftJson.ts');
    terminal.out.write(driftJson(told, fixed));
    return;
  }
  const { driftText } = await import('../../core/views/driftText.ts');
  const selection = options.select.flatMap(([key, value]) => ['--select', `${key}=${value}`]);
  const fix = ['reconcile', 'drift', '--fix', ...names, ...selection, ...hubWords(terminal, options)];
  terminal.out.write(
    driftText(told, {
      home: terminal.home,
      color: usesColor(terminal, options),
      width: terminal.out.columns,
      verbose: options.verbose === true,
      ...(fixed === undefined ? { fix: shellLine(fix) } : {}),
    }),
  );
}
