import { expect, test } from 'vitest';
import { budgetFindings } from '../../../src/core/desired/budget.ts';
import { Renderer } from '../../../src/core/desired/render.ts';
import type { Budget } from '../../../src/core/values/budget.ts';
import { canonical, hub, library, repository } from './builders.ts';

const limit = (tokens: number) => ({ tokens, place: 'canonical.yaml:3' });
const LIBRARY = {
  'memory/plain.md': 'x'.repeat(400),
  'memory/imports.md': '@.claude/skills/s/more.md',
  'skills/s/SKILL.md': `---\ndescription: abc\n---\n${'y'.repeat(800)}`,
  'skills/s/more.md': 'z'.repeat(1200),
};

function over(memory: string, budget: Budget | undefined): string[] {
  const made = new Renderer(hub(library(LIBRARY), canonical({ global: { memory: [memory], skills: ['s'] } })));
  const { desired } = made.repository(repository({}));
  return budgetFindings(desired, 'repository', budget).map(({ message }) => message.split(' Claude')[0]!);
}

test('what is within the budget is not told', () => {
  expect(over('plain', undefined)).toEqual([]);
  expect(over('plain', {})).toEqual([]);
  expect(over('plain', { always: limit(104), perItem: limit(200) })).toEqual([]);
});

test('what is over it is told with the files that cost most', () => {
  expect(over('plain', { always: limit(103) })).toEqual([
    'What is delivered costs about 104 tokens, of 103 in "budget.always". Most of it: CLAUDE.md (101), .claude/skills/s/SKILL.md (3).',
  ]);
  expect(over('plain', { perItem: limit(199) })).toEqual([
    '.claude/skills/s/SKILL.md costs about 200 tokens, of 199 in "budget.per_item".',
  ]);
});

test('what instructions import counts', () => {
  expect(over('imports', { perItem: limit(250) })).toEqual([
    '.claude/skills/s/more.md costs about 300 tokens, of 250 in "budget.per_item".',
  ]);
});
