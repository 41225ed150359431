import type { RelPath } from './paths.ts';

/**
 * The name of one unit of ownership inside a target:
 * a file `.claude/commands/a.md`, a field `.claude/settings.json#/env/X`, a block `CLAUDE.md#block:reconcile`.
 * In a file's own name `#` and `%` are written `%23` and `%25`, so that an address has one reading.
 */
export type Address = string & { readonly brand: 'Address' };

type Unit = 'file' | 'field' | 'block';

const BLOCK = '#block:';

function escapePath(path: RelPath): string {
  return path.replaceAll('%', '%25').replaceAll('#', '%23');
}

export function fileAddress(path: RelPath): Address {
  return escapePath(path) as Address;
}

/** @param pointer the field's pointer, as `leaves` gives it: starts with `/` */
export function fieldAddress(path: RelPath, pointer: string): Address {
  return `${escapePath(path)}#${pointer}` as Address;
}

export function blockAddress(path: RelPath, name: string): Address {
  return `${escapePath(path)}${BLOCK}${name}` as Address;
}

export interface AddressParts {
  readonly path: RelPath;
  readonly unit: Unit;
  /** The pointer of a field, the name of a block, empty for a file. */
  readonly part: string;
}

const taken = new Map<Address, AddressParts>();

/** Takes an address apart. Remembered: the targets of a fleet have the same addresses. */
export function parseAddress(address: Address): AddressParts {
  let parts = taken.get(address);
  if (parts === undefined) {
    parts = partsOf(address);
    taken.set(address, parts);
  }
  return parts;
}

function partsOf(address: Address): AddressParts {
  const cut = address.indexOf('#');
  const path = (cut < 0 ? address : address.slice(0, cut)).replaceAll('%23', '#').replaceAll('%25', '%') as RelPath;
  if (cut < 0) return { path, unit: 'file', part: '' };
  if (address.startsWith(BLOCK, cut)) return { path, unit: 'block', part: address.slice(cut + BLOCK.length) };
  return { path, unit: 'field', part: address.slice(cut + 1) };
}

/** Plain code-point order: the same on every machine and in every language setting. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
