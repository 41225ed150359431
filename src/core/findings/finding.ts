import type { RelPath } from '../values/paths.ts';

export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** What a check has to say that is not a change. */
export interface Finding {
  readonly severity: Severity;
  /** The check's name, constant: `selection-matches-nothing`. */
  readonly check: string;
  /** What is wrong, and what to do, as sentences. */
  readonly message: string;
  /** The path in the target that it is about. */
  readonly path?: RelPath;
  /** The line of `path`, from 1. */
  readonly line?: number;
  /** `canonical.yaml:41:7`, when a line of the hub is the cause. */
  readonly place?: string;
  /** What Claude Code does with it, as a sentence of `message`. */
  readonly effect?: string;
  /** What to do about it, as a sentence of `message`. */
  readonly remedy?: string;
  /** True when reconcile can mend it. */
  readonly fixable: boolean;
}
