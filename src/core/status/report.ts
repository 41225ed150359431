import type { AbsPath, RelPath } from '../values/paths.ts';
import type { CommitId, Delivery, Revision, TargetKind, TargetName } from '../values/target.ts';

/**
 * What became of one target: `applied` (something was written or recorded), `unchanged` (nothing was to do), `blocked` (left alone
 * because of the state it is in), `failed` (tried, and taken back), `suspended`, `skipped` (not tried, because another target failed).
 */
export type Outcome = 'applied' | 'unchanged' | 'blocked' | 'failed' | 'suspended' | 'skipped';

export interface TargetReport {
  readonly name: TargetName;
  readonly kind: TargetKind;
  readonly root: AbsPath;
  readonly outcome: Outcome;
  /** For every outcome but `applied` and `unchanged`: why, and the way out. */
  readonly reason?: string;
  readonly delivery: Delivery;
  /** The commit that was made. */
  readonly commit?: CommitId;
  readonly branch?: string;
  readonly created?: boolean;
  /** Files by what was done to them. */
  readonly files: {
    readonly created: readonly RelPath[];
    readonly updated: readonly RelPath[];
    readonly deleted: readonly RelPath[];
  };
  /** Files that were only recorded as ours, and files that are no longer recorded. */
  readonly adopted: number;
  readonly forgotten: number;
  /** Files in which conflicts were left alone. */
  readonly conflicts: number;
  /** What went otherwise than planned without failing. */
  readonly warnings: readonly string[];
}

/** What an apply or an undo did. */
export interface ApplyReport {
  readonly verb: 'apply' | 'undo';
  /** The name under which `undo` finds it. Absent when nothing was done. */
  readonly run?: string;
  readonly revision: Revision;
  /** Sorted by name. */
  readonly targets: readonly TargetReport[];
}

/** True when every target that was to be changed was changed. */
export function succeeded(report: ApplyReport): boolean {
  return report.targets.every(
    (target) => target.outcome === 'applied' || target.outcome === 'unchanged' || target.outcome === 'suspended',
  );
}
