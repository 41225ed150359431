/* Made from schemas/ by `npm run generate`; changes here are lost. */

/**
 * What reconcile last wrote into a target: the only licence to delete there. `.claude/.reconcile.json`, committed with the files.
 */
export interface InventoryDocument {
  /**
   * The version of this format.
   */
  version: 1;
  /**
   * By the entry's address: the mode and git blob id of a file, the blob id of a field or a block, or `seed` for what was created once and given away.
   */
  entries: {
    [k: string]: string;
  };
}
