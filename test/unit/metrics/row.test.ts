import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MetricsTable } from '../../../generated/metrics.ts';
import { microseconds } from '../../../src/core/metrics/moment.ts';
import { readRow } from '../../../src/core/metrics/row.ts';
import { type ColumnType, shapeOf, TABLES, tableNamed } from '../../../src/core/metrics/tables.ts';

const AT = '2026-03-04T05:06:07.123456Z';
const MICROSECONDS = 1772600767123456;

describe('the tables', () => {
  test('there are seven, each found by its full and by its short name', () => {
    expect(TABLES.map((table) => table.shortName)).toEqual([
      'tool_usage',
      'events',
      'sessions',
      'agents',
      'hooks',
      'tasks',
      'context',
    ]);
    for (const table of TABLES) {
      expect(tableNamed(table.name)).toBe(table);
      expect(tableNamed(table.shortName)).toBe(table);
      expect(shapeOf(table.name)).toBe(table);
    }
    expect(tableNamed('hook')).toBeUndefined();
    expect(tableNamed('toString')).toBeUndefined();
  });

  test('every key is a column, and what tells rows apart beside the time is never missing from them', () => {
    for (const { name, keys, columns } of TABLES) {
      expect(keys[0], name).toBe('timestamp');
      for (const key of keys)
        expect(
          columns.map((column) => column.name),
          name,
        ).toContain(key);
    }
  });
});

describe('a moment', () => {
  test.each([
    [AT, MICROSECONDS],
    [MICROSECONDS, MICROSECONDS],
    ['2026-03-04T05:06:07Z', 1772600767000000],
    ['2026-03-04T05:06:07.5Z', 1772600767500000],
    ['2026-03-04T06:06:07.123456+01:00', MICROSECONDS],
    ['2026-03-04T05:06:07.123456789Z', MICROSECONDS],
  ])('%j is %i microseconds', (written, expected) => {
    expect(microseconds(written)).toBe(expected);
  });

  test.each<readonly [unknown, string]>([
    ['2026-03-04', 'a day without a time'],
    ['2026-03-04T05:06:07', 'no zone'],
    ['2026-13-04T05:06:07Z', 'no such month'],
    [1772600767, 'seconds'],
    [1772600767123, 'milliseconds'],
    [1772600767123456000, 'nanoseconds'],
    [Number.NaN, 'no number'],
    [true, 'no moment'],
    ['', 'nothing'],
  ])('%j is none: %s', (written) => {
    expect(microseconds(written)).toBeUndefined();
  });

  test('every date of JavaScript keeps its milliseconds', () => {
    const dates = fc.date({ min: new Date('2000-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
    fc.assert(fc.property(dates, (date) => microseconds(date.toISOString()) === date.getTime() * 1000));
  });
});

describe('a row', () => {
  const read = (table: MetricsTable, written: unknown) => readRow(shapeOf(table), written);

  test('comes in the order of the columns, without what is absent', () => {
    const written = { success: true, error: null, tool_name: '', project: 'shop', timestamp: AT, params: '' };
    const { row } = read('claude_tool_usage', written) as { row: object };
    expect(Object.entries(row)).toEqual([
      ['timestamp', MICROSECONDS],
      ['project', 'shop'],
      ['success', true],
      ['params', ''],
    ]);
  });

  test('a fraction for a whole number is rounded', () => {
    expect(read('claude_tool_usage', { timestamp: AT, duration_ms: 1.6 })).toEqual({
      row: { timestamp: MICROSECONDS, duration_ms: 2 },
    });
    expect(read('claude_hooks', { timestamp: AT, duration_ms: 1.6 })).toEqual({
      row: { timestamp: MICROSECONDS, duration_ms: 1.6 },
    });
  });

  test('says all that is wrong at once, with the nearest column', () => {
    expect(
      read('claude_sessions', {
        tokens_inptu: 1,
        timestamp: 'soon',
        commits: '3',
        cost_usd: null,
        turns: 2 ** 60,
        x: 1,
      }),
    ).toEqual({
      wrong: [
        '"tokens_inptu" is no column of claude_sessions. Did you mean "tokens_input"?',
        '"x" is no column of claude_sessions.',
        'timestamp is "soon", which is no moment (ISO 8601 with a zone, or microseconds since 1970).',
        'turns is 1152921504606847000, which is no whole number within ±2^53.',
        'commits is "3", which is no whole number within ±2^53.',
      ],
    });
  });

  test.each([[null], [[]], ['x'], [7]])('%j is none', (written) => {
    expect(read('claude_hooks', written)).toEqual({ wrong: ['it is no JSON object.'] });
  });

  test('without a timestamp is refused', () => {
    expect(read('claude_hooks', { hook_name: 'x' })).toEqual({ wrong: ['it has no timestamp.'] });
  });

  const VALUES: Readonly<Record<ColumnType, fc.Arbitrary<unknown>>> = {
    SYMBOL: fc.string({ unit: 'binary', minLength: 1 }),
    VARCHAR: fc.string({ unit: 'binary' }),
    LONG: fc.maxSafeInteger(),
    DOUBLE: fc.double({ noNaN: true, noDefaultInfinity: true }),
    BOOLEAN: fc.boolean(),
    TIMESTAMP: fc.integer({ min: 946684800, max: 7000000000 }).map((seconds) => seconds * 1e6),
  };

  test.each(TABLES)('$name takes every value of its types, and gives it back unchanged the second time', (table) => {
    const written = fc.record(Object.fromEntries(table.columns.map(({ name, type }) => [name, VALUES[type]])), {
      requiredKeys: ['timestamp'],
    });
    fc.assert(
      fc.property(written, (value) => {
        const first = readRow(table, value) as { row: object };
        expect(Object.keys(first.row).sort()).toEqual(Object.keys(value).sort());
        expect(readRow(table, first.row)).toEqual(first);
      }),
      { numRuns: 50 },
    );
  });
});
