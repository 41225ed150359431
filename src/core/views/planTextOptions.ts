import type { CostChanges } from './costText.ts';
import type { ConflictOf } from './shownDiff.ts';
import type { DiffOf } from './unifiedDiff.ts';

export interface PlanTextOptions {
  /** The home folder, shown as `~`. */
  readonly home: string;
  readonly color: boolean;
  /** Columns of the terminal; `Infinity` when the output goes elsewhere. */
  readonly width: number;
  /** Show every file, every target and every line of every diff. */
  readonly verbose: boolean;
  /** `apply` shows the plan before it asks: without hints, and without saying that nothing was written. */
  readonly verb: 'plan' | 'apply';
  /** What was named on the command line, repeated in the hint. */
  readonly targets?: readonly string[];
  /** What targets cost in tokens, told below the header of each that is in it. */
  readonly costs?: CostChanges;
  /** Makes the diffs (`unifiedDiff`); without it none are shown. A plan in which nothing is written needs none. */
  readonly diffOf?: DiffOf;
  readonly conflictOf?: ConflictOf;
}
