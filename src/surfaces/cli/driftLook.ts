import { atLeast, type DriftReport, issuesOf } from '../../core/drift/report.ts';
import type { Severity } from '../../core/findings/finding.ts';
import { bytesOf } from '../../core/values/content.ts';
import { shellLine } from '../../core/values/shell.ts';
import type { Fixed } from '../../core/views/driftJson.ts';
import { type DriftLook, type DriftQuestion, lookForDrift } from '../../engine/drift.ts';
import type { LoadedHub } from '../../engine/hub.ts';
import type { Planner } from '../../engine/planning/planner.ts';
import type { Prepared } from '../../engine/planning/prepared.ts';
import type { Declared } from '../../engine/targets.ts';
import type { Readers, World } from '../../engine/world.ts';
import {
  type Chosen,
  type CommonOptions,
  type GuardOptions,
  hubWords,
  pathFrom,
  type SelectionOptions,
  usesColor,
} from './common.ts';
import { progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

export interface DriftCommandOptions extends CommonOptions, SelectionOptions, GuardOptions {
  readonly fix?: true;
  readonly pruneDuplicates?: true;
  readonly format?: 'text' | 'json' | 'markdown' | 'sarif';
  readonly report?: string;
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
    git: async () => (await worldOf(terminal)).git,
    onTarget: (target) => line.step(target.name),
  });
  line.end();
  return found;
}

/** Only a plan against a base branch starts git; every other reads files. */
async function prepareFor(terminal: Terminal, planner: Planner, target: Declared): Promise<Prepared> {
  if (target.kind !== 'repository' || planner.deliveryOf(target) !== 'branch') return planner.plan(target);
  const { prepareOne } = await import('../../engine/apply.ts');
  return prepareOne(await worldOf(terminal), planner, target);
}

function worldOf(terminal: Terminal): Promise<World> {
  return terminal.parts.world(terminal.parts.log((text) => terminal.err.write(text), 'warn'));
}

/** 1 when a target cannot be looked at, 2 when something is off, at least as bad as was asked for. */
export function exitCode(report: DriftReport, options: DriftCommandOptions): number {
  if (report.targets.some((target) => target.status === 'Error')) return 1;
  return issuesOf(atLeast(options.severity ?? 'low', report)).length === 0 ? 0 : 2;
}

/** Where a report is shown: what the views need besides it. */
export interface Showing {
  readonly hub: LoadedHub;
  readonly names: readonly string[];
  readonly options: DriftCommandOptions;
  /** The day, for the report that is kept. */
  readonly date: string;
  /** What `--fix` did before the report was made. */
  readonly fixed?: Fixed;
}

/** Prints a report, and keeps it where `--report` says. @throws DiskError */
export async function showDrift(terminal: Terminal, report: DriftReport, showing: Showing): Promise<void> {
  const { options } = showing;
  const told = atLeast(options.severity ?? 'low', report);
  terminal.out.write(await shownAs(terminal, told, showing));
  if (options.report === undefined) return;
  const { driftMarkdown } = await import('../../core/views/driftMarkdown.ts');
  const { replaceFile } = await import('../../engine/memory.ts');
  const file = pathFrom(terminal, options.report);
  const text = driftMarkdown(told, { home: terminal.home, date: showing.date });
  replaceFile((await worldOf(terminal)).disk, file, bytesOf(text));
  if (options.quiet !== true) terminal.err.write(`The report is in ${file}.\n`);
}

async function shownAs(
  terminal: Terminal,
  told: DriftReport,
  { hub, names, options, fixed }: Showing,
): Promise<string> {
  const format = options.json === true ? 'json' : (options.format ?? 'text');
  if (format === 'json') return (await import('../../core/views/driftJson.ts')).driftJson(told, fixed);
  if (format === 'markdown')
    return (await import('../../core/views/driftMarkdown.ts')).driftMarkdown(told, { home: terminal.home });
  if (format === 'sarif') {
    const { driftSarif } = await import('../../core/views/driftSarif.ts');
    return driftSarif(issuesOf(told), { version: terminal.parts.version, targets: told.targets, hub: hub.root });
  }
  const { driftText } = await import('../../core/views/driftText.ts');
  const selection = options.select.flatMap(([key, value]) => ['--select', `${key}=${value}`]);
  const fix = ['reconcile', 'drift', '--fix', ...names, ...selection, ...hubWords(terminal, options)];
  return driftText(told, {
    home: terminal.home,
    color: usesColor(terminal, options),
    width: terminal.out.columns,
    verbose: options.verbose === true,
    ...(fixed === undefined ? { fix: shellLine(fix) } : {}),
  });
}
