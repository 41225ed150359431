import type { Finding } from '../../../core/findings/finding.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { CostChanges } from '../../../core/views/costText.ts';
import { planOf } from '../../../engine/apply.ts';
import type { LoadedHub } from '../../../engine/hub.ts';
import { staleMoves } from '../../../engine/moved.ts';
import { Planner } from '../../../engine/planning/planner.ts';
import type { Prepared } from '../../../engine/planning/prepared.ts';
import type { Declared } from '../../../engine/targets.ts';
import type { Readers } from '../../../engine/world.ts';
import {
  type CommonOptions,
  choose,
  type GuardOptions,
  hubWords,
  pathFrom,
  planOptions,
  type SelectionOptions,
} from '../common.ts';
import { diffing, planForPeople } from '../planView.ts';
import { progress } from '../progress.ts';
import type { Terminal } from '../terminal.ts';

export interface PlanCommandOptions extends CommonOptions, SelectionOptions, GuardOptions {
  readonly format?: 'text' | 'json' | 'markdown' | 'diff' | 'sarif';
  readonly out?: string;
  readonly detailedExitcode?: true;
}

/** `reconcile plan`: shows what apply would do, and writes nothing but what `--out` asks for. @returns the exit code */
export async function planCommand(
  terminal: Terminal,
  names: readonly string[],
  options: PlanCommandOptions,
): Promise<number> {
  const readers = terminal.parts.readers();
  const { hub, all, chosen } = choose(terminal, readers, names, options);
  const settings = planOptions(options, Date.now());
  const planner = new Planner(readers, hub, settings, all);
  const prepared = await prepareAll(terminal, planner, chosen, options);
  const findings = [...hub.findings, ...staleMoves(hub.canonical, all, prepared)];
  const plan = withHubFindings(planOf(hub, prepared, all.length), findings);
  if (options.out !== undefined) await savePlan(terminal, plan, options.out, settings.delivery);
  const whole = await show(terminal, readers, plan, hub, names, options);
  if (!whole) return 1;
  if (plan.targets.some((target) => target.status === 'Error')) return 1;
  return options.detailedExitcode === true && plan.targets.some((target) => target.status === 'OutOfSync') ? 2 : 0;
}

async function prepareAll(
  terminal: Terminal,
  planner: Planner,
  chosen: readonly Declared[],
  options: PlanCommandOptions,
): Promise<Prepared[]> {
  const line = progress(terminal, options, 'planning', chosen.length);
  const prepared: Prepared[] = [];
  for (const target of chosen) {
    line.step(target.name);
    prepared.push(await prepareFor(terminal, planner, target));
  }
  line.end();
  return prepared;
}

/** Only a plan against a base branch, or one that merges, starts git; every other reads files. */
async function prepareFor(terminal: Terminal, planner: Planner, target: Declared): Promise<Prepared> {
  if (target.kind !== 'repository' || planner.deliveryOf(target) !== 'branch') {
    const prepared = planner.plan(target);
    if (prepared.wants.length === 0) return prepared;
  }
  const { prepareOne } = await import('../../../engine/apply.ts');
  const world = await terminal.parts.world(terminal.parts.log((text) => terminal.err.write(text), 'warn'));
  return prepareOne(world, planner, target);
}

/** What is wrong with the hub itself is said once, with the first target. */
function withHubFindings(plan: Plan, findings: readonly Finding[]): Plan {
  const [first, ...rest] = plan.targets;
  if (first === undefined || findings.length === 0) return plan;
  return { ...plan, targets: [{ ...first, findings: [...findings, ...first.findings] }, ...rest] };
}

async function savePlan(terminal: Terminal, plan: Plan, out: string, delivery: string | undefined): Promise<void> {
  const { savedPlanBytes } = await import('../../../core/plan/saved.ts');
  const { replaceFile } = await import('../../../engine/memory.ts');
  const world = await terminal.parts.world(terminal.parts.log((text) => terminal.err.write(text), 'warn'));
  const { planJson } = await import('../../../core/views/planJson.ts');
  replaceFile(
    world.disk,
    pathFrom(terminal, out),
    savedPlanBytes(plan, planJson(plan), terminal.parts.version, delivery),
  );
}

/** Prints the plan. @returns false when part of it could not be shown */
async function show(
  terminal: Terminal,
  readers: Readers,
  plan: Plan,
  hub: LoadedHub,
  names: readonly string[],
  options: PlanCommandOptions,
): Promise<boolean> {
  const format = options.json === true ? 'json' : (options.format ?? 'text');
  if (format === 'json') {
    const { planJson } = await import('../../../core/views/planJson.ts');
    terminal.out.write(planJson(plan, options.verbose === true ? await costs(readers, plan) : undefined));
    return true;
  }
  if (format === 'markdown') {
    const { planMarkdown } = await import('../../../core/views/planMarkdown.ts');
    terminal.out.write(planMarkdown(plan, { home: terminal.home, ...(await diffing(plan)) }));
    return true;
  }
  if (format === 'diff') return showPatch(terminal, plan);
  if (format === 'sarif') {
    const { planIssues } = await import('../../../core/drift/plans.ts');
    const { driftSarif } = await import('../../../core/views/driftSarif.ts');
    const issues = planIssues(plan.targets, [], hubWords(terminal, options));
    terminal.out.write(driftSarif(issues, { version: terminal.parts.version, targets: plan.targets, hub: hub.root }));
    return true;
  }
  const told = options.verbose === true ? await costs(readers, plan) : undefined;
  terminal.out.write(await planForPeople(terminal, plan, options, 'plan', names, told));
  return true;
}

/** What the targets cost in tokens: every file of the client is read for it, so only where it is shown. */
async function costs(readers: Readers, plan: Plan): Promise<CostChanges> {
  const { costsOf } = await import('../../../engine/cost.ts');
  return costsOf(readers, plan.targets);
}

async function showPatch(terminal: Terminal, plan: Plan): Promise<boolean> {
  const { planPatch } = await import('../../../core/views/planPatch.ts');
  let whole = true;
  for (const target of plan.targets) {
    const { patch, omitted } = planPatch(target);
    if (patch.length > 0 && plan.targets.length > 1) terminal.out.write(`# ${target.name} ${target.root}\n`);
    terminal.out.write(patch);
    for (const { path, why } of omitted) {
      whole = false;
      terminal.err.write(`${target.name}: ${path} is not in the patch: ${why}\n`);
    }
  }
  return whole;
}
