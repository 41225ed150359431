import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costOf, plainName, priceList, UNITS_PER_DOLLAR } from '../../../src/core/metrics/prices/prices.ts';

const NONE = { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 };
const MILLION = 1_000_000;
const NOW = { fast: false, at: Date.parse('2026-11-01') };
const schemas = `${import.meta.dirname}/../../../schemas`;
const json = (name: string): object => JSON.parse(readFileSync(`${schemas}/${name}`, 'utf8')) as object;

test('the list of prices is as its schema says', () => {
  const validate = new Ajv2020().compile(json('prices.schema.json'));
  expect(validate(json('prices.json')), JSON.stringify(validate.errors)).toBe(true);
});

describe('a million tokens of one kind cost their list price', () => {
  const table: readonly (readonly [string, number, number, number, number, number])[] = [
    ['claude-fable-5-1', 10, 50, 12.5, 20, 0.25],
    ['claude-opus-5-5', 4, 20, 5, 8, 0.2],
    ['claude-opus-4-6', 5, 25, 6.25, 10, 0.5],
    ['claude-opus-4-1-20250805', 15, 75, 18.75, 30, 1.5],
    ['claude-opus-4-20250514', 15, 75, 18.75, 30, 1.5],
    ['claude-sonnet-5', 2, 10, 2.5, 4, 0.2],
    ['claude-sonnet-4-6', 3, 15, 3.75, 6, 0.3],
    ['claude-haiku-4-5-20251001', 1, 5, 1.25, 2, 0.1],
    ['claude-3-haiku-20240307', 0.25, 1.25, 0.3, 0.5, 0.03],
  ];
  test.each(table)('%s', (model, input, output, write5m, write1h, read) => {
    const dollars = (tokens: object): number =>
      costOf(priceList(), model, { ...NONE, ...tokens }, NOW)! / UNITS_PER_DOLLAR;
    expect(dollars({ input: MILLION })).toBe(input);
    expect(dollars({ output: MILLION })).toBe(output);
    expect(dollars({ cacheWrite5m: MILLION })).toBe(write5m);
    expect(dollars({ cacheWrite1h: MILLION })).toBe(write1h);
    expect(dollars({ cacheRead: MILLION })).toBe(read);
  });
});

test('a price counts from its day on', () => {
  const read = (at: string): number =>
    costOf(priceList(), 'claude-sonnet-5-5', { ...NONE, cacheRead: MILLION }, { fast: false, at: Date.parse(at) })!;
  expect(read('2026-10-06T23:59:59.999Z')).toBe(0.2 * UNITS_PER_DOLLAR);
  expect(read('2026-10-07T00:00:00Z')).toBe(0.1 * UNITS_PER_DOLLAR);
});

test('a long request has its own price, counting what it reads from the cache', () => {
  const cost = (cacheRead: number): number =>
    costOf(priceList(), 'claude-sonnet-4-5', { ...NONE, cacheRead, output: 100 }, NOW)!;
  expect(cost(200_000)).toBe((200_000 * 0.3 + 100 * 15) * 1e4);
  expect(cost(200_001)).toBe((200_001 * 0.6 + 100 * 22.5) * 1e4);
});

test('the fast mode has its own price, and none where none is known', () => {
  const fast = (model: string): number | undefined =>
    costOf(priceList(), model, { ...NONE, input: MILLION }, { ...NOW, fast: true });
  expect(fast('claude-opus-5-5')).toBe(8 * UNITS_PER_DOLLAR);
  expect(fast('claude-haiku-4-5')).toBeUndefined();
});

test.each([
  ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5'],
  ['claude-3-5-sonnet-v2@20241022', 'claude-3-5-sonnet'],
  ['claude-opus-5[1m]', 'claude-opus-5'],
  ['anthropic/claude-haiku-4-5', 'claude-haiku-4-5'],
  ['claude-3-5-haiku-latest', 'claude-3-5-haiku'],
  ['claude-opus-4-9', 'claude-opus-4-9'],
  ['gpt-9', 'gpt-9'],
])('the plain name of %s is %s', (model, plain) => expect(plainName(model)).toBe(plain));

test('a model that is not in the list has no cost, also when its name begins like one that is', () => {
  for (const model of ['claude-opus-4-9', 'claude-next', 'gpt-9', '', '__proto__'])
    expect(costOf(priceList(), model, { ...NONE, input: 1 }, NOW), model).toBeUndefined();
});

test('own prices replace those of a model and leave the others', () => {
  const rates = { input: 1, output: 2, cache_write_5m: 3, cache_write_1h: 4, cache_read: 5 };
  const list = priceList({ 'claude-opus-5': [{ from: '2026-09-01', ...rates }], 'gpt-9': [rates] });
  const cost = (model: string, at: string): number | undefined =>
    costOf(list, model, { ...NONE, input: MILLION }, { fast: false, at: Date.parse(at) });
  expect(cost('claude-opus-5', '2026-09-01')).toBe(UNITS_PER_DOLLAR);
  expect(cost('claude-opus-5', '2026-08-31')).toBeUndefined();
  expect(cost('gpt-9', '2026-01-01')).toBe(UNITS_PER_DOLLAR);
  expect(cost('claude-sonnet-5', '2026-09-01')).toBe(2 * UNITS_PER_DOLLAR);
});

test('costs at list price add up exactly in any order', () => {
  const model = fc.constantFrom(...priceList().keys());
  const tokens = fc.record({
    input: fc.nat(1_000_000),
    output: fc.nat(200_000),
    cacheRead: fc.nat(1_000_000),
    cacheWrite5m: fc.nat(200_000),
    cacheWrite1h: fc.nat(200_000),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(model, tokens), { minLength: 2 }), (requests) => {
      const costs = requests.map(([name, used]) => costOf(priceList(), name, used, NOW)!);
      const total = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
      expect(total([...costs].reverse())).toBe(total(costs));
      expect(costs.every(Number.isSafeInteger)).toBe(true);
    }),
  );
});
