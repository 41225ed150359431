import type { Models, Period, Rates } from '../../../../generated/prices.ts';
import builtIn from '../../../../schemas/prices.json' with { type: 'json' };

/** Tokens of one request, as the API counts them. */
export interface Tokens {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  /** Written to the cache for five minutes, and for an hour. */
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
}

/** What models cost: periods by the model's plain name, the newest first. */
export type PriceList = ReadonlyMap<string, readonly Period[]>;

/** The day on which the built-in prices were last compared with the published ones (`2026-10-24`). */
export const PRICES_CHECKED: string = builtIn.checked;

/**
 * Money is counted in whole units of 10⁻¹⁰ dollars: every list price for one token is a whole number of them, so that sums are exact
 * and the same in any order, up to 900,000 dollars.
 */
export const UNITS_PER_DOLLAR = 1e10;

const UNITS_PER_TOKEN = 1e4;

/** The built-in prices, with `own` in front of them: a model named there has only the periods given there. */
export function priceList(own: Models = {}): PriceList {
  const list = new Map<string, readonly Period[]>();
  for (const models of [builtIn.models as Models, own]) {
    for (const [model, periods] of Object.entries(models)) {
      // Not `localeCompare`: the first one of a process loads the collation of its language, a quarter of a hook's whole run.
      const newestFirst = [...periods].sort((a, b) => descending(a.from ?? '', b.from ?? ''));
      list.set(plainName(model), newestFirst);
    }
  }
  return list;
}

function descending(a: string, b: string): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}

/**
 * What one request costs at list price, in units; undefined where no price is known for the model, its time or its speed (never 0).
 * @param at milliseconds since 1970; without it the newest price counts
 */
export function costOf(
  list: PriceList,
  model: string,
  tokens: Tokens,
  { fast, at }: { readonly fast: boolean; readonly at: number | undefined },
): number | undefined {
  const period =
    list.get(model)?.find((one) => startsBy(one, at)) ?? list.get(plainName(model))?.find((one) => startsBy(one, at));
  if (period === undefined) return undefined;
  const rates = ratesFor(period, tokens, fast);
  return rates && Math.round(UNITS_PER_TOKEN * sum(rates, tokens));
}

function startsBy(period: Period, at: number | undefined): boolean {
  return period.from === undefined || at === undefined || Date.parse(period.from) <= at;
}

function ratesFor(period: Period, tokens: Tokens, fast: boolean): Rates | undefined {
  if (fast) return period.fast;
  const sent = tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h;
  return period.long !== undefined && sent > period.long.above ? period.long : period;
}

function sum(rates: Rates, tokens: Tokens): number {
  return (
    rates.input * tokens.input +
    rates.output * tokens.output +
    rates.cache_read * tokens.cacheRead +
    rates.cache_write_5m * tokens.cacheWrite5m +
    rates.cache_write_1h * tokens.cacheWrite1h
  );
}

/**
 * A model's name without what does not change its price: the provider in front (`us.anthropic.`), the mark of a context (`[1m]`), a
 * revision (`-v1:0`) and a date (`-20250929`, `@20250929`, `-latest`). Other models of the same family keep their own names.
 */
export function plainName(model: string): string {
  return model
    .replace(/^.*?(?=claude-)/, '')
    .replace(/\[[^\]]*\]$/, '')
    .replace(/-v\d+(?::\d+)?$/, '')
    .replace(/[-@](?:\d{8}|latest|default)$/, '')
    .replace(/-v\d+$/, '');
}
