import type { Usage } from './record.ts';

/** US dollars for a million tokens. A five-minute cache write costs 1.25 × input, an hour's 2 ×, a cache read 0.1 ×. */
interface Price {
  input: number;
  output: number;
  /** The factor of the fast mode, where the model has one. */
  fast?: number;
  /** The prices of a request with more than 200,000 input tokens, where they differ. */
  long?: { input: number; output: number };
}

const LONG_REQUEST = 200_000;

// List prices, by the start of the model's name; the longest start that fits counts.
const PRICES: readonly (readonly [string, Price])[] = [
  ['claude-opus-4-6', { input: 5, output: 25, fast: 6 }],
  ['claude-opus-4-5', { input: 5, output: 25 }],
  ['claude-opus-4-1', { input: 15, output: 75 }],
  ['claude-opus-4-2', { input: 15, output: 75 }],
  ['claude-3-opus', { input: 15, output: 75 }],
  ['claude-sonnet-4', { input: 3, output: 15, long: { input: 6, output: 22.5 } }],
  ['claude-3-7-sonnet', { input: 3, output: 15 }],
  ['claude-3-5-sonnet', { input: 3, output: 15 }],
  ['claude-haiku-4-5', { input: 1, output: 5 }],
  ['claude-3-5-haiku', { input: 0.8, output: 4 }],
  ['claude-3-haiku', { input: 0.25, output: 1.25 }],
];

/**
 * What one response costs at list price in US dollars, or undefined for a model without a known price (never 0).
 * A provider's prefix and a suffix such as `[1m]` do not matter.
 */
export function listPrice(model: string, usage: Usage, fast: boolean): number | undefined {
  const price = priceOf(model);
  if (!price) return undefined;
  const sent = usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
  const rate = price.long && sent > LONG_REQUEST ? price.long : price;
  const inputUnits = usage.input + 1.25 * usage.cacheWrite5m + 2 * usage.cacheWrite1h + 0.1 * usage.cacheRead;
  const dollars = (inputUnits * rate.input + usage.output * rate.output) / 1_000_000;
  return fast ? dollars * (price.fast ?? 1) : dollars;
}

function priceOf(model: string): Price | undefined {
  const name = model.replace(/^.*?(?=claude-)/, '');
  let best: readonly [string, Price] | undefined;
  for (const entry of PRICES) {
    if (name.startsWith(entry[0]) && entry[0].length > (best?.[0].length ?? 0)) best = entry;
  }
  return best?.[1];
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
