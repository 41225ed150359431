import { didYouMean } from '../values/nearest.ts';
import type { Ttl } from './stored.ts';
import { type MetricsTableShape, TABLES } from './tables.ts';

/** Durations by the short name of a table, and `default`: `90d`, of s, m, h, d, w, M and y. */
export type Retention = Readonly<Record<string, string>>;

const DAYS_A_MONTH = 30.4375;
const DAYS_A_YEAR = 365.25;

const DAYS: Readonly<Record<string, number>> = {
  s: 1 / 86_400,
  m: 1 / 1440,
  h: 1 / 24,
  d: 1,
  w: 7,
  M: DAYS_A_MONTH,
  y: DAYS_A_YEAR,
};

/** How many days a duration is. */
export function daysOf(duration: string): number {
  const [, count, unit] = /^([1-9][0-9]*)([smhdwMy])$/.exec(duration)!;
  return Number(count) * DAYS[unit!]!;
}

/** What canonical.yaml wants for a table: by its short or full name, else its own default, else `default`, else as the schema says. */
export function wantedRetention(table: MetricsTableShape, retention: Retention): string {
  return retention[table.shortName] ?? retention[table.name] ?? retention['default'] ?? table.retention;
}

/**
 * How long the database is told to keep a table that is cut into such partitions; undefined where it can drop none. It drops whole partitions
 * only, so the duration is rounded up to whole days, weeks, months or years: 365 days are 12 months.
 */
export function ttlOf(table: MetricsTableShape, retention: Retention, partition: string): Ttl | undefined {
  const days = daysOf(wantedRetention(table, retention));
  switch (partition) {
    case 'HOUR':
    case 'DAY':
      return { count: Math.ceil(days), unit: 'DAY' };
    case 'WEEK':
      return { count: Math.ceil(days / 7), unit: 'WEEK' };
    case 'MONTH':
      return { count: wholeUp(days / DAYS_A_MONTH), unit: 'MONTH' };
    case 'YEAR':
      return { count: wholeUp(days / DAYS_A_YEAR), unit: 'YEAR' };
    default:
      return undefined;
  }
}

/** Months differ in length: a day or two more than a month counts on average are no reason for a month more. */
function wholeUp(count: number): number {
  return Math.max(1, Math.ceil(count - 0.05));
}

/** `90 days`, `12 months`. */
export function ttlText({ count, unit }: Ttl): string {
  return `${count} ${unit.toLowerCase()}${count === 1 ? '' : 's'}`;
}

/** Whether two TTLs are the same: the database tells 12 months as one year, and 7 days as one week. */
export function sameTtl(a: Ttl | undefined, b: Ttl | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  const [left, right] = [inBase(a), inBase(b)];
  return left.count === right.count && left.unit === right.unit;
}

function inBase({ count, unit }: Ttl): { readonly count: number; readonly unit: 'HOUR' | 'MONTH' } {
  switch (unit) {
    case 'HOUR':
      return { count, unit: 'HOUR' };
    case 'DAY':
      return { count: count * 24, unit: 'HOUR' };
    case 'WEEK':
      return { count: count * 168, unit: 'HOUR' };
    case 'MONTH':
      return { count, unit: 'MONTH' };
    case 'YEAR':
      return { count: count * 12, unit: 'MONTH' };
  }
}

/** A sentence for each key of `metrics.retention` that is no table. */
export function unknownRetention(retention: Retention): string[] {
  const known = ['default', ...TABLES.flatMap((table) => [table.shortName, table.name])];
  return Object.keys(retention)
    .filter((key) => !known.includes(key))
    .map((key) => `metrics.retention: "${key}" is no table.${hint(key)}`);
}

function hint(key: string): string {
  const found = didYouMean(key, ['default', ...TABLES.map((table) => table.shortName)]);
  return found === undefined ? ` There are ${TABLES.map((table) => table.shortName).join(', ')}.` : ` ${found}`;
}
