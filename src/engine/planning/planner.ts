import { Renderer } from '../../core/desired/render.ts';
import type { Bases } from '../../core/plan/question.ts';
import type { AbsPath } from '../../core/values/paths.ts';
import { InputError } from '../../core/values/problem.ts';
import type { Delivery } from '../../core/values/target.ts';
import { DiskError } from '../../ports/disk.ts';
import type { LoadedHub } from '../hub.ts';
import { type Declared, suspensionOf } from '../targets.ts';
import type { Readers } from '../world.ts';
import { claims } from './claims.ts';
import { type Context, deliveryOf } from './context.ts';
import { planFiles } from './files.ts';
import { NO_BASES, type PlanOptions, type Prepared } from './prepared.ts';
import { type BaseReader, planCommit, planRepository } from './repository.ts';
import { stopped } from './stopped.ts';

/** Plans the targets of one hub, one at a time, sharing what they have in common. Writes nothing. */
export class Planner {
  readonly #context: Context;
  readonly #owner: (target: Declared) => string | undefined;

  constructor(world: Readers, hub: LoadedHub, options: PlanOptions, all: readonly Declared[]) {
    this.#context = { world, hub, options, renderer: new Renderer(hub) };
    this.#owner = claims(world.disk, all);
  }

  get hubRoot(): AbsPath {
    return this.#context.hub.root;
  }

  deliveryOf(target: Declared): Delivery {
    return deliveryOf(this.#context, target);
  }

  /**
   * Plans one target. Its own troubles are in the plan (`Blocked`, `Error`), never thrown.
   * `bases` are the contents that an earlier plan of it wanted.
   * @throws InputError when the hub itself is wrong
   */
  plan(target: Declared, bases: Bases = NO_BASES): Prepared {
    return this.#careful(target, () => {
      const early = this.#beforeLooking(target);
      if (early !== undefined) return early;
      if (target.kind !== 'repository') return planFiles(this.#context, target, { bases });
      return planRepository(this.#context, target, bases);
    });
  }

  /** Plans a repository against a commit instead of its worktree (`branch` delivery). @throws InputError */
  async planBranch(target: Extract<Declared, { kind: 'repository' }>, read: BaseReader): Promise<Prepared> {
    const early = this.#careful(target, () => this.#beforeLooking(target));
    return early ?? (await planCommit(this.#context, target, read)) ?? this.plan(target);
  }

  #careful<T>(target: Declared, work: () => T): T | Prepared {
    try {
      return work();
    } catch (error) {
      if (error instanceof InputError || !(error instanceof DiskError)) throw error;
      return stopped(this.#context, target, 'Error', error.message);
    }
  }

  #beforeLooking(target: Declared): Prepared | undefined {
    const { options } = this.#context;
    const stuck = options.stuck?.get(target.root);
    if (stuck !== undefined) return stopped(this.#context, target, 'Error', stuck);
    const suspended = suspensionOf(target, options.today) ?? this.#elsewhere(target);
    if (suspended !== undefined) return stopped(this.#context, target, 'Suspended', suspended);
    const owner = this.#owner(target);
    if (owner === undefined) return undefined;
    const reason = `its path is the same folder as that of ${owner}; two entries cannot share one`;
    return stopped(this.#context, target, 'Error', reason);
  }

  /** Grafana is on some machines and not on others, and its folder may be inside a repository that is yet to be made. */
  #elsewhere(target: Declared): string | undefined {
    if (target.kind !== 'directory' || target.holds !== 'monitoring') return undefined;
    if (this.#context.world.disk.kind(target.root) !== 'absent') return undefined;
    return `there is no folder ${target.root} on this machine; make it to have Grafana's files in it`;
  }
}
