import { type DriftReport, issuesOf } from '../../../core/drift/report.ts';
import type { ApplyReport } from '../../../core/status/report.ts';
import { counted } from '../../../core/views/wording.ts';
import { apply, prepareOne } from '../../../engine/apply.ts';
import { surrenderedBy } from '../../../engine/drift.ts';
import { newRun, today } from '../../../engine/fleet.ts';
import { Planner } from '../../../engine/planning/planner.ts';
import type { PlanOptions, Prepared } from '../../../engine/planning/prepared.ts';
import type { Fleet } from '../../../engine/world.ts';
import { type Chosen, choose, planOptions } from '../common.ts';
import { type DriftCommandOptions, exitCode, look, showDrift } from '../driftLook.ts';
import { onFleet } from '../onFleet.ts';
import { progress } from '../progress.ts';
import type { Terminal } from '../terminal.ts';
import { showReport } from './apply.ts';

/** `reconcile drift --fix`: looks, applies, looks again. The option is the yes; the run is journalled. @returns the exit code */
export async function fixDrift(
  terminal: Terminal,
  names: readonly string[],
  options: DriftCommandOptions,
): Promise<number> {
  const text = options.json !== true && (options.format ?? 'text') === 'text';
  const log = terminal.parts.log((text) => terminal.err.write(text), options.verbose === true ? 'debug' : 'warn');
  const world = await terminal.parts.world(log);
  return onFleet(terminal, world, options, 'drift', async (fleet, stuck) => {
    const chosen = choose(terminal, fleet, names, options);
    const settings: PlanOptions = { ...planOptions(options, fleet.clock.now()), stuck };
    const { report: before, copies } = await look(terminal, fleet, chosen, options, settings);
    const applied = await mend(terminal, fleet, chosen, { ...settings, surrendered: surrenderedBy(copies) }, options);
    const { report: after } = await look(terminal, fleet, chosen, options, settings);
    if (text) await tellMended(terminal, before, applied, options);
    const shown = { hub: chosen.hub, names, options, date: today(fleet), fixed: { before, applied } };
    await showDrift(terminal, after, shown);
    if (applied.targets.some(({ outcome }) => outcome === 'failed')) return 1;
    return exitCode(after, options);
  });
}

async function mend(
  terminal: Terminal,
  fleet: Fleet,
  { hub, all, chosen }: Chosen,
  settings: PlanOptions,
  options: DriftCommandOptions,
): Promise<ApplyReport> {
  const planner = new Planner(fleet, hub, settings, all);
  const prepared: Prepared[] = [];
  for (const target of chosen) prepared.push(await prepareOne(fleet, planner, target));
  const line = progress(terminal, options, 'mending', prepared.length);
  const onTarget = (target: { readonly name: string }): void => line.step(target.name);
  const report = await apply(fleet, hub, planner, prepared, { run: newRun(fleet), failFast: false, onTarget });
  line.end();
  return report;
}

async function tellMended(
  terminal: Terminal,
  before: DriftReport,
  applied: ApplyReport,
  options: DriftCommandOptions,
): Promise<void> {
  const found = issuesOf(before);
  if (options.quiet !== true)
    terminal.out.write(
      `${counted(found.length, 'issue')} found, ${found.filter((issue) => issue.fixable).length} to mend.\n\n`,
    );
  await showReport(terminal, applied, options, false);
  if (
    applied.targets.some(
      ({ delivery, outcome }) => delivery === 'branch' && (outcome === 'applied' || outcome === 'unchanged'),
    )
  )
    terminal.out.write('What is delivered on a branch stays drift until the branch is merged.\n');
  terminal.out.write('\n');
}
