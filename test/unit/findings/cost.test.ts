import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costOf, OCCASIONS } from '../../../src/core/findings/cost.ts';
import { type Files, treeOf } from './tree.ts';

const text = (tokens: number) => 'abc '.repeat(tokens);
const cost = (files: Files, kind: 'repository' | 'home' = 'repository') =>
  costOf(treeOf(files, { kind })).items.map(
    ({ path, when, tokens }) => `${path.replace('.claude/', '')} ${when} ${tokens}`,
  );

test.each<[string, Files, string[]]>([
  [
    'instructions are loaded always',
    { 'CLAUDE.md': text(10), '.claude/CLAUDE.md': text(5) },
    ['CLAUDE.md always 10', 'CLAUDE.md always 5'],
  ],
  [
    'comments that begin a line are not',
    { 'CLAUDE.md': `<!-- a\nb -->${text(3)}\n<!-- open ` },
    ['CLAUDE.md always 6'],
  ],
  ['comments in a line are', { 'CLAUDE.md': 'a <!-- b -->' }, ['CLAUDE.md always 3']],
  [
    'imports are loaded with them, each once',
    { 'CLAUDE.md': '@a.md @b.md\n', 'a.md': `@b.md ${text(7)}`, 'b.md': text(9) },
    ['a.md always 9', 'b.md always 9', 'CLAUDE.md always 3'],
  ],
  ['an import that leads nowhere costs nothing', { 'CLAUDE.md': '@gone.md' }, ['CLAUDE.md always 2']],
  ['a file that imports itself is loaded once', { 'CLAUDE.md': '@CLAUDE.md' }, ['CLAUDE.md always 3']],
  ['AGENTS.md is loaded where there is no CLAUDE.md', { 'AGENTS.md': text(4) }, ['AGENTS.md always 4']],
  ['and not where there is one', { 'AGENTS.md': text(4), 'CLAUDE.md': text(2) }, ['CLAUDE.md always 2']],
  ['a rule without paths is loaded always', { '.claude/rules/r.md': text(6) }, ['rules/r.md always 6']],
  [
    'a rule with paths when a file of them is read',
    { '.claude/rules/r.md': `---\npaths: ["*.py"]\n---\n${text(6)}` },
    ['rules/r.md onPath 6'],
  ],
  [
    'a rule with paths that are not read is loaded always',
    { '.claude/rules/r.md': `---\npaths: [1]\n---\n${text(6)}` },
    ['rules/r.md always 6'],
  ],
  [
    'what a rule always imports is always loaded',
    { '.claude/rules/a.md': '---\npaths: "x"\n---\n@../../d.md', 'CLAUDE.md': '@d.md', 'd.md': text(8) },
    ['d.md always 8', 'rules/a.md onPath 3', 'CLAUDE.md always 2'],
  ],
  [
    'a skill is listed always, and loaded when it is used',
    { '.claude/skills/s/SKILL.md': `---\ndescription: abcdefgh\n---\n${text(20)}` },
    ['skills/s/SKILL.md onInvocation 20', 'skills/s/SKILL.md always 4'],
  ],
  [
    'what the model may not invoke is not listed',
    { '.claude/commands/c.md': `---\ndisable-model-invocation: true\n---\n${text(20)}` },
    ['commands/c.md onInvocation 20'],
  ],
  [
    'a skill with paths is listed when a file of them is read',
    { '.claude/skills/s/SKILL.md': '---\ndescription: abcdefgh\npaths: "*.py"\n---\n' },
    ['skills/s/SKILL.md onPath 4'],
  ],
  [
    'a command without a description is listed by its first line',
    { '.claude/commands/tdd/cycle.md': '\nOne.\nTwo.\n' },
    ['commands/tdd/cycle.md always 5', 'commands/tdd/cycle.md onInvocation 3'],
  ],
  [
    'a description is listed up to 1,536 characters',
    { '.claude/skills/s/SKILL.md': `---\ndescription: ${'x'.repeat(4000)}\n---\n` },
    ['skills/s/SKILL.md always 386'],
  ],
  [
    'an agent is listed always',
    { '.claude/agents/x.md': `---\nname: a\ndescription: abc\n---\n${text(3)}` },
    ['agents/x.md always 3', 'agents/x.md onInvocation 3'],
  ],
  ['an agent that is not loaded costs nothing', { '.claude/agents/x.md': `---\nname: a\n---\n${text(3)}` }, []],
  [
    'scripts and the other files of skills cost nothing by themselves',
    { '.claude/hooks/h.mjs': text(9), '.claude/skills/s/references/r.md': text(9) },
    [],
  ],
])('%s', (_, files, expected) => {
  expect(cost(files)).toEqual(expected);
});

test('in the home the tree of the client is the target itself', () => {
  expect(cost({ 'CLAUDE.md': text(2), 'rules/r.md': text(1) }, 'home')).toEqual([
    'CLAUDE.md always 2',
    'rules/r.md always 1',
  ]);
});

const file = fc.tuple(
  fc.constantFrom(
    'CLAUDE.md',
    '.claude/rules/a.md',
    '.claude/rules/b.md',
    '.claude/skills/s/SKILL.md',
    '.claude/agents/a.md',
    'd.md',
  ),
  fc.array(
    fc.constantFrom(
      '---\n',
      'paths: "*"\n',
      'name: a\n',
      'description: b\n',
      '@d.md',
      ' @CLAUDE.md ',
      '<!--',
      '-->',
      '\n',
      'x',
    ),
    { maxLength: 12 },
  ),
);

test('the sums are those of the items, and no file is counted twice on one occasion', () => {
  fc.assert(
    fc.property(fc.array(file), (all) => {
      const cost = costOf(treeOf(Object.fromEntries(all.map(([path, parts]) => [path, parts.join('')]))));
      for (const when of OCCASIONS) {
        const items = cost.items.filter((item) => item.when === when);
        expect(cost[when]).toBe(items.reduce((sum, { tokens }) => sum + tokens, 0));
        expect(new Set(items.map(({ path }) => path)).size).toBe(items.length);
      }
      expect(cost.items.map(({ tokens }) => tokens)).toEqual(
        cost.items.map(({ tokens }) => tokens).sort((a, b) => b - a),
      );
    }),
  );
});
