import type { AbsPath } from '../../core/values/paths.ts';
import type { DiskReader } from '../../ports/disk.ts';
import type { Declared } from '../targets.ts';

/**
 * Who has which folder. Two entries that resolve to one folder would undo each other; the first by name has it.
 * @returns gives the name of the other one that has a target's folder, or undefined
 */
export function claims(disk: DiskReader, all: readonly Declared[]): (target: Declared) => string | undefined {
  const real = new Map<string, AbsPath>();
  const owners = new Map<string, string>();
  for (const { name, root } of all) {
    const folder = disk.realPath(root) ?? root;
    real.set(name, folder);
    if (!owners.has(folder)) owners.set(folder, name);
  }
  return ({ name, root }) => {
    const owner = owners.get(real.get(name) ?? root);
    return owner === name ? undefined : owner;
  };
}
