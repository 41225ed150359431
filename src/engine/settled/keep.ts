import { type Inventory, inventoryBytes } from '../../core/inventory/inventory.ts';
import type { FileWrite } from '../../core/plan/plan.ts';
import type { TargetReport } from '../../core/status/report.ts';
import { sameBytes } from '../../core/values/content.ts';
import type { AbsPath } from '../../core/values/paths.ts';
import { DiskError, type DiskNode } from '../../ports/disk.ts';
import type { LoadedHub } from '../hub.ts';
import { memoryFile } from '../memory.ts';
import type { Prepared } from '../planning/prepared.ts';
import { modeOf } from '../source.ts';
import type { World } from '../world.ts';
import { writeBook } from './book.ts';
import { BUILD } from './build.ts';
import { ABSENT, DIRECTORY, type Proof, wholePath } from './proof.ts';
import { witness } from './witness.ts';

/** Writes down which targets are in sync after a run. That it cannot is no failure: then the next run reads what this one has read. */
export function keepProofs(
  world: World,
  hub: LoadedHub,
  prepared: readonly Prepared[],
  reports: readonly TargetReport[],
): void {
  if (BUILD === undefined) return;
  const proofs = new Map(hub.book.proofs);
  const outcomes = new Map(reports.map((report) => [report.name, report.outcome]));
  for (const one of prepared) {
    const proof = proofAfter(world, one, outcomes.get(one.plan.name));
    if (proof === undefined) proofs.delete(one.plan.name);
    else proofs.set(one.plan.name, proof);
  }
  if (isSame(proofs, hub.book.proofs)) return;
  try {
    writeBook(world.disk, world.stateDir, hub.file, { ...hub.book, proofs });
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    world.log.info('what is in sync could not be written down', { reason: error.message });
  }
}

function proofAfter(world: World, one: Prepared, outcome: TargetReport['outcome'] | undefined): Proof | undefined {
  const { plan, proof } = one;
  if (proof === undefined) return undefined;
  if (outcome === 'unchanged' && plan.status === 'InSync') return proof;
  // A clone was planned again when it was there, and a branch leaves the worktree as it is.
  if (outcome !== 'applied' || plan.delivery === 'branch' || plan.creation?.how === 'clone') return undefined;
  try {
    return renewed(world, proof, plan.writes, plan.local ?? one.localBefore);
  } catch (error) {
    if (error instanceof DiskError) return undefined;
    throw error;
  }
}

/** The proof from before a run, with what the run has changed as it is now; undefined when that is not what was planned. */
function renewed(world: World, proof: Proof, writes: readonly FileWrite[], local: Inventory): Proof | undefined {
  const { root, paths, modes } = proof;
  const expected = new Map<AbsPath, FileWrite['after']>();
  for (const { path, after } of writes) expected.set(wholePath(root, path), after);
  const memory = memoryFile(world.stateDir, root);
  const seen = witness(world.disk, root, () => world.clock.now());
  for (const [at, path] of paths.entries()) {
    const whole = wholePath(root, path);
    const after = whole === memory ? { bytes: inventoryBytes(local), mode: undefined } : expected.get(whole);
    expected.delete(whole);
    if (after === null) continue;
    if (after !== undefined) {
      const node = world.disk.read(whole, after.bytes);
      if (!holdsContent(node, after.bytes)) return undefined;
      if (after.mode !== undefined && modeOf(node.permissions) !== after.mode) return undefined;
      seen.note(whole, node);
    } else if (modes[at] === ABSENT || modes[at] === DIRECTORY) seen.note(whole, world.disk.look(whole));
    else seen.keep(proof, at);
  }
  // Something was written that was not looked at before.
  if ([...expected.values()].some((after) => after !== null)) return undefined;
  return seen.proof(proof.findings, proof.entries);
}

function holdsContent(node: DiskNode, bytes: Uint8Array): node is Extract<DiskNode, { kind: 'file' }> {
  return node.kind === 'file' && (node.bytes === bytes || sameBytes(node.bytes, bytes));
}

function isSame(a: ReadonlyMap<string, Proof>, b: ReadonlyMap<string, Proof>): boolean {
  return a.size === b.size && [...a].every(([name, proof]) => b.get(name) === proof);
}
