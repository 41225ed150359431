import { expect, test } from 'vitest';
import { lintDesired } from '../../../src/core/desired/lint.ts';
import { Renderer } from '../../../src/core/desired/render.ts';
import { canonical, hook, hub, library, repository } from './builders.ts';

const LIBRARY = {
  'agents/a.md': '---\nname: a\n---\n',
  'memory/base.md': '\n# {{name}}\nSee @a.md, here.\n',
  'languages/go/memory.md': 'Go.\n\nSee @b.md, there.\n',
  'settings/base.json': '{"permissions": {"deny": ["Read(x)", "bash(y)"]}}',
  'hooks/h.mjs': '//',
};

test('a finding names the line of the library, or of canonical.yaml, that it comes from', () => {
  const global = { agents: ['a'], memory: ['base'], settings: ['base'], hooks: [hook('PreToolUse', 'h', 'bash')] };
  const made = new Renderer(hub(library(LIBRARY), canonical({ global })));
  const { desired } = made.repository(repository({ language: 'go' }));
  expect(lintDesired(desired, 'repository').map(({ check, place }) => `${check} ${place}`)).toEqual([
    'agent-without-description desired-state/agents/a.md:1',
    'permission-rule-malformed desired-state/settings/base.json',
    'hook-matcher-dead canonical.yaml:3',
    'import-not-read desired-state/memory/base.md:3',
    'import-not-read desired-state/languages/go/memory.md:3',
  ]);
});

test('what targets share is looked at once', () => {
  const made = new Renderer(hub(library({ 'agents/a.md': 'x' }), canonical({ global: { agents: ['a'] } })));
  const [first, second] = ['one', 'two'].map((name) => made.repository(repository({ name: name as never })).desired);
  expect(lintDesired(first!, 'repository')).toBe(lintDesired(second!, 'repository'));
});
