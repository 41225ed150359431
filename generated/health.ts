/* Made from schemas/ by `npm run generate`; changes here are lost. */

/**
 * What `reconcile health --json` and `reconcile doctor --json` print.
 */
export interface HealthDocument {
  /**
   * The version of this format.
   */
  format_version: '1.0';
  /**
   * True when nothing failed; the exit code is then 0, else 2.
   */
  healthy: boolean;
  summary: {
    /**
     * Checks that are well.
     */
    ok: number;
    /**
     * Checks to look at.
     */
    warn: number;
    /**
     * Checks that failed.
     */
    fail: number;
    /**
     * Checks of what is not configured, not here, or left alone.
     */
    absent: number;
    /**
     * Of the fleet, 0 to 100; with `health` only.
     */
    score?: number;
    /**
     * The mean score of a target; with `health` only.
     */
    average?: number;
    /**
     * Targets that were looked at; with `health` only.
     */
    targets?: number;
    /**
     * Targets there are; with `health` only.
     */
    known?: number;
  };
  checks: Check[];
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
