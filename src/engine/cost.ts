import { costOfDesired } from '../core/desired/budget.ts';
import { type Cost, costOf } from '../core/findings/cost.ts';
import type { TreeFile } from '../core/findings/tree.ts';
import type { FileSide, TargetPlan } from '../core/plan/plan.ts';
import type { RelPath } from '../core/values/paths.ts';
import type { TargetName } from '../core/values/target.ts';
import type { CostChange } from '../core/views/costText.ts';
import type { TokenAccount } from '../core/views/tokenSections.ts';
import type { Prepared } from './planning/prepared.ts';
import { budgetOf } from './targets.ts';
import { readClientTree } from './tree.ts';
import type { Readers } from './world.ts';

/**
 * What the files of targets cost in tokens, others' files too. It reads them all, so it is for who shows it. Not of targets that
 * could not be planned, nor of folders that the client does not read.
 */
export function costsOf(readers: Readers, plans: readonly TargetPlan[]): Map<TargetName, CostChange> {
  const looked = plans.filter(
    ({ status, kind }) => kind !== 'directory' && (status === 'InSync' || status === 'OutOfSync'),
  );
  return new Map(looked.map((plan) => [plan.name, costChange(readers, plan)]));
}

/**
 * The same beside what the hub delivers of it, and what that may cost, of targets that were looked at; of a blocked one too, whose
 * files are loaded all the same.
 */
export function accountsOf(readers: Readers, prepared: readonly Prepared[]): TokenAccount[] {
  return prepared.flatMap(({ target, plan, looked }): TokenAccount[] => {
    if (looked === undefined || plan.kind === 'directory' || plan.creation !== undefined) return [];
    const { before, after } = costChange(readers, plan);
    const budget = budgetOf(target);
    return [
      {
        target: plan.name,
        before,
        after: plan.status === 'OutOfSync' ? after : before,
        delivered: costOfDesired(looked.desired, plan.kind),
        ...(budget === undefined ? {} : { budget }),
      },
    ];
  });
}

function costChange(readers: Readers, { root, kind, writes }: TargetPlan): CostChange {
  const tree = readClientTree(readers, { root, kind });
  const overlaid = (sideOf: (write: TargetPlan['writes'][number]) => FileSide | null): Cost => {
    const files = new Map<RelPath, TreeFile>(tree.files);
    for (const write of writes) {
      const side = sideOf(write);
      if (side === null) files.delete(write.path);
      else files.set(write.path, { path: write.path, ...side });
    }
    return costOf({ ...tree, files });
  };
  // The plan may have been made from a branch, not from what the folder holds.
  const before = overlaid((write) => write.before);
  return { before, after: writes.length === 0 ? before : overlaid((write) => write.after) };
}
