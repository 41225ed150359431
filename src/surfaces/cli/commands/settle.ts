import { succeeded } from '../../../core/status/report.ts';
import type { AbsPath } from '../../../core/values/paths.ts';
import { planOf, prepareOne } from '../../../engine/apply.ts';
import type { LoadedHub } from '../../../engine/hub.ts';
import { placeIn, type TargetPlace } from '../../../engine/place.ts';
import { Planner } from '../../../engine/planning/planner.ts';
import type { Prepared } from '../../../engine/planning/prepared.ts';
import { adoption, refuseStopped, release, type Settlement, settle } from '../../../engine/settle.ts';
import { type Declared, targetsOf } from '../../../engine/targets.ts';
import type { World } from '../../../engine/world.ts';
import { type CommonOptions, openHub, planOptions } from '../common.ts';
import { onFleet } from '../onFleet.ts';
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
  return perform(terminal, name, path, options, async (world, hub, place) => {
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
  return perform(terminal, name, path, options, async (world, hub, place) =>
    release(world, hub, place, options.lenient === true),
  );
}

async function perform(
  terminal: Terminal,
  name: string,
  path: string,
  options: SettleOptions,
  make: Made,
): Promise<number> {
  const log = terminal.parts.log((text) => terminal.err.write(text), options.verbose === true ? 'debug' : 'warn');
  const world = await terminal.parts.world(log);
  if (options.dryRun === true) {
    const intent = await intend(terminal, world, name, path, options, make, new Map());
    await show(terminal, intent, options);
    return 0;
  }
  return onFleet(terminal, world, options, 'settle', async (fleet, stuck) => {
    const intent = await intend(terminal, fleet, name, path, options, make, stuck);
    const report = await settle(fleet, intent);
    const { text } = intent.settlement;
    if (options.json !== true && options.quiet !== true) {
      if (text !== undefined && succeeded(report))
        terminal.out.write(`canonical.yaml  ${name} excludes ${path} from now on.\n\n`);
      await show(terminal, intent, options);
    }
    await showReport(terminal, report, options, options.json === true);
    if (text !== undefined && !succeeded(report))
      terminal.err.write('canonical.yaml stays as it was. Mend what failed, and do this again.\n');
    return succeeded(report) ? 0 : 1;
  });
}

/** What is to be done, worked out. */
interface Intent {
  readonly hub: LoadedHub;
  readonly settlement: Settlement;
  readonly planner: Planner;
  readonly prepared: Prepared;
  readonly all: readonly Declared[];
}

/** Reads the hub and plans the one path. Writes nothing. @throws InputError, also where nothing can be applied */
async function intend(
  terminal: Terminal,
  world: World,
  name: string,
  path: string,
  options: SettleOptions,
  make: Made,
  stuck: ReadonlyMap<AbsPath, string>,
): Promise<Intent> {
  const hub = openHub(terminal, world, options);
  const place = placeIn(hub, targetsOf(hub.canonical), name, path);
  const settlement = await make(world, hub, place);
  const all = targetsOf(settlement.hub.canonical);
  const target = all.find((candidate) => candidate.name === name) ?? place.target;
  const settings = { ...planOptions({}, world.clock.now()), stuck, only: settlement.only };
  const planner = new Planner(world, settlement.hub, settings, all);
  const prepared = await prepareOne(world, planner, target);
  refuseStopped(prepared, place);
  return { hub, settlement, planner, prepared, all };
}

async function show(
  terminal: Terminal,
  { settlement: { hub, text }, prepared, all }: Intent,
  options: SettleOptions,
): Promise<void> {
  const plan = planOf(hub, [prepared], all.length);
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
