import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, latin1Of } from '../../../src/core/values/content.ts';
import { type Hunk, unifiedDiff } from '../../../src/core/views/unifiedDiff.ts';

/** Makes `after` of `before` and the hunks, by line numbers alone; throws where a context or removed line is not what stands there. */
function patched(before: string, hunks: readonly Hunk[]): string {
  const old = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const out: string[] = [];
  let at = 0;
  for (const hunk of hunks) {
    const start = hunk.beforeLines === 0 ? hunk.beforeStart : hunk.beforeStart - 1;
    out.push(...old.slice(at, start));
    at = start;
    for (const line of hunk.lines) {
      const whole = line.text + (line.open ? '' : '\n');
      if (line.sign !== '+') expect(old[at++]).toBe(whole);
      if (line.sign !== '-') {
        out.push(whole);
        expect(out).toHaveLength(line.after!);
      }
    }
  }
  return [...out, ...old.slice(at)].join('');
}

describe('hunks', () => {
  test('equal contents have none', () => {
    expect(unifiedDiff(bytesOf('a\nb'), bytesOf('a\nb'))).toEqual([]);
  });

  test('give back the new content from the old one, whatever the bytes', () => {
    const some = fc
      .array(fc.constantFrom('a', 'b', '\n', '\r', '\u00ff', '\\', '-'), { maxLength: 40 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(some, some, (before, after) => {
        const hunks = unifiedDiff(Buffer.from(before, 'latin1'), Buffer.from(after, 'latin1'));
        expect(patched(before, hunks)).toBe(after);
      }),
      { numRuns: 500 },
    );
  });

  test('of texts with thousands of differences are one replacement', () => {
    const many = (prefix: string) => Array.from({ length: 3000 }, (_, i) => `${prefix}${i}`).join('\n');
    const hunks = unifiedDiff(bytesOf(many('a')), bytesOf(many('b')));
    expect(hunks).toHaveLength(1);
    expect(patched(many('a'), hunks)).toBe(many('b'));
    expect(latin1Of(bytesOf(many('b')))).toBe(many('b'));
  });
});
