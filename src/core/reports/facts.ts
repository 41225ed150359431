import type { Thresholds } from '../canonical/canonical.ts';
import type { Answer } from '../metrics/query.ts';
import { type Measured, numberOf } from './questions.ts';
import type { Section, Table } from './section.ts';

/** What sections are made of. */
export interface Facts {
  readonly now: Measured;
  /** The period of the same length before it. */
  readonly before: Measured;
  readonly thresholds: Thresholds;
  /** Of the period. */
  readonly days: number;
}

/** A section with a table, or a sentence where there are no rows. */
export function filled(title: string, rows: readonly unknown[], table: Table, otherwise: string): Section {
  return rows.length === 0 ? { title, lines: [otherwise] } : { title, lines: [], table };
}

/** Those of which something was measured. */
export function known<T extends { readonly value: number | undefined }>(rows: readonly T[]): T[] {
  return rows.filter(({ value }) => value !== undefined);
}

/** Numbers of an answer, by their columns; what is null is left out. */
export function pick<Name extends string>(answer: Answer, ...names: readonly Name[]): Partial<Record<Name, number>> {
  const found: Partial<Record<Name, number>> = {};
  for (const name of names) {
    const value = numberOf(answer, name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}
