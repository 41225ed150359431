import type { FileWrite } from '../../../core/plan/plan.ts';
import { parseAddress } from '../../../core/values/address.ts';
import type { AbsPath } from '../../../core/values/paths.ts';
import { diffLines } from '../../../core/views/shownDiff.ts';
import { unifiedDiff } from '../../../core/views/unifiedDiff.ts';
import { applyOne, prepareOne } from '../../../engine/apply.ts';
import { newRun } from '../../../engine/fleet.ts';
import type { LoadedHub } from '../../../engine/hub.ts';
import { changeHub, writeOfText } from '../../../engine/hubChange.ts';
import { placeIn, type TargetPlace } from '../../../engine/place.ts';
import { Planner } from '../../../engine/planning/planner.ts';
import type { To } from '../../../engine/promote/layer.ts';
import { type Promotion, promotion, writesOf } from '../../../engine/promote/promotion.ts';
import { targetsOf } from '../../../engine/targets.ts';
import type { Fleet, World } from '../../../engine/world.ts';
import { type CommonOptions, openHub, planOptions } from '../common.ts';
import { onFleet } from '../onFleet.ts';
import type { Terminal } from '../terminal.ts';

export interface PromoteOptions extends CommonOptions {
  readonly dryRun?: true;
  readonly to?: To;
  readonly seed?: true;
}

/** `reconcile promote TARGET PATH`. @returns the exit code */
export async function promoteCommand(
  terminal: Terminal,
  name: string,
  path: string,
  options: PromoteOptions,
): Promise<number> {
  const log = terminal.parts.log((text) => terminal.err.write(text), options.verbose === true ? 'debug' : 'warn');
  const world = await terminal.parts.world(log);
  const make = (from: World): Promise<Intended> => intend(terminal, from, name, path, options);
  if (options.dryRun === true) {
    const { place, writes, next } = await make(world);
    tell(terminal, place, writes, next, options, undefined);
    return 0;
  }
  return onFleet(terminal, world, options, 'promote', async (fleet, stuck) => {
    const { hub, place, promoted, writes, next } = await make(fleet);
    const run = newRun(world);
    if (writes.length > 0) await changeHub(fleet, hub, run, writes);
    const recorded = await record(fleet, promoted.hub, place, run, stuck);
    tell(terminal, place, writes, next, options, { run, recorded });
    return 0;
  });
}

/** What a promotion comes to. */
interface Intended {
  readonly hub: LoadedHub;
  readonly place: TargetPlace;
  readonly promoted: Promotion;
  readonly writes: readonly FileWrite[];
  /** The other targets that get it. */
  readonly next: readonly string[];
}

/** Reads the hub and works the promotion out. Writes nothing. @throws InputError */
async function intend(
  terminal: Terminal,
  world: World,
  name: string,
  path: string,
  options: PromoteOptions,
): Promise<Intended> {
  const hub = openHub(terminal, world, options);
  const place = placeIn(hub, targetsOf(hub.canonical), name, path);
  const asked = { to: options.to, seed: options.seed === true };
  const promoted = promotion(world, hub, place, asked, options.lenient === true);
  const writes = writesIn(world, hub, promoted);
  const next = writes.length === 0 ? [] : await othersOf(world, hub, promoted.hub, place);
  return { hub, place, promoted, writes, next };
}

function writesIn(world: World, hub: LoadedHub, promoted: Promotion): FileWrite[] {
  const { text } = promoted;
  return [...(text === undefined ? [] : [writeOfText(world, hub, text.before, text.after)]), ...writesOf(promoted)];
}

/** The targets in which the next apply would do something else at this path than it would have done without the promotion. */
async function othersOf(world: World, before: LoadedHub, after: LoadedHub, place: TargetPlace): Promise<string[]> {
  const [then, now] = [await changesAt(world, before, place), await changesAt(world, after, place)];
  return [...now].filter(([name, changes]) => changes !== '[]' && changes !== then.get(name)).map(([name]) => name);
}

