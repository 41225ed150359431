import { Renderer } from '../core/desired/render.ts';
import type { DesiredEntry } from '../core/desired/state.ts';
import { entriesOf } from '../core/desired/state.ts';
import type { Change } from '../core/plan/plan.ts';
import { parseAddress } from '../core/values/address.ts';
import type { Origin, TargetName } from '../core/values/target.ts';
import type { LoadedHub } from './hub.ts';
import { Planner } from './planning/planner.ts';
import type { PlanOptions } from './planning/prepared.ts';
import { renderTarget } from './planning/render.ts';
import type { Declared } from './targets.ts';
import type { Readers } from './world.ts';

/** Where the entries at one path of one target come from, and how they stand. */
export interface Explanation {
  readonly target: TargetName;
  readonly root: string;
  readonly path: string;
  /** Why the target as a whole is not in sync, if that keeps its entries from being looked at. */
  readonly blocked?: string;
  /** Empty when nothing of ours is at this path. */
  readonly entries: readonly {
    readonly address: string;
    readonly origin: Origin;
    /** What the next apply does with it; absent when it is as desired. */
    readonly change?: Change;
  }[];
  readonly onDisk: boolean;
}

/**
 * Explains a path, a folder (everything below it) or an address (`.claude/settings.json#/env/X`).
 * @throws InputError when the hub is wrong
 */
export function explain(
  world: Readers,
  hub: LoadedHub,
  options: PlanOptions,
  all: readonly Declared[],
  target: Declared,
  asked: string,
): Explanation {
  const { plan } = new Planner(world, hub, options, all).plan(target);
  const { desired } = renderTarget(new Renderer(hub), target);
  const path = asked.replace(/\/$/, '');
  const entries: { address: string; origin: Origin; change?: Change }[] = [];
  for (const document of desired.values()) {
    for (const entry of entriesOf(document)) {
      if (!covers(path, entry)) continue;
      const change = plan.changes.find((candidate) => candidate.address === entry.address);
      entries.push({ address: entry.address, origin: entry.origin, ...(change === undefined ? {} : { change }) });
    }
  }
  const blocked =
    plan.status === 'Blocked' || plan.status === 'Error' || plan.status === 'Suspended' ? plan.reason : undefined;
  return {
    target: target.name,
    root: target.root,
    path,
    ...(blocked === undefined ? {} : { blocked }),
    entries,
    onDisk: world.disk.realPath(`${target.root}/${path}` as Declared['root']) !== undefined,
  };
}

function covers(asked: string, entry: DesiredEntry): boolean {
  if (entry.address === asked) return true;
  const { path } = parseAddress(entry.address);
  return (
    path === asked || path.startsWith(`${asked}/`) || (asked.includes('#') && entry.address.startsWith(`${asked}/`))
  );
}
