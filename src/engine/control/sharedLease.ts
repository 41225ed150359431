import type { Lease } from '../../ports/lease.ts';
import { fleetLease } from '../fleet.ts';
import type { LoadedHub } from '../hub.ts';
import type { World } from '../world.ts';

/** The lease on a fleet, shared by the workers of one process and given back when none of them needs it. */
export class SharedLease {
  readonly #world: World;
  #lease: Lease | undefined;
  #users = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** @returns false when somebody else has it */
  enter(hub: LoadedHub): boolean {
    if (this.#lease === undefined) {
      const held = this.#world.leases.acquire(`fleet-${fleetLease(hub)}`, 'controller');
      if ('heldBy' in held) {
        const { purpose: holder, pid } = held.heldBy;
        this.#world.log.info('somebody else works on the fleet; waiting', { holder, pid });
        return false;
      }
      this.#lease = held.lease;
    }
    this.#users++;
    return true;
  }

  leave(): void {
    if (--this.#users > 0) return;
    this.#lease?.release();
    this.#lease = undefined;
  }
}
