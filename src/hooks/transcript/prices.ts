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
