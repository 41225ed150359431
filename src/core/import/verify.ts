import type { FileRules } from '../actual/repository.ts';
import type { ActualState, Located } from '../actual/state.ts';
import type { Policy, PolicyRule } from '../canonical/canonical.ts';
import type { DesiredDocument, DesiredState } from '../desired/state.ts';
import { EMPTY, INVENTORY_PATH, type Inventory } from '../inventory/inventory.ts';
import type { FileSide } from '../plan/plan.ts';
import { planTarget } from '../plan/target.ts';
import { parseAddress } from '../values/address.ts';
import type { RelPath } from '../values/paths.ts';
import type { Tree, TreeFile } from './tree.ts';

/** How files compare: to the byte and the bit. What a repository's git would forgive is no help here. */
const EXACT: FileRules = { fileMode: true, crlf: false, ignoreCase: false };

/**
 * The paths of a tree that a plan would change: what the law of an import forbids.
 * @param desired the target as the hub with the import makes it
 */
export function unlawful(
  tree: Tree,
  desired: DesiredState,
  inventory: Inventory,
  rules: { readonly policy: Policy; readonly own: PolicyRule },
): Set<RelPath> {
  // What is there to the byte and the bit is kept or adopted, whatever was written before.
  const open = new Map([...desired].filter(([path, document]) => !isThere(tree.files.get(path), document)));
  const last = new Map([...inventory].filter(([address]) => isOpen(parseAddress(address).path, desired, open)));
  const answer = planTarget({
    name: tree.name,
    desired: open,
    actual: actualOf(tree, open, last),
    committed: { inventory: last, path: INVENTORY_PATH, file: sideOf(tree.inventory) },
    local: EMPTY,
    moved: [],
    bases: new Map(),
    ...rules,
    files: EXACT,
  });
  const wrong = new Set<RelPath>();
  for (const { action, path } of answer.changes) if (action !== 'adopt' && action !== 'forget') wrong.add(path);
  for (const { path } of answer.writes) if (path !== INVENTORY_PATH) wrong.add(path);
  return wrong;
}

function isThere(file: TreeFile | undefined, document: DesiredDocument): boolean {
  return document.form === 'file' && file?.content === document.content && file.mode === document.mode;
}

function isOpen(path: RelPath, desired: DesiredState, open: DesiredState): boolean {
  return open.has(path) || !desired.has(path);
}

function sideOf(file: TreeFile | null): FileSide | null {
  return file === null ? null : { bytes: file.content, mode: file.mode };
}

function actualOf(tree: Tree, desired: DesiredState, inventory: Inventory): ActualState {
  const actual = new Map<RelPath, Located>();
  const look = (path: RelPath): void => {
    const file = tree.files.get(path);
    if (file !== undefined) actual.set(path, { path, file: { kind: 'file', bytes: file.content, mode: file.mode } });
  };
  for (const path of desired.keys()) look(path);
  for (const address of inventory.keys()) look(parseAddress(address).path);
  return actual;
}
