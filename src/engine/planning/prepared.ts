import type { RepositoryState } from '../../core/actual/repository.ts';
import type { ActualState } from '../../core/actual/state.ts';
import type { Moved } from '../../core/canonical/canonical.ts';
import type { DesiredState } from '../../core/desired/state.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import type { Guards } from '../../core/plan/guards.ts';
import type { TargetPlan } from '../../core/plan/plan.ts';
import type { Answer, Bases, Wanted } from '../../core/plan/question.ts';
import type { Only } from '../../core/plan/target.ts';
import type { AbsPath, RelPath } from '../../core/values/paths.ts';
import type { Delivery, TargetName } from '../../core/values/target.ts';
import type { Proof } from '../settled/proof.ts';
import type { Declared } from '../targets.ts';

/** A plan for one target with what carrying it out needs besides. */
export interface Prepared {
  readonly target: Declared;
  readonly plan: TargetPlan;
  readonly state?: RepositoryState;
  /** For shared files: how to make the planned change in another version of the file. */
  readonly redo: ReadonlyMap<RelPath, NonNullable<Answer['redo']>>;
  /** The local inventory before, for the journal. */
  readonly localBefore: Inventory;
  /** Contents that were last written there; planned with them, conflicts that policy has merged may be merged. */
  readonly wants: readonly Wanted[];
  /** What is to be kept of the library for the next merge. */
  readonly keeps: Bases;
  /** That the target is in sync, or will be when its plan has been carried out; where `observing` was asked for and that can be proven. */
  readonly proof?: Proof;
  /** The moves that are not done there yet; absent where it was not looked. */
  readonly openMoves?: readonly Moved[];
  /** What the plan was made from; only with `look`. */
  readonly looked?: Looked;
}

/** What was read for a plan, for those who have more to ask of it. */
interface Looked {
  readonly desired: DesiredState;
  readonly actual: ActualState;
  /** What was last written there, committed or not. */
  readonly committed: Inventory;
  readonly local: Inventory;
}

export interface PlanOptions extends Guards {
  /** Overrides the delivery that canonical.yaml gives. */
  readonly delivery?: Delivery;
  /** An ISO date, for `suspend.until`. */
  readonly today: string;
  /** Make a repository anew that was there once and is gone. */
  readonly recreate: boolean;
  /** Folders with files in them in which a repository may be made. */
  readonly initIn?: ReadonlySet<AbsPath>;
  /** Targets, by root, that may not be worked on before an earlier run is ended, with the reason. */
  readonly stuck?: ReadonlyMap<AbsPath, string>;
  /** Have what is read written down as proofs; by a clock, in milliseconds since 1970. */
  readonly observing?: () => number;
  /** Keep what was seen, and tell the changes of a target that is blocked too. Such plans are for reading: they write nothing there. */
  readonly look?: true;
  /** Settle these paths alone. */
  readonly only?: Only;
  /** By target, foreign files that a person lets us delete, with what they hold. */
  readonly surrendered?: ReadonlyMap<TargetName, Inventory>;
}

export const NO_BASES: Bases = new Map();
