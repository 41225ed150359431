/* Made from schemas/ by `npm run generate`; changes here are lost. */

/**
 * What `reconcile import --json` prints.
 */
export interface ImportDocument {
  format_version: '1.0';
  /**
   * The folder of the hub.
   */
  hub: string;
  /**
   * True when there was none before.
   */
  new_hub: boolean;
  /**
   * True when nothing was written.
   */
  dry_run: boolean;
  /**
   * What was imported.
   */
  targets: {
    /**
     * As in canonical.yaml.
     */
    name: string;
    kind: 'repository' | 'home';
    /**
     * Its folder.
     */
    root: string;
    /**
     * The branch whose files were read, where it is not the one that is reconciled.
     */
    other_branch?: string;
    /**
     * Whole files that are in the hub now.
     */
    files: number;
    /**
     * Of these, those in a version of its own.
     */
    own_files: number;
    /**
     * Fields of JSON files that are in the hub now.
     */
    fields: number;
    /**
     * Globs of what others get and it does not.
     */
    excluded: string[];
    /**
     * What stays where it is, with the reason.
     */
    left: {
      /**
       * From its root; a `#` begins the field. A folder ends in `/`.
       */
      path: string;
      reason:
        | 'link'
        | 'secret'
        | 'ignored'
        | 'name'
        | 'collision'
        | 'template'
        | 'personal'
        | 'own-text'
        | 'invalid'
        | 'field'
        | 'no-place'
        | 'not-read'
        | 'unreadable'
        | 'not-delivered'
        | 'repository';
      /**
       * The particulars, for people.
       */
      detail: string;
    }[];
  }[];
  /**
   * What was asked for and is in the hub already.
   */
  known: {
    /**
     * As in canonical.yaml.
     */
    name: string;
    /**
     * Its folder.
     */
    root: string;
  }[];
  /**
   * How much is common: the files in all trees, and those in the hub.
   */
  shares: {
    /**
     * A folder of the library, or settings.
     */
    kind: string;
    before: {
      /**
       * How many files.
       */
      files: number;
      /**
       * How many bytes.
       */
      bytes: number;
    };
    after: {
      /**
       * How many files.
       */
      files: number;
      /**
       * How many bytes.
       */
      bytes: number;
    };
  }[];
  /**
   * Own versions that are nearly the common one, the nearest first.
   */
  near: {
    /**
     * Who has it.
     */
    target: string;
    /**
     * Which file.
     */
    path: string;
    /**
     * What tells it from the common version, for people.
     */
    apart: string;
    /**
     * Lines that only one of the two has.
     */
    lines: number;
  }[];
  /**
   * The files of the hub that were written, or are right already.
   */
  files: {
    /**
     * In the hub.
     */
    path: string;
    /**
     * Its size.
     */
    bytes: number;
    /**
     * Its bit.
     */
    executable: boolean;
    state: 'new' | 'there' | 'changed';
  }[];
  /**
   * canonical.yaml afterwards.
   */
  canonical: string;
}
