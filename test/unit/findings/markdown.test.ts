import { describe, expect, test } from 'vitest';
import { only, told } from './tree.ts';

const AGENT = '.claude/agents/a.md';
const RULE = '.claude/rules/r.md';
const COMMAND = '.claude/commands/c.md';

/** Files, and what is told of them. */
const TABLE: readonly (readonly [string, Record<string, string>, readonly string[]])[] = [
  ['an agent with name and description is right', { [AGENT]: '---\nname: a\ndescription: When a.\n---\nBody.\n' }, []],
  [
    'a folder and another file name do not matter',
    { '.claude/agents/x/b.md': '---\nname: a\ndescription: b\n---\n' },
    [],
  ],
  ['an agent without a name is skipped', { [AGENT]: '---\ndescription: b\n---\n' }, [`agent-without-name ${AGENT}:1`]],
  ['an agent without front matter is skipped', { [AGENT]: 'Body.\n' }, [`agent-without-name ${AGENT}:1`]],
  [
    'an agent without a description is skipped',
    { [AGENT]: '---\nname: a\n---\n' },
    [`agent-without-description ${AGENT}:1`],
  ],
  [
    'an agent with an empty description is skipped',
    { [AGENT]: '---\nname: a\ndescription: ""\n---\n' },
    [`agent-without-description ${AGENT}:1`],
  ],
  [
    'an agent with a colon in its name is skipped',
    { [AGENT]: '---\nname: "a:b"\ndescription: b\n---\n' },
    [`agent-name-refused ${AGENT}:2`],
  ],
  [
    'an agent with a leading hyphen is skipped',
    { [AGENT]: '---\nname: -a\ndescription: b\n---\n' },
    [`agent-name-refused ${AGENT}:2`],
  ],
  ['front matter with a BOM before it is read', { [AGENT]: '\ufeff---\nname: a\ndescription: b\n---\n' }, []],
  ['front matter with CRLF is read', { [AGENT]: '---\r\nname: a\r\ndescription: b\r\n---\r\n' }, []],
  ['front matter without an end', { [AGENT]: '---\nname: a\ndescription: b\n' }, [`front-matter-unclosed ${AGENT}:1`]],
  [
    'front matter that is not YAML',
    { [COMMAND]: '---\nfoo: [a\n  - b: }\n---\nx\n' },
    [`front-matter-unparsable ${COMMAND}:1`],
  ],
  ['front matter that is a list', { [COMMAND]: '---\n- a\n- b\n---\nx\n' }, [`front-matter-unparsable ${COMMAND}:1`]],
  [
    'front matter below a comment',
    { [COMMAND]: '<!-- mine -->\n---\ndescription: x\n---\nx\n' },
    [`front-matter-not-first ${COMMAND}:1`],
  ],
  [
    'front matter below an empty line',
    { [COMMAND]: '\n---\ndescription: x\n---\nx\n' },
    [`front-matter-not-first ${COMMAND}:1`],
  ],
  ['a horizontal rule is no front matter', { [COMMAND]: 'Text.\n\n---\n\nMore.\n' }, []],
  [
    'a value with --- ends the front matter',
    { [COMMAND]: '---\ndescription: a --- b\nmodel: opus\n---\nx\n' },
    [`front-matter-cut ${COMMAND}:2`],
  ],
  [
    'an unquoted colon is read leniently',
    { [COMMAND]: '---\ndescription: Use when: x\n---\nx\n' },
    [`front-matter-not-yaml ${COMMAND}:1`],
  ],
  ['a rule with quoted globs is right', { [RULE]: '---\npaths:\n  - "src/**/*.ts"\n  - \'*.md\'\n---\nx\n' }, []],
  [
    'a rule with a plain glob that begins with a letter is right',
    { [RULE]: '---\npaths: src/**/*.ts, test/*.ts\n---\nx\n' },
    [],
  ],
  ['a rule without paths is right', { [RULE]: 'Always.\n' }, []],
  ['an unquoted star', { [RULE]: '---\npaths: *.md\n---\nx\n' }, [`rule-paths-unquoted ${RULE}:2`]],
  [
    'an unquoted star in a list',
    { [RULE]: '---\npaths:\n  - src/a.ts\n  - **/*.md\n---\nx\n' },
    [`front-matter-unparsable ${RULE}:1`, `rule-paths-unquoted ${RULE}:4`],
  ],
  ['a bracket that is not closed', { [RULE]: '---\npaths: [a\n---\nx\n' }, [`rule-paths-unquoted ${RULE}:2`]],
  ['paths that are no texts', { [RULE]: '---\npaths: 5\n---\nx\n' }, [`rule-paths-not-text ${RULE}:2`]],
  ['paths without a value', { [RULE]: '---\npaths:\n---\nx\n' }, [`rule-paths-not-text ${RULE}:2`]],
  ['globs of another tool', { [RULE]: '---\ndescription: x\nglobs: "*.ts"\n---\nx\n' }, [`rule-key-foreign ${RULE}:3`]],
  [
    'a skill in its place is right',
    {
      '.claude/skills/s/SKILL.md': '---\nname: s\ndescription: S.\n---\nx\n',
      '.claude/skills/s/x/SKILL.md': 'example',
    },
    [],
  ],
  ['a skill as a file', { '.claude/skills/s.md': 'x' }, ['skill-misplaced .claude/skills/s.md']],
  ['a skill in lower case', { '.claude/skills/s/skill.md': 'x' }, ['skill-misplaced .claude/skills/s/skill.md']],
  ['a skill in a group', { '.claude/skills/g/s/SKILL.md': 'x' }, ['skill-misplaced .claude/skills/g/s/SKILL.md']],
  ['a README of skills is none', { '.claude/skills/README.md': 'x' }, []],
  [
    'a command with the name of a skill',
    { '.claude/skills/s/SKILL.md': '---\nname: s\ndescription: S.\n---\nx\n', '.claude/commands/s.md': 'x' },
    ['command-hidden .claude/commands/s.md'],
  ],
  [
    'two agents of one name',
    {
      '.claude/agents/a.md': '---\nname: a\ndescription: b\n---\n',
      '.claude/agents/x/a.md': '---\nname: a\ndescription: b\n---\n',
    },
    ['agent-twice .claude/agents/x/a.md'],
  ],
  ['a rule that does not end in .md', { '.claude/rules/x.mdc': 'x' }, ['ending-not-read .claude/rules/x.mdc']],
  ['a script beside a command is fine', { '.claude/commands/x/run.mjs': 'x' }, []],
  ['a token', { 'CLAUDE.md': `one\ntoken ghp_${'a1B2c3D4e5'.repeat(4)}\n` }, ['secret CLAUDE.md:2']],
  ['a token that stands for one', { 'CLAUDE.md': `token ghp_${'x'.repeat(36)}\n` }, []],
];

