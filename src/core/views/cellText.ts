import type { Value } from '../metrics/query.ts';
import type { ColumnUnit } from '../reports/section.ts';
import { printable } from './printable.ts';
import { grouped } from './wording.ts';

/** A value of a report as a person reads it; what was not measured is a dash. */
export function cellText(value: Value, unit: ColumnUnit): string {
  if (value === null) return '–';
  if (typeof value !== 'number') return printable(String(value));
  switch (unit) {
    case 'USD':
      return value.toFixed(2);
    case '%':
      return `${value.toFixed(value === 0 || Math.abs(value) >= 10 ? 0 : 1)} %`;
    case 'ms':
    case 'min':
    case 's':
      return `${rounded(value)} ${unit}`;
    case 'count':
    case 'text':
      return rounded(value);
  }
}

/** Whole above 100, else with as many digits as say something. */
function rounded(value: number): string {
  if (Math.abs(value) >= 100 || Number.isInteger(value)) return grouped(Math.round(value));
  return String(Number(value.toFixed(Math.abs(value) >= 10 ? 1 : 2)));
}
