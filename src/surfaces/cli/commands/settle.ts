import { succeeded } from '../../../core/status/report.ts';
import { apply, planOf, prepareOne } from '../../../engine/apply.ts';
import { newRun, withFleet } from '../../../engine/fleet.ts';
import type { LoadedHub } from '../../../engine/hub.ts';
import { changeHub, writeOfText } from '../../../engine/hubChange.ts';
import { placeIn, type TargetPlace } from '../../../engine/place.ts';
import { Planner } from '../../../engine/planning/planner.ts';
import type { Prepared } from '../../../engine/planning/prepared.ts';
import { recover, stuckIn } from '../../../engine/recover.ts';
import { adoption, refuseStopped, release, type Settlement } from '../../../engine/settle.ts';
import { type Declared, targetsOf } from '../../../engine/targets.ts';
import type { World } from '../../../engine/world.ts';
import { type CommonOptions, openHub, planOptions } from '../common.ts';
import { planForPeople } from '../planView.ts';
import type { Terminal } from '../terminal.ts';
import { showReport } from './apply.ts';

export interface SettleOptions extends CommonOptions {
  readonly dryRun?: true;
  readonly take?: 'hub' | 'target';
}

type Made = (world: World, hub: LoadedHub, place: TargetPlace) => Promise<Settlement>;

/** `reconcile adopt TARGET PATH`. @returns the exit code */
export async function adoptCommand(
  terminal: Terminal,
  name: string,
  path: string,
  options: SettleOptions,
): Promise<number> {
  if (options.take === 'target') return (await import('./promote.ts')).promoteCommand(terminal, name, path, options);
  return settle(terminal, name, path, options, async (world, hub, place) => {
    const planner = new Planner(world, hub, planOptions({}, world.clock.now()), targetsOf(hub.canonical));
    const { plan } = await prepareOne(world, planner, place.target);
    return adoption(hub, place, plan.changes, options.take === 'hub' ? 'hub' : undefined);
  });
}

/** `reconcile forget TARGET PATH`. @returns the exit code */
export async function forgetCommand(
  terminal: Terminal,
  name: string,
  path: string,
  options: SettleOptions,
): Promise<number> {
  return settle(terminal, name, path, options, async (world, hub, place) =>
    release(world, hub, place, options.lenient === true),
  );
}

async function settle(
  terminal: Terminal,
  name: string,
  path: string,
  options: SettleOptions,
  make: Made,
): Promise<number> {
  const log = terminal.parts.log((text) => terminal.err.write(text), options.verbose === true ? 'debug' : 'warn');
  const world = await terminal.parts.world(log);
  const hub = openHub(terminal, world, options);
  const place = placeIn(hub, targetsOf(hub.canonical), name, path);
  const settlement = await make(world, hub, place);
  const all = targetsOf(settlement.hub.canonical);
  const target = all.find((candidate) => candidate.name === name) ?? place.target;
  const prepare = (stuck: ReturnType<typeof stuckIn>): Promise<[Planner, Prepared]> =>
    preparedFor(world, settlement, all, target, stuck);
  if (options.dryRun === true) {
    const [, prepared] = await prepare(new Map());
    refuseStopped(prepared, place);
    await show(terminal, settlement, prepared, options, all.length);
    return 0;
  }
  return withFleet(world, hub, 'settle', async (fleet) => {
    const [planner, prepared] = await prepare(stuckIn(await recover(fleet)));
    refuseStopped(prepared, place);
    const run = newRun(world);
    const { text } = settlement;
    if (text !== undefined) await changeHub(fleet, hub, run, [writeOfText(world, hub, text.before, text.after)]);
    const next = target.root === hub.root ? newRun(world) : run;
    const report = await apply(fleet, settlement.hub, planner, [prepared], { run: next, failFast: false });
    if (options.json !== true && options.quiet !== true) {
      if (text !== undefined) terminal.out.write(`canonical.yaml  ${name} excludes ${path} from now on.\n\n`);
      await show(terminal, settlement, prepared, options, all.length);
    }
    await showReport(terminal, report, options, options.json === true);
    return succeeded(report) ? 0 : 1;
  });
}

async function preparedFor(
  world: World,
  { hub, only }: Settlement,
  all: readonly Declared[],
  target: Declared,
  stuck: ReturnType<typeof stuckIn>,
): Promise<[Planner, Prepared]> {
  const planner = new Planner(world, hub, { ...planOptions({}, world.clock.now()), stuck, only }, all);
  return [planner, await prepareOne(world, planner, target)];
}

async function show(
  terminal: Terminal,
  { hub, text }: Settlement,
  prepared: Prepared,
  options: SettleOptions,
  known: number,
): Promise<void> {
  const plan = planOf(hub, [prepared], known);
  if (options.json === true) {
    const { planJson } = await import('../../../core/views/planJson.ts');
    return terminal.out.write(planJson(plan));
  }
  terminal.out.write(await planForPeople(terminal, plan, options, 'apply', [prepared.plan.name]));
  if (options.dryRun === true)
    terminal.out.write(
      `Nothing was written${text === undefined ? '' : ', canonical.yaml included'}. Without --dry-run this is done.\n`,
    );
  else terminal.out.write('\n');
}
