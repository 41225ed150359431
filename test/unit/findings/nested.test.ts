import { describe, expect, test } from 'vitest';
import { costOf } from '../../../src/core/findings/cost.ts';
import { lintTree } from '../../../src/core/findings/lint.ts';
import { baseOf, roleOf, type Tree } from '../../../src/core/findings/tree.ts';
import { bytesOf } from '../../../src/core/values/content.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';

function tree(files: Readonly<Record<string, string>>): Tree {
  const list = Object.entries(files).map(([path, text]) => {
    return [path as RelPath, { path: path as RelPath, bytes: bytesOf(text), mode: '100644' as const }] as const;
  });
  return { kind: 'repository', files: new Map(list), complete: true };
}

const told = (files: Readonly<Record<string, string>>) => lintTree(tree(files)).map(({ path, check }) => [path, check]);

const agent = (name: string) => `---\nname: ${name}\ndescription: Looks at things\n---\nLook.\n`;

describe('what a path in a folder is', () => {
  test.each([
    ['CLAUDE.md', '', 'memory'],
    ['.claude/rules/a.md', '', 'rule'],
    ['apps/web/CLAUDE.md', 'apps/web/', 'memory'],
    ['apps/web/CLAUDE.local.md', 'apps/web/', 'memory'],
    ['apps/web/.claude/CLAUDE.md', 'apps/web/', 'memory'],
    ['apps/web/.claude/rules/deep/a.md', 'apps/web/', 'rule'],
    ['apps/.claude/skills/s/SKILL.md', 'apps/', 'skill'],
    ['apps/.claude/settings.json', 'apps/', 'settings'],
    // What a skill brings with it is the skill's.
    ['.claude/skills/s/CLAUDE.md', '', 'other'],
    ['.claude/skills/s/.claude/agents/a.md', '', 'other'],
    ['apps/AGENTS.md', '', 'other'],
    ['apps/.mcp.json', '', 'other'],
    ['x.claude/agents/a.md', '', 'other'],
    ['docs/MY-CLAUDE.md', '', 'other'],
  ])('%s', (path, base, role) => {
    expect([baseOf(path, 'repository'), roleOf(path, 'repository')]).toEqual([base, role]);
  });
  test('in the home there are no such folders', () => {
    expect([baseOf('apps/.claude/rules/a.md', 'home'), roleOf('apps/.claude/rules/a.md', 'home')]).toEqual([
      '',
      'other',
    ]);
  });
});

describe('findings in a folder', () => {
  test('are those of the top, with the path of the folder', () => {
    expect(
      told({
        'a/.claude/agents/x.md': 'No front matter.\n',
        'a/.claude/rules/r.md': '---\npaths: *.ts\n---\nRule.\n',
        'a/.claude/skills/lost.md': 'x\n',
        'a/.claude/commands/c.txt': 'x\n',
        'a/CLAUDE.md': 'See @gone.md\n',
      }),
    ).toEqual([
      ['a/.claude/agents/x.md', 'agent-without-name'],
      ['a/.claude/commands/c.txt', 'ending-not-read'],
      ['a/.claude/rules/r.md', 'rule-paths-unquoted'],
      ['a/.claude/skills/lost.md', 'skill-misplaced'],
      ['a/CLAUDE.md', 'import-missing'],
    ]);
  });
  test('an import may lead anywhere in the repository', () => {
    expect(told({ 'a/CLAUDE.md': 'See @../docs/d.md\n', 'docs/d.md': 'x\n' })).toEqual([]);
    expect(told({ 'a/CLAUDE.md': 'See @../../d.md\n' })).toEqual([['a/CLAUDE.md', 'import-outside']]);
  });
  test('agents of two folders may have one name, of one folder not', () => {
    const both = { '.claude/agents/a.md': agent('a'), 'x/.claude/agents/a.md': agent('a') };
    expect(told(both)).toEqual([]);
    expect(told({ ...both, 'x/.claude/agents/b.md': agent('a') })).toEqual([['x/.claude/agents/b.md', 'agent-twice']]);
  });
  test('a command is hidden by a skill of its own folder', () => {
    const skill = '---\nname: s\ndescription: Does it\n---\nDo.\n';
    const command = '---\ndescription: Does it\n---\nDo.\n';
    expect(told({ 'x/.claude/commands/s.md': command, 'x/.claude/skills/s/SKILL.md': skill })).toEqual([
      ['x/.claude/commands/s.md', 'command-hidden'],
    ]);
  });
  test('settings are told to be used only there, and find their scripts there', () => {
    const handler = { type: 'command', command: 'node', args: [`\${CLAUDE_PROJECT_DIR}/.claude/hooks/h.mjs`] };
    const settings = JSON.stringify({ hooks: { Stop: [{ hooks: [handler] }] } });
    expect(told({ 'x/.claude/settings.json': settings, 'x/.claude/hooks/h.mjs': '' })).toEqual([
      ['x/.claude/settings.json', 'settings-of-a-folder'],
    ]);
    expect(told({ 'x/.claude/settings.json': settings, '.claude/hooks/h.mjs': '' })).toContainEqual([
      'x/.claude/settings.json',
      'hook-script-missing',
    ]);
    const local = lintTree(tree({ 'x/.claude/settings.local.json': '{}' }));
    expect(local).toMatchObject([{ check: 'settings-of-a-folder', severity: 'medium' }]);
  });
});

test('what stands in a folder costs when it is needed there, and AGENTS.md is read where only folders have instructions', () => {
  const cost = costOf(
    tree({ 'AGENTS.md': 'x'.repeat(40), 'a/CLAUDE.md': 'y'.repeat(80), 'a/.claude/rules/r.md': 'z'.repeat(8) }),
  );
  expect([cost.always, cost.onPath, cost.onInvocation]).toEqual([10, 22, 0]);
});
