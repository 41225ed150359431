/* Made from schemas/ by `npm run generate`; changes here are lost. */

/**
 * What `reconcile audit --json` prints.
 */
export interface AuditDocument {
  /**
   * The version of this format.
   */
  format_version: '1.0';
  /**
   * Absent with `audit metrics`.
   */
  health?: {
    /**
     * Of the fleet, 0 to 100.
     */
    score: number;
    checks: Check[];
  };
  /**
   * What the configuration of each target costs. Absent with `audit metrics`.
   */
  tokens?: Account[];
  /**
   * What is over its limit now. Absent with `audit health`, as the report is.
   */
  breaches?: Breach[];
  report?: Report;
}
export interface Check {
  /**
   * What kind of thing was looked at.
   */
  group: 'fleet' | 'services' | 'hooks' | 'expected' | 'environment' | 'setup';
  /**
   * What was looked at: `QuestDB`, `auto-format (PostToolUse)`.
   */
  name: string;
  /**
   * `absent`: not configured, not on this machine, or left alone; never a failure.
   */
  status: 'ok' | 'warn' | 'fail' | 'absent';
  /**
   * What was found, as a clause.
   */
  message: string;
  /**
   * What to do, as a sentence; with every `warn` and `fail`.
   */
  remedy?: string;
  /**
   * `canonical.yaml:24`, when a line of it asks for this.
   */
  place?: string;
}
/**
 * About how many tokens the client's files in a target cost, others' files too, and what the hub delivers of them.
 */
export interface Account {
  target: string;
  always: Sides;
  on_path: Sides;
  on_invocation: Sides;
  /**
   * The most expensive files when the plan has been carried out, the most expensive first.
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
    tokens: number;
  }[];
  /**
   * What the hub delivers: this alone is held against the budget.
   */
  delivered: {
    always: number;
    on_path: number;
    on_invocation: number;
  };
  /**
   * Of canonical.yaml; null is no limit. Absent where the target has no budget.
   */
  budget?: {
    always: number | null;
    per_item: number | null;
  };
}
/**
 * Tokens now, and when the plan has been carried out.
 */
export interface Sides {
  before: number;
  after: number;
}
export interface Breach {
  /**
   * The alert of the same name in Grafana.
   */
  rule: string;
  severity: 'warning' | 'critical';
  /**
   * `hook_name=guard`; absent where there are no groups.
   */
  of?: string;
  value: number;
  limit: number;
  unit: 'errors/h' | 'ms' | '%' | 'USD' | 'rows';
}
export interface Report {
  format_version: '1.0';
  name: string;
  /**
   * ISO 8601, in UTC.
   */
  from: string;
  /**
   * ISO 8601, in UTC; not in the period.
   */
  to: string;
  /**
   * The database, or the rows that this machine still keeps.
   */
  source: 'questdb' | 'spool';
  /**
   * How exact it is, in sentences.
   */
  exactness: string[];
  sections: Section[];
}
export interface Section {
  title: string;
  /**
   * Sentences.
   */
  lines: string[];
  /**
   * A table, by the names of its columns; absent where there is none.
   */
  rows?: {
    /**
     * As it was measured; null where it was not.
     */
    [k: string]: string | number | boolean | null;
  }[];
}
