import { expect, test } from 'vitest';
import { read, said } from './read.ts';

test('a target has the budget of the file, key by key its own', () => {
  const { repositories, home } = read(`repositories:
  a: {path: /a}
  b:
    path: /b
    budget: {always: 900}
budget:
  always: 500
  per_item: 300
home: {budget: {per_item: 70}}
`);
  const file = {
    always: { tokens: 500, place: 'canonical.yaml:7' },
    perItem: { tokens: 300, place: 'canonical.yaml:8' },
  };
  expect(repositories.map(({ budget }) => budget)).toEqual([
    file,
    { ...file, always: { tokens: 900, place: 'canonical.yaml:5' } },
  ]);
  expect(home?.budget).toEqual({ ...file, perItem: { tokens: 70, place: 'canonical.yaml:9' } });
});

test('without one there is no limit', () => {
  expect(read('repositories: {a: {path: /a}}').repositories[0]).not.toHaveProperty('budget');
});

test.each([
  ['a limit that is no number', 'budget: {always: much}', /budget\.always: is the text "much", but a number is wanted/],
  ['a limit of nothing', 'budget: {always: 0}', /budget\.always/],
  ['an unknown key', 'budget: {alway: 1}', /unknown key "alway"\. Did you mean "always"/],
])('%s is an error with its place', (_, text, message) => {
  expect(said(text).join('\n')).toMatch(/^canonical\.yaml:1:\d+/);
  expect(said(text).join('\n')).toMatch(message);
});
