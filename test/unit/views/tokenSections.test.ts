import { expect, test } from 'vitest';
import type { Cost, CostItem } from '../../../src/core/findings/cost.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';
import type { TargetName } from '../../../src/core/values/target.ts';
import { type TokenAccount, tokenSections } from '../../../src/core/views/tokenSections.ts';

type Row = readonly [path: string, when: CostItem['when'], tokens: number];

function cost(...rows: readonly Row[]): Cost {
  const items = rows.map(([path, when, tokens]) => ({ path: path as RelPath, when, tokens }));
  const sum = (wanted: CostItem['when']) =>
    items.filter(({ when }) => when === wanted).reduce((all, { tokens }) => all + tokens, 0);
  return { always: sum('always'), onPath: sum('onPath'), onInvocation: sum('onInvocation'), items };
}

function account(target: string, before: Cost, more: Partial<TokenAccount> = {}): TokenAccount {
  return { target: target as TargetName, before, after: before, delivered: before, ...more };
}

const limits = (always: number) => ({ always: { tokens: always, place: 'canonical.yaml:3' } });

test('nothing is said where nothing was looked at', () => {
  expect(tokenSections([])).toEqual([]);
});

test('what is there and what is delivered stand side by side, and only what is delivered is held against the budget', () => {
  const there = cost(['CLAUDE.md', 'always', 900], ['.claude/rules/a.md', 'onPath', 20]);
  const one = account('alpha', there, { delivered: cost(['CLAUDE.md', 'always', 100]), budget: limits(100) });
  const [costs] = tokenSections([one]);
  expect(costs!.lines).toContain('What is delivered keeps to the budget.');
  expect(costs!.table!.rows).toEqual([['alpha', 900, 20, 0, 100, 100]]);
});

test('what is over a budget is told once for all targets that are over it alike', () => {
  const big = cost(['.claude/rules/a.md', 'always', 101]);
  const targets = ['alpha', 'beta'].map((name) => account(name, big, { budget: limits(100) }));
  const told = tokenSections(targets)[0]!.lines.filter((line) => line.includes('budget.always'));
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/^alpha, beta: What is delivered costs about 101 tokens, of 100 .* \(canonical\.yaml:3\)$/);
});

test('a budget of nobody is said to be none', () => {
  expect(tokenSections([account('alpha', cost())])[0]!.lines).toContain('canonical.yaml sets no budget.');
});

test('what a plan would change of the numbers is told', () => {
  const one = account('alpha', cost(['a', 'always', 10]), { after: cost(['a', 'always', 12]) });
  expect(tokenSections([one])[0]!.lines.at(-1)).toBe(
    'alpha after `reconcile apply`: about 12 tokens in every session (+2).',
  );
});

test('of many targets whose numbers would change only some are told one by one', () => {
  const many = Array.from({ length: 7 }, (_, at) => account(`t${at}`, cost(), { after: cost(['a', 'always', 1]) }));
  expect(tokenSections(many)[0]!.lines.slice(-2)).toEqual([
    't4 after `reconcile apply`: about 1 tokens in every session (+1).',
    'And 2 other targets: see `reconcile plan -v`.',
  ]);
});

test('of the largest files one that several targets have at one price is told once, at most ten', () => {
  const rows = Array.from({ length: 12 }, (_, at): Row => [`f${at}`, 'onInvocation', 100 - at]);
  const targets = ['alpha', 'beta', 'gamma'].map((name, at) => {
    return account(name, cost(...rows, [`own-${name}`, 'always', 200 + at]));
  });
  const { table } = tokenSections(targets)[1]!;
  expect(table!.rows).toHaveLength(10);
  expect(table!.rows.slice(0, 2)).toEqual([
    ['own-gamma', 'every session', 202, 'gamma'],
    ['own-beta', 'every session', 201, 'beta'],
  ]);
  expect(table!.rows[3]).toEqual(['f0', 'when invoked', 100, '3 targets']);
});
