/* Made from schemas/ by `npm run generate`; changes here are lost. */

/**
 * What a score means.
 */
export type Band = 'clean' | 'good' | 'fair' | 'poor';
/**
 * A path from the root of its target.
 */
export type Path = string;

/**
 * What `reconcile drift --format json` prints: what is off now. Without `fix` the same inputs give the same bytes.
 */
export interface DriftDocument {
  /**
   * The version of this format.
   */
  format_version: '1.0';
  /**
   * The commit of the hub that was compared with, or `uncommitted`.
   */
  revision: string;
  /**
   * True when only some of the targets were looked at.
   */
  partial: boolean;
  /**
   * How many targets canonical.yaml has.
   */
  known_targets: number;
  /**
   * 100, less what each issue takes; never below 0.
   */
  score: number;
  band: Band;
  /**
   * The scores of the targets on average.
   */
  average_score: number;
  /**
   * Counts of issues, and of what was looked at.
   */
  summary: {
    /**
     * How many issues there are.
     */
    issues: number;
    /**
     * Of these, those that `reconcile drift --fix` would mend.
     */
    fixable: number;
    /**
     * Issues by severity.
     */
    severities: {
      /**
       * Issues that are critical.
       */
      critical: number;
      /**
       * Issues that are high.
       */
      high: number;
      /**
       * Issues that are medium.
       */
      medium: number;
      /**
       * Issues that are low.
       */
      low: number;
    };
    /**
     * How many targets were looked at.
     */
    targets: number;
    /**
     * Of these, those with issues.
     */
    targets_with_issues: number;
    /**
     * How many files were looked at.
     */
    files_checked: number;
  };
  /**
   * Sorted by name.
   */
  targets: Target[];
  /**
   * Those of the hub first, then by target; the worst first.
   */
  issues: Issue[];
  /**
   * There with `--fix`: what was off before, and what was done.
   */
  fix?: {
    /**
     * What was off before.
     */
    before: {
      /**
       * 100, less what each issue takes; never below 0.
       */
      score: number;
      band: Band;
      /**
       * The scores of the targets on average.
       */
      average_score: number;
      /**
       * As in `issues`.
       */
      issues: Issue[];
    };
    applied: Applied;
  };
}
/**
 * One target.
 */
export interface Target {
  /**
   * Its name in canonical.yaml.
   */
  name: string;
  /**
   * What it is.
   */
  kind: 'repository' | 'home' | 'directory';
  /**
   * Its absolute path.
   */
  root: string;
  /**
   * How it stands.
   */
  status: 'InSync' | 'OutOfSync' | 'Blocked' | 'Error' | 'Suspended';
  /**
   * For Blocked, Error and Suspended: what is in the way, and the way out.
   */
  reason: string | null;
  /**
   * 100, less what each of its issues takes.
   */
  score: number;
  band: Band;
  /**
   * How many of its files were looked at.
   */
  files_checked: number;
  /**
   * How many issues it has.
   */
  issues: number;
}
/**
 * One thing that is off.
 */
export interface Issue {
  /**
   * How bad it is.
   */
  severity: 'critical' | 'high' | 'medium' | 'low';
  /**
   * What it is about.
   */
  category:
    | 'target'
    | 'configuration'
    | 'missing'
    | 'obsolete'
    | 'worktree'
    | 'duplicate'
    | 'settings'
    | 'reference'
    | 'lint'
    | 'canonical';
  /**
   * The name of the check, constant: `changed-there`.
   */
  check: string;
  /**
   * Where; null when the hub itself is the cause.
   */
  target: string | null;
  /**
   * The file, from the root of the target; of several the first.
   */
  path: string | null;
  /**
   * All files, when one issue concerns several.
   */
  paths?: Path[];
  /**
   * The entry, when it is a field or a block of a file.
   */
  address?: string;
  /**
   * A line of the file, from 1.
   */
  line?: number;
  /**
   * `canonical.yaml:41:7`, when a line of the hub is the cause.
   */
  place: string | null;
  /**
   * What is off, as a clause that follows the path.
   */
  message: string;
  /**
   * What to do, as a sentence; a command in it stands in backticks.
   */
  remedy: string;
  /**
   * The command of the remedy alone, as a shell takes it.
   */
  command: string | null;
  /**
   * True when `reconcile drift --fix` would mend it.
   */
  fixable: boolean;
  /**
   * Other places that it concerns.
   *
   * Items: A place.
   */
  related?: {
    /**
     * The target.
     */
    target: string;
    path: Path;
  }[];
}
/**
 * What was done, as `reconcile apply --format json` tells it.
 */
export interface Applied {
  /**
   * The version of this format.
   */
  format_version: '1.0';
  /**
   * What was asked for.
   */
  verb: 'apply' | 'undo';
  /**
   * The name under which `reconcile undo` finds it; null when nothing was done.
   */
  run: string | null;
  /**
   * The commit of the hub, or `uncommitted`.
   */
  revision: string;
  /**
   * Sorted by name.
   */
  targets: AppliedTarget[];
  /**
   * Counts of files, of entries, and of targets by outcome.
   */
  summary: {
    /**
     * Files created.
     */
    created: number;
    /**
     * Files updated.
     */
    updated: number;
    /**
     * Files deleted.
     */
    deleted: number;
    /**
     * Files recorded as ours, as they are.
     */
    adopted: number;
    /**
     * Files no longer recorded as ours.
     */
    forgotten: number;
    /**
     * Files in which conflicts were left alone.
     */
    conflicts: number;
    /**
     * Counts of targets by outcome.
     */
    targets: {
      /**
       * How many.
       */
      [k: string]: number;
    };
  };
}
/**
 * What became of one target.
 */
export interface AppliedTarget {
  /**
   * Its name in canonical.yaml.
   */
  name: string;
  /**
   * What it is.
   */
  kind: 'repository' | 'home' | 'directory';
  /**
   * Its absolute path.
   */
  root: string;
  /**
   * What became of it.
   */
  outcome: 'applied' | 'unchanged' | 'blocked' | 'failed' | 'suspended' | 'skipped';
  /**
   * Why, and the way out, for every outcome but applied and unchanged.
   */
  reason: string | null;
  /**
   * How the changes left.
   */
  delivery: 'write' | 'commit' | 'branch';
  /**
   * The commit that was made.
   */
  commit: string | null;
  /**
   * The branch that it is on.
   */
  branch: string | null;
  /**
   * True for a repository that was created.
   */
  created: boolean;
  /**
   * Files by what was done to them.
   */
  files: {
    /**
     * Files created.
     */
    created: Path[];
    /**
     * Files updated.
     */
    updated: Path[];
    /**
     * Files deleted.
     */
    deleted: Path[];
  };
  /**
   * Files recorded as ours, as they are.
   */
  adopted: number;
  /**
   * Files no longer recorded as ours.
   */
  forgotten: number;
  /**
   * Files in which conflicts were left alone.
   */
  conflicts: number;
  /**
   * What went otherwise than planned without failing.
   *
   * Items: A sentence.
   */
  warnings: string[];
}
