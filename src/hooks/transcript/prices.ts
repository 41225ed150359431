import { costOf, priceList, UNITS_PER_DOLLAR } from '../../core/metrics/prices/prices.ts';
import type { Usage } from './record.ts';

const LIST = priceList();

/**
 * What one response costs at list price in US dollars, or undefined for a model without a known price (never 0).
 * `at` is when, in milliseconds since 1970; a provider's prefix and a suffix such as `[1m]` do not matter.
 */
export function listPrice(model: string, usage: Usage, fast: boolean, at?: number): number | undefined {
  const units = costOf(LIST, model, usage, { fast, at });
  return units === undefined ? undefined : units / UNITS_PER_DOLLAR;
}

const DEFAULT_WINDOW = 200_000;
const LARGE_WINDOW = 1_000_000;

/**
 * The size of a model's context window in tokens. `known` is what the client said for this session, if it did; without
 * it, `[1m]` in the name or a larger use than fits says that it is the large one.
 */
export function contextWindow(model: string, used: number, known: number | undefined): number {
  if (known !== undefined && known > 0) return known;
  return model.includes('[1m]') || used > DEFAULT_WINDOW ? LARGE_WINDOW : DEFAULT_WINDOW;
}
