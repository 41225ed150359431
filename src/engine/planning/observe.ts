import type { ActualState, Located } from '../../core/actual/state.ts';
import { type DesiredState, wholeContent } from '../../core/desired/state.ts';
import { EMPTY, INVENTORY_PATH, type Inventory, parseInventory } from '../../core/inventory/inventory.ts';
import type { FileSide } from '../../core/plan/plan.ts';
import { parseAddress } from '../../core/values/address.ts';
import type { RelPath } from '../../core/values/paths.ts';
import type { Source } from '../source.ts';
import type { Declared } from '../targets.ts';

type ReadInventory = { readonly inventory: Inventory; readonly path: RelPath; readonly file: FileSide | null };

/** Reads the inventory in the target. */
export function readInventory(source: Source, target: Declared): ReadInventory | { wrong: string } {
  if (target.kind !== 'repository') return { inventory: EMPTY, path: INVENTORY_PATH, file: null };
  const { path, file } = source.locate(INVENTORY_PATH);
  if (file.kind === 'absent' || file.kind === 'unreachable') return { inventory: EMPTY, path, file: null };
  if (file.kind !== 'file')
    return {
      wrong: `its inventory ${INVENTORY_PATH} cannot be read; it is the licence to delete, so nothing is done without it`,
    };
  const parsed = parseInventory(file.bytes);
  if ('wrong' in parsed)
    return {
      wrong: `its inventory ${INVENTORY_PATH} ${parsed.wrong}; restore it from git, or remove it to start anew`,
    };
  return { inventory: parsed.inventory, path, file };
}

/** Looks at every desired path and every path that was written before. */
export function observe(source: Source, desired: DesiredState, inventories: readonly Inventory[]): ActualState {
  const actual = new Map<RelPath, Located>();
  for (const document of desired.values())
    actual.set(document.path, source.locate(document.path, wholeContent(document)));
  for (const inventory of inventories) {
    for (const address of inventory.keys()) {
      const { path } = parseAddress(address);
      if (!actual.has(path)) actual.set(path, source.locate(path));
    }
  }
  return actual;
}
