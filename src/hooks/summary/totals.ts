import type { Activity } from '../dora/activity.ts';
import type { ModelTotals, Tally } from '../transcript/tally.ts';
import { modelTotals } from '../transcript/totals.ts';

/**
 * The totals per model. `exactCost` is the client's own cost of the whole session: it replaces the estimates, shared
 * among the models in their proportion. Where a model has no price and there are several, nobody knows the shares, and
 * the estimates stay.
 */
export function sessionTotals(tally: Tally, exactCost: number | undefined): ModelTotals[] {
  const all = modelTotals(tally);
  return exactCost === undefined ? all : withExactCost(all, exactCost);
}

function withExactCost(all: ModelTotals[], exact: number): ModelTotals[] {
  const [only] = all;
  if (only && all.length === 1) return [{ ...only, costUsd: exact, costBasis: 'statusline' }];
  let estimate = 0;
  for (const total of all) {
    if (total.costUsd === undefined) return all;
    estimate += total.costUsd;
  }
  if (estimate === 0) return all;
  return all.map((total) => ({ ...total, costUsd: (exact * total.costUsd!) / estimate, costBasis: 'statusline' }));
}

/** What a session's activity adds up to. */
export interface ActivityTotals {
  reworkEdits: number;
  testsRun: number;
  testsPassed: number;
  commits: number;
  pullRequests: number;
}

export function activityTotals(activity: readonly Activity[]): ActivityTotals {
  const totals = { reworkEdits: 0, testsRun: 0, testsPassed: 0, commits: 0, pullRequests: 0 };
  for (const one of activity) {
    switch (one.kind) {
      case 'edit':
        if (one.rework) totals.reworkEdits += 1;
        break;
      case 'test':
        totals.testsRun += 1;
        if (!one.failed) totals.testsPassed += 1;
        break;
      case 'commit':
        totals.commits += 1;
        break;
      case 'pull-request':
        totals.pullRequests += 1;
        break;
    }
  }
  return totals;
}