/** What the next apply would do at this path, for each of the other targets. */
async function changesAt(world: World, hub: LoadedHub, place: TargetPlace): Promise<Map<string, string>> {
  const all = targetsOf(hub.canonical);
  const planner = new Planner(world, hub, planOptions({}, world.clock.now()), all);
  const found = new Map<string, string>();
  for (const target of all) {
    if (target.name === place.target.name) continue;
    const { plan } = await prepareOne(world, planner, target);
    const changes = plan.changes.filter(({ action, address }) => {
      return action !== 'adopt' && action !== 'forget' && parseAddress(address).path === place.path;
    });
    found.set(
      target.name,
      JSON.stringify(changes.map(({ address, action, after }) => [address, action, after?.id, after?.mode])),
    );
  }
  return found;
}

/** How it was recorded in the target: the commit of the record and its branch, where one was made; or why it could not be. */
interface Recorded {
  readonly commit?: string;
  readonly branch?: string;
  readonly because?: string;
}

/** In the target itself nothing is to be done but to record it. */
async function record(
  fleet: Fleet,
  hub: LoadedHub,
  place: TargetPlace,
  run: string,
  stuck: ReadonlyMap<AbsPath, string>,
): Promise<Recorded> {
  const all = targetsOf(hub.canonical);
  const target = all.find((candidate) => candidate.name === place.target.name) ?? place.target;
  // What else was changed in the same file is not this command's business.
  const only = { paths: new Set([place.path]), rule: { onDrift: 'leave', onConflict: 'leave', prune: false } as const };
  const planner = new Planner(fleet, hub, { ...planOptions({}, fleet.clock.now()), stuck, only }, all);
  const prepared = await prepareOne(fleet, planner, target);
  if (prepared.plan.writes.some(({ path }) => path === place.path))
    return { because: `more is planned for ${place.path}` };
  const report = await applyOne(fleet, hub, planner, prepared, { run, failFast: false });
  if (report.outcome !== 'applied' && report.outcome !== 'unchanged')
    return { because: report.reason ?? report.outcome };
  const { commit, branch } = report;
  return { ...(commit === undefined ? {} : { commit }), ...(branch === undefined ? {} : { branch }) };
}

interface Done {
  readonly run: string;
  readonly recorded: Recorded;
}

function tell(
  terminal: Terminal,
  place: TargetPlace,
  writes: readonly FileWrite[],
  next: readonly string[],
  options: PromoteOptions,
  done: Done | undefined,
): void {
  const name = place.target.name;
  if (options.json === true) {
    const files = writes.map(({ path, before }) => ({ path, action: before === null ? 'create' : 'update' }));
    const value = {
      format_version: '1.0',
      target: name,
      path: place.path,
      written: done !== undefined,
      run: done?.run ?? null,
      files,
      next,
      commit: done?.recorded.commit ?? null,
      not_recorded: done?.recorded.because ?? null,
    };
    return terminal.out.write(`${JSON.stringify(value, null, 2)}\n`);
  }
  if (writes.length === 0)
    return terminal.out.write(`${place.path} in ${name} is in the library as it is. Nothing was written.\n`);
  const lines = writes.flatMap(({ path, before, after }) => {
    const head = `${before === null ? '+' : '~'} ${path}`;
    const mode = before !== null && after !== null && before.mode !== after.mode ? ['    executable bit changed'] : [];
    return [
      head,
      ...mode,
      ...diffLines(
        { before: before?.bytes ?? new Uint8Array(), after: after?.bytes ?? new Uint8Array() },
        unifiedDiff,
      ).map((line) => `    ${line}`),
    ];
  });
  lines.push('');
  const others = next.length === 0 ? 'No other target gets it.' : `The next apply brings it to ${next.join(', ')}.`;
  if (done === undefined)
    lines.push(`${others} Nothing was written. Without --dry-run this is done, and recorded in ${name}.`);
  else {
    lines.push(others);
    const { because, commit, branch } = done.recorded;
    if (because !== undefined) lines.push(`It is not recorded in ${name} yet: ${because}. The next apply does that.`);
    else if (commit !== undefined)
      lines.push(`Recorded in ${name}: commit ${commit.slice(0, 7)}${branch === undefined ? '' : ` on ${branch}`}.`);
    const apply = next.length > 0 || because !== undefined ? '`reconcile apply`, and ' : '';
    lines.push(`Left to you: ${apply}the commit in the hub. To take it back: \`reconcile undo ${done.run}\`.`);
  }
  terminal.out.write(`${lines.join('\n')}\n`);
}
