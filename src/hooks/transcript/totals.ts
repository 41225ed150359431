import { listPrice } from './prices.ts';
import { type CallTotals, counted, type ModelTotals, type Tally } from './tally.ts';

/** The totals per model by the transcripts alone, the model of the first response first. */
export function modelTotals(tally: Tally): ModelTotals[] {
  const totals = new Map<string, ModelTotals>();
  for (const settled of tally.settled.models) totals.set(settled.model, { ...settled, costUsd: settled.costUsd });
  for (const { model, usage, fast, costUsd, at } of counted(tally)) {
    const total = totals.get(model) ?? emptyTotals(model);
    totals.set(model, total);
    total.input += usage.input;
    total.output += usage.output;
    total.cacheRead += usage.cacheRead;
    total.cacheWrite += usage.cacheWrite5m + usage.cacheWrite1h;
    const price = costUsd ?? listPrice(model, usage, fast, at);
    total.costUsd = total.costUsd === undefined || price === undefined ? undefined : total.costUsd + price;
    total.costBasis = total.costUsd === undefined ? 'unknown' : costUsd === undefined ? 'list-price' : 'transcript';
  }
  return [...totals.values()];
}

function emptyTotals(model: string): ModelTotals {
  return { model, input: 0, output: 0, cacheRead: 0, cacheWrite: 0, costUsd: 0, costBasis: 'list-price' };
}

/** What all calls of a session add up to. */
export function callTotals(tally: Tally): CallTotals {
  const totals = { ...tally.settled.calls };
  for (const [failed, added, removed, isEdit] of Object.values(tally.calls)) {
    totals.calls += 1;
    totals.errors += failed;
    if (failed === 0) totals.edits += isEdit;
    totals.linesAdded += added;
    totals.linesRemoved += removed;
  }
  return totals;
}

/**
 * Adds up all but the newest `keep` responses and calls, in place, so that a long session does not cost more and more.
 * What is added up is known by its id only: it is never counted again, but a later line no longer changes it. The lines
 * of one response and the answer to a call come within a few of each other.
 */
export function settle(tally: Tally, keep: number): void {
  const oldResponses = oldest(tally.responses, keep);
  const oldCalls = oldest(tally.calls, keep);
  const old: Tally = { ...tally, responses: oldResponses, calls: oldCalls };
  const models = modelTotals(old);
  const calls = callTotals(old);
  for (const id of Object.keys(oldResponses)) delete tally.responses[id];
  for (const id of Object.keys(oldCalls)) delete tally.calls[id];
  tally.settled = {
    responses: tally.settled.responses + Object.keys(oldResponses).length,
    responseIds: withIds(tally.settled.responseIds, Object.keys(oldResponses)),
    callIds: withIds(tally.settled.callIds, Object.keys(oldCalls)),
    models,
    calls,
  };
}

function oldest<Value>(record: Record<string, Value>, keep: number): Record<string, Value> {
  const entries = Object.entries(record);
  return Object.fromEntries(entries.slice(0, Math.max(0, entries.length - keep)));
}

function withIds(list: string, ids: readonly string[]): string {
  return ids.length === 0 ? list : `${list}${ids.join(' ')} `;
}
