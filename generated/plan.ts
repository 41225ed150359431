/* Made from schemas/ by `npm run generate`; changes here are lost. */

/**
 * What is there on one side; null when nothing is.
 */
export type Side = {
  /**
   * Git's blob id.
   */
  id: string;
  /**
   * The mode of a file; null for a field or a block.
   */
  mode: '100644' | '100755' | null;
} | null;

/**
 * What `reconcile plan --format json` prints. The same inputs give the same bytes.
 */
export interface PlanDocument {
  /**
   * The version of this format.
   */
  format_version: '1.0';
  /**
   * The commit of the hub that the plan was made from, or `uncommitted`.
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
   * Sorted by name.
   */
  targets: Target[];
  /**
   * Counts of entries by action, of files by action, of targets by status.
   */
  summary: {
    /**
     * Things that are not there yet.
     */
    create: number;
    /**
     * Things that are there and become different.
     */
    update: number;
    /**
     * Things of ours that are no longer wanted.
     */
    delete: number;
    /**
     * Things that are right already and become ours.
     */
    adopt: number;
    /**
     * Things that are no longer ours and stay.
     */
    forget: number;
    /**
     * Things that are left alone.
     */
    conflict: number;
    /**
     * Counts of files by action.
     */
    files: {
      [k: string]: number;
    };
    /**
     * Counts of targets by status.
     */
    targets: {
      /**
       * Targets that are InSync.
       */
      InSync: number;
      /**
       * Targets that are OutOfSync.
       */
      OutOfSync: number;
      /**
       * Targets that are Blocked.
       */
      Blocked: number;
      /**
       * Targets that are Error.
       */
      Error: number;
      /**
       * Targets that are Suspended.
       */
      Suspended: number;
    };
  };
}
/**
 * The decisions for one target.
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
   * For Blocked: a constant word for programs, like `rebase-in-progress`.
   */
  blocked_by?: string;
  /**
   * A digest of the decisions: the same plan has the same id.
   */
  plan_id: string;
  /**
   * How the changes would leave.
   */
  delivery: 'write' | 'commit' | 'branch';
  /**
   * The branch that is reconciled.
   */
  branch?: string;
  /**
   * The commit the plan was made from.
   */
  head?: string;
  /**
   * How a repository that is not there comes to be.
   */
  creation?: {
    /**
     * Created empty, or cloned.
     */
    how: 'init' | 'clone';
    /**
     * Its first branch.
     */
    branch?: string;
    /**
     * Where it is cloned from.
     */
    remote?: string;
  };
  /**
   * How many entries were looked at.
   */
  entries: number;
  tokens?: Tokens;
  /**
   * Sorted by path, then address.
   */
  changes: Change[];
  /**
   * What the checks have to say.
   */
  findings: Finding[];
}
/**
 * About how many tokens the client's files in the target cost, others' files too: in every session (instructions, rules without paths, what is listed of skills, commands and agents), when a file is read that they are about, and when they are used, all together.
 */
export interface Tokens {
  always: Sides;
  on_path: Sides;
  on_invocation: Sides;
  /**
   * The most expensive files when the plan has been carried out, the most expensive first.
   *
   * Items: One file on one occasion.
   */
  largest: {
    /**
     * The file, from the target's root.
     */
    path: string;
    /**
     * On which occasion it is loaded.
     */
    when: 'always' | 'on_path' | 'on_invocation';
    /**
     * About how many tokens it costs then.
     */
    tokens: number;
  }[];
}
/**
 * Tokens now, and when the plan has been carried out.
 */
export interface Sides {
  /**
   * Now.
   */
  before: number;
  /**
   * When the plan has been carried out.
   */
  after: number;
}
/**
 * The decision for one entry.
 */
export interface Change {
  /**
   * The file, from the target's root.
   */
  path: string;
  /**
   * The entry: a file, a field (`….json#/env/X`), or a block (`CLAUDE.md#block:reconcile`).
   */
  address: string;
  /**
   * What will be done.
   */
  action: 'create' | 'update' | 'delete' | 'adopt' | 'forget' | 'conflict';
  /**
   * Why.
   */
  reason:
    | 'new'
    | 'same'
    | 'drifted'
    | 'changed'
    | 'removed'
    | 'foreign'
    | 'drifted-and-changed'
    | 'merged'
    | 'moved'
    | 'not-a-file'
    | 'unreadable';
  /**
   * Where a file that is moved was until now, from the target's root.
   */
  from?: string;
  before: Side;
  after: Side;
  /**
   * A sentence more.
   */
  detail?: string;
  /**
   * There when a policy of canonical.yaml decided.
   */
  by_policy?: true;
  /**
   * Why the entry is wanted.
   */
  origin?: {
    /**
     * What selected it: `global.commands tdd/`.
     */
    selector: string;
    /**
     * The line that selected it: `canonical.yaml:41`.
     */
    place?: string;
    /**
     * The file of the library it is made from.
     */
    source?: string;
  };
}
/**
 * What a check has to say that is not a change.
 */
export interface Finding {
  /**
   * How bad it is.
   */
  severity: 'critical' | 'high' | 'medium' | 'low';
  /**
   * The check's name.
   */
  check: string;
  /**
   * What is wrong, and what to do.
   */
  message: string;
  /**
   * The path in the target.
   */
  path: string | null;
  /**
   * The line of the hub that is the cause.
   */
  place: string | null;
  /**
   * True when reconcile can fix it.
   */
  fixable: boolean;
  /**
   * The line of the path in the target, from 1.
   */
  line?: number;
  /**
   * What Claude Code does with it: a sentence of the message.
   */
  effect?: string;
  /**
   * What to do: a sentence of the message.
   */
  remedy?: string;
}
