import { isObject } from '../values/json.ts';
import { didYouMean } from '../values/nearest.ts';
import { microseconds } from './moment.ts';
import type { ColumnType, MetricsTableShape } from './tables.ts';

/** A row as it is stored: moments in microseconds since 1970, in the order of the table's columns, nothing that is absent. */
export interface Row {
  readonly timestamp: number;
  readonly [column: string]: string | number | boolean;
}

/**
 * Makes a row of what somebody wrote, or says all that is wrong with it, a sentence each. Absent, null and undefined columns are left out,
 * and so are empty texts of symbols, which a database cannot tell from absent. A fraction for a whole number is rounded.
 */
export function readRow(
  table: MetricsTableShape,
  written: unknown,
): { readonly row: Row } | { readonly wrong: readonly string[] } {
  if (!isObject(written)) return { wrong: ['it is no JSON object.'] };
  const wrong = unknownColumns(table, written);
  const row: Record<string, string | number | boolean> = {};
  let filled = 0;
  for (const { name, type } of table.columns) {
    const value = written[name];
    if (value === null || value === undefined || (value === '' && type === 'SYMBOL')) continue;
    const read = readValue(type, value);
    if (read === undefined) wrong.push(`${name} is ${shown(value)}, which is no ${WORDS[type]}.`);
    else {
      row[name] = read;
      filled++;
    }
  }
  if (written['timestamp'] === undefined || written['timestamp'] === null) wrong.push('it has no timestamp.');
  else if (wrong.length === 0 && filled === 1) wrong.push('it has nothing but a timestamp.');
  return wrong.length > 0 ? { wrong } : { row: row as unknown as Row };
}

const WORDS: Readonly<Record<ColumnType, string>> = {
  SYMBOL: 'text',
  VARCHAR: 'text',
  LONG: 'whole number within ±2^53',
  DOUBLE: 'number',
  BOOLEAN: 'true or false',
  TIMESTAMP: 'moment (ISO 8601 with a zone, or microseconds since 1970)',
};

function unknownColumns(table: MetricsTableShape, written: object): string[] {
  const names = namesOf(table);
  const wrong: string[] = [];
  for (const name of Object.keys(written)) {
    if (names.has(name)) continue;
    const hint = didYouMean(name, [...names]);
    wrong.push(`${shown(name)} is no column of ${table.name}.${hint === undefined ? '' : ` ${hint}`}`);
  }
  return wrong;
}

// Rows come by the hundred thousand.
const NAMES = new WeakMap<MetricsTableShape, ReadonlySet<string>>();

function namesOf(table: MetricsTableShape): ReadonlySet<string> {
  const known = NAMES.get(table);
  if (known !== undefined) return known;
  const names = new Set(table.columns.map((column) => column.name));
  NAMES.set(table, names);
  return names;
}

function readValue(type: ColumnType, value: unknown): string | number | boolean | undefined {
  switch (type) {
    case 'SYMBOL':
    case 'VARCHAR':
      return typeof value === 'string' ? value : undefined;
    case 'LONG': {
      const whole = typeof value === 'number' ? Math.round(value) : Number.NaN;
      return Number.isSafeInteger(whole) ? whole + 0 : undefined;
    }
    case 'DOUBLE':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    case 'BOOLEAN':
      return typeof value === 'boolean' ? value : undefined;
    case 'TIMESTAMP':
      return microseconds(value);
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
