import { overBudget } from '../findings/budget.ts';
import { type Cost, costOf, together } from '../findings/cost.ts';
import type { Finding } from '../findings/finding.ts';
import type { Budget } from '../values/budget.ts';
import type { TargetKind } from '../values/target.ts';
import { idOf, treeOfDesired } from './lint.ts';
import type { DesiredDocument, DesiredState } from './state.ts';

/** What targets cost, by the documents that they share. */
const known = new Map<string, Cost>();

/** Where what one target gets costs more tokens than its budget allows. */
export function budgetFindings(desired: DesiredState, kind: TargetKind, budget: Budget | undefined): Finding[] {
  if (budget === undefined || (budget.always === undefined && budget.perItem === undefined)) return [];
  return overBudget(costOfDesired(desired, kind), budget);
}

/** What one target gets costs, whatever else stands there. */
export function costOfDesired(desired: DesiredState, kind: TargetKind): Cost {
  const shared: DesiredDocument[] = [];
  const blocks: DesiredDocument[] = [];
  let key: string = kind;
  for (const document of desired.values()) {
    if (document.form === 'seed') continue;
    // Instructions that import others have to be seen with them.
    if (document.form === 'block' && !document.text.includes('@')) blocks.push(document);
    else {
      shared.push(document);
      key += ` ${idOf(document)}`;
    }
  }
  let cost = known.get(key);
  if (cost === undefined) {
    cost = costOf(treeOfDesired(shared, kind));
    known.set(key, cost);
  }
  return blocks.length === 0 ? cost : together(cost, costOf(treeOfDesired(blocks, kind)));
}
