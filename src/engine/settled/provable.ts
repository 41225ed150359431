import type { ActualState } from '../../core/actual/state.ts';
import type { DesiredState } from '../../core/desired/state.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import type { Change, FileWrite } from '../../core/plan/plan.ts';
import { parseAddress } from '../../core/values/address.ts';

/**
 * True when the target is in sync, or will be once the writes are done, and that follows from what its files hold. A whole file that is
 * right only by git's configuration (another line ending), or that a policy leaves as it is, is decided about anew each time.
 */
export function provable(
  desired: DesiredState,
  actual: ActualState,
  answer: { readonly changes: readonly Change[]; readonly writes: readonly FileWrite[] },
  inventories: readonly Inventory[],
): boolean {
  if (answer.changes.some((change) => change.action === 'conflict')) return false;
  const written = new Set(answer.writes.map((write) => write.path));
  for (const document of desired.values()) {
    const located = actual.get(document.path);
    if (located === undefined) return false;
    if (document.form === 'seed' || written.has(located.path)) continue;
    if (located.file.kind !== 'file') return false;
    if (document.form !== 'file') continue;
    if (located.file.bytes !== document.content || located.file.mode !== document.mode) return false;
  }
  for (const inventory of inventories) {
    for (const address of inventory.keys()) {
      const { path } = parseAddress(address);
      if (!desired.has(path) && !written.has(actual.get(path)?.path ?? path)) return false;
    }
  }
  return true;
}
