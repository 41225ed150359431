import type { Value } from '../metrics/query.ts';

/** How the numbers of a column are shown. */
export type ColumnUnit = 'USD' | '%' | 'ms' | 'min' | 's' | 'count' | 'text';

/** A table of a report. Cells are as they were measured; a view rounds them. */
export interface Table {
  readonly columns: readonly { readonly name: string; readonly unit: ColumnUnit }[];
  readonly rows: readonly (readonly Value[])[];
}

/** A part of a report: a heading, and sentences or a table under it. Without either there was nothing to tell. */
export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
  readonly table?: Table;
}

/** A table with these columns (`name: unit`), of the first rows by a column, the greatest first. */
export function tableOf(
  columns: Readonly<Record<string, ColumnUnit>>,
  rows: readonly Readonly<Record<string, Value | undefined>>[],
  by?: string,
  most = 15,
): Table {
  const names = Object.keys(columns);
  const number = (row: Readonly<Record<string, Value | undefined>>) => Number(row[by ?? ''] ?? 0);
  const key = (row: Readonly<Record<string, Value | undefined>>) =>
    names.map((name) => String(row[name] ?? '')).join('\0');
  // Rows that are equal in what they are ordered by have an order too, or two runs would differ.
  const sorted =
    by === undefined ? rows : [...rows].sort((a, b) => number(b) - number(a) || (key(a) < key(b) ? -1 : 1));
  return {
    columns: names.map((name) => ({ name, unit: columns[name]! })),
    rows: sorted.slice(0, most).map((row) => names.map((name) => row[name] ?? null)),
  };
}
