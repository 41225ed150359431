import type { Cost, Occasion } from '../findings/cost.ts';
import type { TargetName } from '../values/target.ts';
import { grouped } from './wording.ts';

/** What a target costs now, and when its plan has been carried out. */
export interface CostChange {
  readonly before: Cost;
  readonly after: Cost;
}

/** By target; those that are not in it cost nothing that could be told. */
export type CostChanges = ReadonlyMap<TargetName, CostChange>;

export const NO_COSTS: CostChanges = new Map();

/** `about 1,240 tokens in every session (+310), 420 by path, 5,100 when invoked (+5,100)`. */
export function costText({ before, after }: CostChange): string {
  const part = (when: Occasion, words: string): string => {
    const change = after[when] - before[when];
    const sign = change > 0 ? '+' : '−';
    return `${grouped(after[when])} ${words}${change === 0 ? '' : ` (${sign}${grouped(Math.abs(change))})`}`;
  };
  const parts = [part('always', 'tokens in every session')];
  if (before.onPath + after.onPath > 0) parts.push(part('onPath', 'by path'));
  if (before.onInvocation + after.onInvocation > 0) parts.push(part('onInvocation', 'when invoked'));
  return `about ${parts.join(', ')}`;
}
