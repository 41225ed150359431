import pLimit from 'p-limit';
import { isInventory } from '../core/inventory/inventory.ts';
import { BlockedError } from '../core/plan/blocked.ts';
import { fileChanges, tallyOf } from '../core/plan/fileChange.ts';
import type { Plan, TargetPlan } from '../core/plan/plan.ts';
import { isPending, pathsOf } from '../core/plan/plan.ts';
import type { ApplyReport, Outcome, TargetReport } from '../core/status/report.ts';
import { byText } from '../core/values/address.ts';
import { InputError } from '../core/values/problem.ts';
import type { CommitId } from '../core/values/target.ts';
import { DiskError } from '../ports/disk.ts';
import { GitError } from '../ports/git.ts';
import { keepBases, readBases } from './bases.ts';
import { deliverBranch, readBase } from './branch.ts';
import { commitMessage, commitOptions, committalOf } from './deliver.ts';
import { execute } from './execute.ts';
import type { LoadedHub } from './hub.ts';
import { Planner } from './planning/planner.ts';
import type { PlanOptions, Prepared } from './planning/prepared.ts';
import { keepProofs } from './settled/keep.ts';
import type { Declared } from './targets.ts';
import type { Fleet, World } from './world.ts';
import { StaleError } from './write.ts';

/** Repositories at work at once. Git runs in processes of its own, and while one waits for the disk the others go on. */
const AT_ONCE = 4;

/** Plans these targets, in order. @throws InputError when the hub is wrong */
export async function prepare(
  world: World,
  hub: LoadedHub,
  options: PlanOptions,
  all: readonly Declared[],
  chosen: readonly Declared[],
): Promise<Prepared[]> {
  const planner = new Planner(world, hub, options, all);
  const prepared: Prepared[] = [];
  for (const target of chosen) prepared.push(await prepareOne(world, planner, target));
  return prepared;
}

/** Plans one target against its worktree, or its base branch where the delivery says so. @throws InputError */
export async function prepareOne(world: World, planner: Planner, target: Declared): Promise<Prepared> {
  if (target.kind !== 'repository' || planner.deliveryOf(target) !== 'branch') {
    const prepared = planner.plan(target);
    if (prepared.wants.length === 0) return prepared;
    return planner.plan(target, await readBases(world, target.root, planner.hubRoot, prepared.wants));
  }
  return planner.planBranch(target, (_, state, paths) => readBase(world.git, target, state, paths));
}

/** The plan of a fleet, as data. */
export function planOf(hub: LoadedHub, prepared: readonly Prepared[], known: number): Plan {
  return { revision: hub.revision, targets: prepared.map((one) => one.plan), known };
}

export interface ApplyOptions {
  readonly run: string;
  /** The targets that a saved plan allows, with the plan's id; a target whose plan differs now is refused. */
  readonly saved?: ReadonlyMap<string, string>;
  /** Try no further target after the first that fails. */
  readonly failFast: boolean;
  /** Called as each target ends, for progress. */
  readonly onTarget?: (report: TargetReport) => void;
}

/**
 * Carries out prepared plans, several targets at a time. One target's failure is a value in the report; the others go on.
 * The caller has called `recover`.
 */
export async function apply(
  world: Fleet,
  hub: LoadedHub,
  planner: Planner,
  prepared: readonly Prepared[],
  options: ApplyOptions,
): Promise<ApplyReport> {
  let failed = false;
  // Whoever wants to stop at the first failure does not want others begun beside it.
  const limit = pLimit(options.failFast ? 1 : AT_ONCE);
  const work = async (one: Prepared): Promise<TargetReport> => {
    const skipped = failed && options.failFast;
    const report = skipped
      ? reportOf(one.plan, 'skipped', 'another target failed before it')
      : await applyOne(world, hub, planner, one, options);
    failed ||= report.outcome === 'failed' || report.outcome === 'blocked';
    options.onTarget?.(report);
    return report;
  };
  const reports = await Promise.all(prepared.map((one) => limit(() => work(one))));
  reports.sort((a, b) => byText(a.name, b.name));
  keepProofs(world, hub, prepared, reports);
  const acted = reports.some((report) => report.outcome === 'applied' || report.outcome === 'failed');
  return { verb: 'apply', ...(acted ? { run: options.run } : {}), revision: hub.revision, targets: reports };
}

/** Carries out one prepared plan. Its own troubles are in the report. */
export async function applyOne(
  world: Fleet,
  hub: LoadedHub,
  planner: Planner,
  prepared: Prepared,
  options: ApplyOptions,
): Promise<TargetReport> {
  const { plan } = prepared;
  try {
    const stopped = stoppedBefore(prepared, options);
    if (stopped !== undefined) return stopped;
    if (plan.creation?.how === 'clone') return await cloneThenApply(world, hub, planner, prepared, options);
    if (plan.delivery === 'branch' && plan.creation === undefined)
      return await throughBranch(world, hub, prepared, options);
    return await throughWorktree(world, hub, prepared, options);
  } catch (error) {
    if (error instanceof BlockedError) return reportOf(plan, 'blocked', error.message);
    if (
      error instanceof StaleError ||
      error instanceof DiskError ||
      error instanceof GitError ||
      error instanceof InputError
    ) {
      return reportOf(plan, 'failed', error.message);
    }
    // Not a failure of the target but of this program: the others still go on, and the cause is told with -v.
    world.log.error('unexpected failure', { target: plan.name, stack: (error as Error).stack });
    return reportOf(plan, 'failed', `unexpected: ${(error as Error).message}`);
  }
}

