import { expect, test } from 'vitest';
import { explain, judgeLine } from '../../../src/hooks/safety/guard.ts';
import type { Guard } from '../../../src/hooks/safety/judge.ts';
import type { Place } from '../../../src/hooks/safety/place.ts';
import { place as defaultPlace } from './place.ts';

export type Row = readonly [verdict: 'deny' | 'ask' | 'silent', line: string];

/** One test per row: what the guard says of the line. A failure shows how the line was read. */
export function table(guard: Guard, rows: readonly Row[], place: Place = defaultPlace()): void {
  test.each(rows)('%s: %s', (verdict, line) => {
    const said = judgeLine(guard, line, place).verdict?.decision ?? 'silent';
    expect(said, explain(guard, line, place)).toBe(verdict);
  });
}
