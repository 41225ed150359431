import { expect, test } from 'vitest';
import type { Guard } from '../../../src/hooks/safety/judge.ts';
import { explain, judgeLine } from '../../../src/hooks/safety/line.ts';
import type { Place } from '../../../src/hooks/safety/place.ts';
import { isPlain } from '../../../src/hooks/safety/plain.ts';
import { delivered } from './delivered.ts';
import { place as defaultPlace } from './place.ts';

export type Row = readonly [verdict: 'deny' | 'ask' | 'silent', line: string];

/** One test per row: what the guard says of the line. A failure shows how the line was read. */
export function table(guard: Guard, rows: readonly Row[], place: Place = defaultPlace()): void {
  test.each(rows)('%s: %s', (verdict, line) => {
    const found = judgeLine(guard, line, place).verdict;
    const said = found?.decision ?? 'silent';
    expect(said, explain(guard, line, place)).toBe(verdict);
    // Whether the delivered hook looks at the line at all, and says the same of it.
    if (isPlain(line)) expect(said).toBe('silent');
    expect(delivered(guard.name).verdict(line, place)).toEqual(found);
  });
}
