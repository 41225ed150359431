import { runRows } from '../../../core/metrics/ownEvents.ts';
import { isPending, type TargetPlan } from '../../../core/plan/plan.ts';
import { parseSavedPlan, type SavedPlan } from '../../../core/plan/saved.ts';
import { type ApplyReport, succeeded, type TargetReport } from '../../../core/status/report.ts';
import { InputError } from '../../../core/values/problem.ts';
import type { Delivery } from '../../../core/values/target.ts';
import { apply, planOf, prepareOne } from '../../../engine/apply.ts';
import { newRun } from '../../../engine/fleet.ts';
import { runs } from '../../../engine/journal.ts';
import { Planner } from '../../../engine/planning/planner.ts';
import type { Prepared } from '../../../engine/planning/prepared.ts';
import type { Fleet, World } from '../../../engine/world.ts';
import {
  type Chosen,
  type CommonOptions,
  choose,
  type GuardOptions,
  pathFrom,
  planOptions,
  type SelectionOptions,
  usesColor,
} from '../common.ts';
import { onFleet } from '../onFleet.ts';
import { planForPeople } from '../planView.ts';
import { progress } from '../progress.ts';
import type { Terminal } from '../terminal.ts';

export interface ApplyCommandOptions extends CommonOptions, SelectionOptions, GuardOptions {
  readonly plan?: string;
  readonly yes?: true;
  readonly failFast?: true;
  readonly format?: string;
}

/** `reconcile apply`: plans, asks, and does exactly that. @returns the exit code */
export async function applyCommand(
  terminal: Terminal,
  names: readonly string[],
  options: ApplyCommandOptions,
): Promise<number> {
  const json = options.json === true || options.format === 'json';
  const unattended = options.yes === true || options.plan !== undefined;
  if (!unattended && (json || !terminal.interactive)) {
    const message = 'nobody is there to say yes: this is not a terminal.';
    throw new InputError([
      { place: { file: 'apply' }, severity: 'error', message, remedy: 'Look at `reconcile plan`, then give --yes.' },
    ]);
  }
  const log = terminal.parts.log((text) => terminal.err.write(text), options.verbose === true ? 'debug' : 'warn');
  const world = await terminal.parts.world(log);
  const saved = options.plan === undefined ? undefined : readSaved(terminal, world, options.plan);
  return onFleet(terminal, world, options, 'apply', async (fleet, stuck) => {
    const chosen = restrict(choose(terminal, fleet, names, options), saved);
    const effective = saved?.delivery === undefined ? options : { ...options, delivery: saved.delivery as Delivery };
    const settings = { ...planOptions(effective, world.clock.now()), stuck, observing: () => world.clock.now() };
    const planner = new Planner(world, chosen.hub, settings, chosen.all);
    const prepared: Prepared[] = [];
    for (const target of chosen.chosen) prepared.push(await prepareOne(world, planner, target));
    if (saved !== undefined) refuseApplied(fleet, saved, prepared, options.plan!);
    const plan = planOf(chosen.hub, prepared, chosen.all.length);
    const pending = plan.targets.some(
      (target) => isPending(target) || target.writes.length > 0 || target.local !== undefined,
    );
    if (!json && options.quiet !== true)
      terminal.out.write(await planForPeople(terminal, plan, options, 'apply', names));
    if (pending && !unattended && !(await confirmed(terminal))) return 1;
    return carryOut(terminal, fleet, chosen, planner, prepared, options, saved, json);
  });
}

function readSaved(terminal: Terminal, world: World, file: string): SavedPlan {
  const node = world.disk.read(pathFrom(terminal, file));
  if (node.kind === 'file') return parseSavedPlan(node.bytes, file);
  throw new InputError([
    {
      place: { file },
      severity: 'error',
      message: 'there is no such file.',
      remedy: 'Make one with `reconcile plan --out FILE`.',
    },
  ]);
}