function stoppedBefore({ plan }: Prepared, options: ApplyOptions): TargetReport | undefined {
  switch (plan.status) {
    case 'Blocked':
      return reportOf(plan, 'blocked', plan.reason);
    case 'Error':
      return reportOf(plan, 'failed', plan.reason);
    case 'Suspended':
      return reportOf(plan, 'suspended', plan.reason);
    case 'InSync':
    case 'OutOfSync':
      break;
  }
  if (options.saved !== undefined && options.saved.get(plan.name) !== plan.id) {
    return reportOf(plan, 'failed', 'it is no longer what the saved plan was made from; plan again');
  }
  return isPending(plan) || plan.writes.length > 0 || plan.local !== undefined
    ? undefined
    : reportOf(plan, 'unchanged', undefined);
}

async function throughWorktree(
  world: Fleet,
  hub: LoadedHub,
  prepared: Prepared,
  options: ApplyOptions,
): Promise<TargetReport> {
  const { plan } = prepared;
  const { policy } = hub.canonical;
  if (plan.creation?.how === 'init') await world.git.create(plan.root, plan.creation.branch);
  keepBases(world, prepared.keeps);
  const committal = plan.delivery === 'commit' ? await committalOf(world.git, prepared) : undefined;
  const done = await execute(world, {
    run: options.run,
    verb: 'apply',
    name: plan.name,
    kind: plan.kind,
    root: plan.root,
    delivery: plan.delivery,
    planId: plan.id,
    ...(plan.head === undefined ? {} : { head: plan.head }),
    writes: committal?.writes ?? plan.writes,
    local: { before: prepared.localBefore, after: plan.local ?? prepared.localBefore },
    created: plan.creation !== undefined,
    ...(committal === undefined || committal.files.size === 0
      ? {}
      : {
          commit: {
            files: committal.files,
            apart: committal.apart,
            message: commitMessage(prepared, committal.writes, hub.revision, options.run),
            options: commitOptions(policy),
          },
        }),
  });
  return reportOf(plan, 'applied', undefined, done.commit, done.warnings);
}

async function cloneThenApply(
  world: Fleet,
  hub: LoadedHub,
  planner: Planner,
  prepared: Prepared,
  options: ApplyOptions,
): Promise<TargetReport> {
  const { creation, root } = prepared.plan;
  if (creation?.how !== 'clone') throw new Error('only for clones');
  await world.git.clone(creation.remote, root, creation.branch, commitOptions(hub.canonical.policy).timeout * 10);
  // What the clone holds was not known when the plan was made: it is planned again, and what is foreign there stays.
  const again = await prepareOne(world, planner, prepared.target);
  const { saved: _, ...rest } = options;
  const report = await applyOne(world, hub, planner, again, rest);
  return { ...report, created: true, ...(report.outcome === 'unchanged' ? { outcome: 'applied' } : {}) };
}

async function throughBranch(
  world: Fleet,
  hub: LoadedHub,
  prepared: Prepared,
  options: ApplyOptions,
): Promise<TargetReport> {
  const { policy } = hub.canonical;
  const delivered = await deliverBranch(
    world,
    prepared,
    policy.deliveryBranch,
    commitMessage(prepared, prepared.plan.writes, hub.revision, options.run),
    options.run,
  );
  return {
    ...reportOf(
      prepared.plan,
      delivered.commit === undefined ? 'unchanged' : 'applied',
      delivered.note,
      delivered.commit,
    ),
    branch: policy.deliveryBranch,
  };
}

/** The report on a target, with the files its plan writes. */
function reportOf(
  plan: TargetPlan,
  outcome: Outcome,
  reason: string | undefined,
  commit?: CommitId,
  warnings: readonly string[] = [],
): TargetReport {
  const applied = outcome === 'applied';
  const files = pathsOf(applied ? plan.writes.filter((write) => !isInventory(write.path)) : []);
  const tally = tallyOf(fileChanges(plan));
  return {
    name: plan.name,
    kind: plan.kind,
    root: plan.root,
    outcome,
    ...(reason === undefined ? {} : { reason }),
    delivery: plan.delivery,
    ...(commit === undefined ? {} : { commit }),
    ...(plan.branch === undefined && plan.creation?.branch === undefined
      ? {}
      : { branch: plan.branch ?? plan.creation?.branch ?? '' }),
    ...(applied && plan.creation !== undefined ? { created: true } : {}),
    files,
    adopted: applied ? tally.adopt : 0,
    forgotten: applied ? tally.forget : 0,
    conflicts: tally.conflict,
    warnings,
  };
}
