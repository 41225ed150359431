import type { Budget as WrittenBudget } from '../../../generated/canonical.ts';
import type { Budget } from '../values/budget.ts';
import type { Path } from './places.ts';
import { lineOf, type Reading } from './reading.ts';

/** `budget:` of the whole file or of one target. */
export function readBudget(reading: Reading, path: Path, written: WrittenBudget | undefined): Budget {
  const limit = (key: 'always' | 'per_item') => {
    const tokens = written?.[key];
    return tokens === undefined ? undefined : { tokens, place: lineOf(reading, [...path, key]) };
  };
  const always = limit('always');
  const perItem = limit('per_item');
  return { ...(always === undefined ? {} : { always }), ...(perItem === undefined ? {} : { perItem }) };
}

/** A target with its budget: key by key its own, or that of the whole file. */
export function withBudget<T extends { readonly budget?: Budget }>(target: T, whole: Budget): T {
  const budget = { ...whole, ...target.budget };
  const { budget: _, ...rest } = target;
  return (Object.keys(budget).length === 0 ? rest : { ...rest, budget }) as T;
}
