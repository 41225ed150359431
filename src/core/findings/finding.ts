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
  /** `canonical.yaml:41:7`, when a line of the hub is the cause. */
  readonly place?: string;
  readonly fixable: boolean;
}
