import type { AbsPath } from '../core/values/paths.ts';
import { InputError } from '../core/values/problem.ts';
import { keyOf } from './memory.ts';
import type { Fleet, World } from './world.ts';

/** The name of the lease on a hub's fleet. */
export function fleetLease(hub: { readonly file: AbsPath }): string {
  return keyOf(hub.file);
}

/** Where the runs of a hub are recorded: two hubs on one machine know nothing of each other's. */
export function runsFolder(stateDir: AbsPath, hub: { readonly file: AbsPath }): AbsPath {
  return `${stateDir}/hubs/${keyOf(hub.file)}/runs` as AbsPath;
}

/** The world as it is for who holds the lease on a hub's fleet. */
export function fleetOf(world: World, hub: { readonly file: AbsPath }): Fleet {
  return { ...world, runsDir: runsFolder(world.stateDir, hub) };
}

/** A name for a run that sorts by time, to the millisecond: `20260131-142501-042-k7f2`. */
export function newRun(world: World): string {
  const stamp = new Date(world.clock.now()).toISOString().replace(/[-:Z]/g, '').replace(/[T.]/g, '-');
  return `${stamp}-${world.random.word(4)}`;
}

/** The day, as an ISO date. */
export function today(world: { readonly clock: World['clock'] }): string {
  return new Date(world.clock.now()).toISOString().slice(0, 10);
}

/**
 * Does something while nobody else works on the fleet.
 * @throws InputError when somebody does, with who
 */
export async function withFleet<T>(
  world: World,
  hub: { readonly file: AbsPath },
  purpose: string,
  work: (fleet: Fleet) => Promise<T>,
): Promise<T> {
  const held = world.leases.acquire(`fleet-${fleetLease(hub)}`, purpose);
  if ('heldBy' in held) {
    const { pid, host, purpose: theirs, since } = held.heldBy;
    const message = `another \`reconcile ${theirs}\` works on this fleet (process ${pid} on ${host}, since ${new Date(since).toISOString()}).`;
    throw new InputError([{ place: { file: hub.file }, severity: 'error', message, remedy: 'Wait for it to end.' }]);
  }
  try {
    return await work(fleetOf(world, hub));
  } finally {
    held.lease.release();
  }
}
