/* Made from schemas/ by `npm run generate`; changes here are lost. */

/**
 * US dollars for a million tokens.
 */
export type Dollars = number;

/**
 * What models cost, by time: the list that is built in, and `metrics.prices` of canonical.yaml.
 */
export interface Prices {
  /**
   * The day on which the prices were last compared with the published ones.
   */
  checked: string;
  /**
   * Where they are from, and what they are not.
   */
  source: string;
  models: Models;
}
/**
 * By the model's name, without provider, date and context mark. Periods from the oldest to the newest.
 */
export interface Models {
  /**
   * @minItems 1
   */
  [k: string]: Period[];
}
/**
 * The prices from a day on (0:00 UTC).
 */
export interface Period {
  /**
   * Absent: from the beginning.
   */
  from?: string;
  input: Dollars;
  output: Dollars;
  cache_write_5m: Dollars;
  cache_write_1h: Dollars;
  cache_read: Dollars;
  fast?: Rates;
  /**
   * For a request that sends more than `above` tokens, cache reads and writes included.
   */
  long?: {
    above: number;
    input: Dollars;
    output: Dollars;
    cache_write_5m: Dollars;
    cache_write_1h: Dollars;
    cache_read: Dollars;
  };
}
/**
 * In the fast mode; absent where that is not known.
 */
export interface Rates {
  input: Dollars;
  output: Dollars;
  cache_write_5m: Dollars;
  cache_write_1h: Dollars;
  cache_read: Dollars;
}
