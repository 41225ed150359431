import { describe, expect, test } from 'vitest';
import { told } from './tree.ts';

const SKILL = '.claude/skills/s/SKILL.md';
const AGENT = '.claude/agents/a.md';
const skill = (matter: string, body = 'x') => `---\n${matter}\n---\n${body}\n`;
const agent = (matter: string) => `---\nname: a\ndescription: b\n${matter}\n---\nx\n`;

test.each([
  ['a skill that is right', SKILL, skill('name: s\ndescription: Does s.'), []],
  ['another name than its folder', SKILL, skill('name: t\ndescription: Does s.'), ['skill-name-differs']],
  [
    'a name that is not portable',
    '.claude/skills/My Skill/SKILL.md',
    skill('description: x'),
    ['skill-name-not-portable'],
  ],
  ['no description', SKILL, skill('name: s'), ['skill-without-description']],
  ['a description that is a list', SKILL, skill('description: [a]'), ['description-not-text']],
  ['a description that others refuse', SKILL, skill(`description: ${'x'.repeat(1025)}`), ['description-too-long']],
  ['a description that is cut', SKILL, skill(`description: ${'x'.repeat(1537)}`), ['description-too-long']],
  ['a long text', SKILL, skill('description: x', 'word '.repeat(5000)), ['skill-too-large']],
  ['the second argument alone', SKILL, skill('description: x', 'Do $1.'), ['argument-from-zero']],
  ['the first and the second argument', SKILL, skill('description: x', 'Do $0 with $1.'), []],
  ['an amount of money', SKILL, skill('description: x', 'It costs $100, or \\$1.'), []],
  ['a switch in another word', SKILL, skill('description: x\nuser-invocable: yep'), ['front-matter-value-unknown']],
  [
    'what nobody may invoke',
    SKILL,
    skill('description: x\nuser-invocable: false\ndisable-model-invocation: true'),
    ['never-invoked'],
  ],
  ['a key in other letters', SKILL, skill('description: x\nallowed_tools: Bash'), ['front-matter-key-unknown']],
  ['a key of another tool', SKILL, skill('description: x\nowner: team'), []],
  ['tools with rules', SKILL, skill('description: x\nallowed-tools: Bash(git add:*, git commit:*), Read'), []],
  ['a tool that does not exist', SKILL, skill('description: x\nallowed-tools: [Bash, Serch]'), ['tool-unknown']],
  ['an agent with a model', AGENT, agent('model: opus\ntools: Read, Grep'), []],
  ['an agent with the id of a model', AGENT, agent('model: claude-opus-5[1m]'), []],
  ['an agent with no such model', AGENT, agent('model: sonet'), ['front-matter-value-unknown']],
  ['an agent with no such mode', AGENT, agent('permissionMode: yolo'), ['front-matter-value-unknown']],
  ['an agent with no such tool', AGENT, agent('tools: read, Grep'), ['tool-unknown']],
])('%s', (_, path, text, expected) => {
  expect(told({ [path]: text }).map((line) => line.split(' ')[0])).toEqual(expected);
});

describe('imports', () => {
  test.each([
    ['that is there', '@docs/a.md', []],
    ['in a sentence', 'See @docs/a.md for more.', []],
    ['with a comma', 'See @docs/a.md, please.', ['import-not-read']],
    ['in brackets', 'Rules (@docs/a.md) hold.', ['import-not-read']],
    ['in a code span', 'See `@docs/a.md`.', ['import-in-code']],
    ['in a fence', '```\n@docs/a.md\n```', ['import-in-code']],
    ['in a comment', '<!-- @docs/gone.md -->', []],
    ['that leads nowhere', '@docs/gone.md', ['import-missing']],
    ['out of the project', '@../other/a.md', ['import-outside']],
    ['in the home', '@~/notes.md', ['import-outside']],
    ['a mention of a person', 'Ask @ada or write to a@b.md.', []],
    ['a package', 'Uses @types/node and @scope/pkg.', []],
  ])('an import %s', (_, text, expected) => {
    expect(told({ 'CLAUDE.md': `${text}\n`, 'docs/a.md': 'x' }).map((line) => line.split(' ')[0])).toEqual(expected);
  });
  test('four are followed in a row, the fifth is not', () => {
    const chain = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`${n}.md`, `@${n + 1}.md\n`]));
    expect(told({ 'CLAUDE.md': '@1.md\n', ...chain, '6.md': 'x' })).toEqual(['import-too-deep 4.md:1']);
  });
  test('a circle of imports ends', () => {
    expect(told({ 'CLAUDE.md': '@a.md\n', 'a.md': '@CLAUDE.md\n' })).toEqual([]);
  });
});