/** A saved plan is about its own targets only. @throws InputError when canonical.yaml no longer has one, or has it elsewhere */
function restrict(chosen: Chosen, saved: SavedPlan | undefined): Chosen {
  if (saved === undefined) return chosen;
  for (const [name, { root }] of saved.targets) {
    const target = chosen.all.find((candidate) => candidate.name === name);
    if (target !== undefined && target.root === root) continue;
    const message =
      target === undefined
        ? 'is in the saved plan, but no longer in canonical.yaml.'
        : `was planned at ${root}, but is at ${target.root} here.`;
    throw new InputError([{ place: { file: name }, severity: 'error', message, remedy: 'Plan again.' }]);
  }
  return { ...chosen, chosen: chosen.chosen.filter((target) => saved.targets.has(target.name)) };
}

/** @throws InputError when the saved plan was carried out before: a plan works once */
function refuseApplied(world: Fleet, saved: SavedPlan, prepared: readonly Prepared[], file: string): void {
  const stale = prepared.filter(({ plan }) => saved.targets.get(plan.name)?.id !== plan.id);
  if (stale.length === 0) return;
  for (const { run, targets } of runs(world.disk, world.runsDir)) {
    const used = targets.find(
      ({ journal, ending }) => ending?.outcome === 'done' && saved.targets.get(journal.name)?.id === journal.planId,
    );
    if (used === undefined) continue;
    const message = `was applied already, as run ${run}; a saved plan works once.`;
    throw new InputError([{ place: { file }, severity: 'error', message, remedy: 'Plan again.' }]);
  }
}

async function confirmed(terminal: Terminal): Promise<boolean> {
  const answer = await terminal.ask('\nDo this? Only "yes" is taken for yes: ');
  if (answer?.trim() === 'yes') return true;
  terminal.out.write('Nothing was written.\n');
  return false;
}

async function carryOut(
  terminal: Terminal,
  world: Fleet,
  chosen: Chosen,
  planner: Planner,
  prepared: readonly Prepared[],
  options: ApplyCommandOptions,
  saved: SavedPlan | undefined,
  json: boolean,
): Promise<number> {
  const line = progress(terminal, options, 'applying', prepared.length);
  const started = world.clock.now();
  const run = newRun(world);
  const report = await apply(world, chosen.hub, planner, prepared, {
    run,
    failFast: options.failFast === true,
    onTarget: (target) => line.step(target.name),
    ...(saved === undefined ? {} : { saved: new Map([...saved.targets].map(([name, { id }]) => [name, id])) }),
  });
  line.end();
  const now = world.clock.now();
  world.record(runRows(report, { now, id: run, revision: report.revision, milliseconds: now - started }));
  const planned = !json && options.quiet !== true;
  // Where nothing was to be done, or could be, the plan above has said so, with the same reasons.
  if (planned && !report.targets.some((target, at) => isNews(target, prepared[at]!.plan)))
    return succeeded(report) ? 0 : 1;
  if (planned) terminal.out.write('\n');
  await showReport(terminal, report, options, json);
  return succeeded(report) ? 0 : 1;
}

function isNews({ outcome, reason }: TargetReport, plan: TargetPlan): boolean {
  return outcome === 'applied' || outcome === 'skipped' || reason !== plan.reason;
}

/** Prints what an apply or an undo did. */
export async function showReport(
  terminal: Terminal,
  report: ApplyReport,
  options: CommonOptions,
  json: boolean,
): Promise<void> {
  if (json) {
    const { applyJson } = await import('../../../core/views/applyJson.ts');
    terminal.out.write(applyJson(report));
    return;
  }
  const { applyText } = await import('../../../core/views/applyText.ts');
  terminal.out.write(
    applyText(report, {
      home: terminal.home,
      color: usesColor(terminal, options),
      width: terminal.out.columns,
      verbose: options.verbose === true,
    }),
  );
}
