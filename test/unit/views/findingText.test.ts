import { expect, test } from 'vitest';
import { byFinding } from '../../../src/core/views/findingText.ts';
import { finding } from './build.ts';

test('findings of one file stand in the order of its lines, and those without a line first', () => {
  const places = ['b.md:2', 'a.md:12:1', 'a.md:3:10', 'a.md:3:9', 'a.md', 'a.md:3'];
  const sorted = places.map((place) => ({ ...finding('high', 'x'), place })).sort(byFinding);
  expect(sorted.map(({ place }) => place)).toEqual(['a.md', 'a.md:3', 'a.md:3:9', 'a.md:3:10', 'a.md:12:1', 'b.md:2']);
});

test('the worst comes first, wherever it is', () => {
  const sorted = [
    { ...finding('low', 'x'), place: 'a:1' },
    { ...finding('critical', 'x'), place: 'b:1' },
  ].sort(byFinding);
  expect(sorted.map(({ place }) => place)).toEqual(['b:1', 'a:1']);
});
