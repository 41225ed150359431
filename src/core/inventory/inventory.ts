import { type Address, byText, parseAddress } from '../values/address.ts';
import { bytesOf, type ContentId, textOf } from '../values/content.ts';
import { isObject } from '../values/json.ts';
import { type RelPath, relPath } from '../values/paths.ts';

/** What was last written: of every entry its content id, or `seed` for what was created once and given away. */
export type Inventory = ReadonlyMap<Address, ContentId | 'seed'>;

/** Where the inventory of committed entries stands in a target. */
export const INVENTORY_PATH = '.claude/.reconcile.json' as RelPath;

/** True for the inventory itself, which is written with every change and counted with none. */
export function isInventory(path: string): boolean {
  return path === '.reconcile.json' || path.endsWith('/.reconcile.json');
}

/** The version of the format that this program writes; it refuses a newer one rather than guess. */
const VERSION = 1;

export const EMPTY: Inventory = new Map();

const ID = /^((100644|100755) )?[0-9a-f]{40}$|^seed$/;

/** The bytes of an inventory: the same entries always give the same bytes. */
export function inventoryBytes(inventory: Inventory): Uint8Array {
  const sorted = [...inventory].sort(([a], [b]) => byText(a, b));
  const entries: Record<string, string> = Object.fromEntries(sorted);
  return bytesOf(`${JSON.stringify({ version: VERSION, entries }, null, 2)}\n`);
}

const sound = new Map<string, unknown>();

/** Reads an inventory. @returns it, or a sentence that says why it can't be trusted */
export function parseInventory(bytes: Uint8Array): { inventory: Inventory } | { wrong: string } {
  let value: unknown;
  try {
    value = JSON.parse(textOf(bytes));
  } catch {
    return { wrong: 'is not valid JSON' };
  }
  if (!isObject(value) || typeof value['version'] !== 'number' || !isObject(value['entries'])) {
    return { wrong: 'is not an inventory' };
  }
  if (!Number.isInteger(value['version']) || value['version'] < 1) return { wrong: 'is not an inventory' };
  if (value['version'] > VERSION) return { wrong: `has version ${value['version']}; this program knows ${VERSION}` };
  const inventory = new Map<Address, ContentId | 'seed'>();
  for (const [address, id] of Object.entries(value['entries'])) {
    // The targets of a fleet have the same entries: what was checked once need not be checked again.
    if (sound.get(address) === id) {
      inventory.set(address as Address, id as ContentId);
      continue;
    }
    if (typeof id !== 'string' || !ID.test(id)) return { wrong: `has no content id at ${JSON.stringify(address)}` };
    // It is the licence to delete, and anybody who commits to the target can write it: it must not reach outside.
    const checked = relPath(parseAddress(address as Address).path);
    if ('refused' in checked) return { wrong: `names a path that ${checked.refused}: ${JSON.stringify(address)}` };
    sound.set(address, id);
    inventory.set(address as Address, id as ContentId);
  }
  return { inventory };
}