describe('what is told of Markdown files', () => {
  test.each(TABLE)('%s', (_, files, expected) => {
    expect(told(files)).toEqual(expected);
  });
});

test('in the home the tree is the target itself', () => {
  expect(told({ 'agents/a.md': 'x', '.claude/agents/b.md': 'x' }, { kind: 'home' })).toEqual([
    'agent-without-name agents/a.md:1',
  ]);
});

describe('characters that are not seen', () => {
  const path = '.claude/commands/c.md';
  test.each([
    ['a right-to-left override', 'a\u202eb', 'high'],
    ['an isolate', 'a\u2066b', 'high'],
    ['tag characters', 'a\u{e0041}\u{e0042}b', 'high'],
    ['a supplementary variation selector', 'a\u{e0101}b', 'high'],
    ['an escape sequence', 'a\u001b[8mb', 'high'],
    ['a zero-width space', 'a\u200bb', 'medium'],
    ['a byte order mark in the middle', 'a\ufeffb', 'medium'],
    ['a joiner between letters', 'a\u200db', 'medium'],
  ])('%s', (_, text, severity) => {
    const found = only({ [path]: `first\n${text}\n` });
    expect([found.check, found.line, found.severity]).toEqual(['hidden-characters', 2, severity]);
  });
  test.each([
    ['a family of people', '👨‍👩‍👧'],
    ['a pirate flag and the flag of Wales', '🏴‍☠️ 🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}'],
    ['a Persian word', 'می‌خواهم'],
    ['a mark beside Hebrew', 'שלום\u200f!'],
    ['a BOM at the beginning', '\ufeffx'],
    ['accents, dashes and quotes', 'é – “x” …'],
  ])('%s is fine', (_, text) => {
    expect(told({ [path]: text })).toEqual([]);
  });
  test('the characters are named, and never printed', () => {
    const { message } = only({ [path]: 'a\u202eb' });
    expect(message).toContain('U+202E');
    expect(message).not.toContain('\u202e');
  });
});

test('a message says what is wrong, what the client does, and what to do', () => {
  const { message, effect, remedy } = only({ '.claude/agents/a.md': 'x' });
  expect(message).toBe(`It has no front matter, so no name. ${effect} ${remedy}`);
});
