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
    'permission-rule-malformed desired-state/settings/base.json:1',
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

test('a finding in a template names the line of the template, not of what it renders to', () => {
  const files = {
    'rules/r.md.mustache': '---\n{{#features}}\nnote: {{.}}\n{{/features}}\npaths: *.ts\n---\nRule.\n',
    'memory/base.md.mustache': '{{#features}}\n- {{.}}\n{{/features}}\nSee @a.md, here.\n',
    'settings/base.json.mustache':
      '{\n  "env": {"NAME": "{{name}}"},\n  {{#features}}\n  "x{{.}}": 1,\n  {{/features}}\n  "permissions": {\n    "deny": [\n      "Read(x)",\n      "bash(y)"\n    ]\n  }\n}\n',
  };
  const global = { rules: ['r'], memory: ['base'], settings: ['base'] };
  const made = new Renderer(hub(library(files), canonical({ global })));
  const { desired } = made.repository(repository({ features: ['one', 'two'] }));
  const found = lintDesired(desired, 'repository').map(({ check, place }) => `${check} ${place}`);
  expect(found).toContain('rule-paths-unquoted desired-state/rules/r.md.mustache:5');
  expect(found).toContain('import-not-read desired-state/memory/base.md.mustache:4');
  expect(found).toContain('permission-rule-malformed desired-state/settings/base.json.mustache:9');
  expect(found).toContain('settings-key-unknown desired-state/settings/base.json.mustache:4');
});

test('a handler that a fragment wires is told by its line there', () => {
  const fragment = {
    hooks: {
      Stop: [
        { hooks: [{ type: 'command', command: 'echo ok' }] },
        { hooks: [{ type: 'command', command: 'node .claude/hooks/none.mjs' }] },
      ],
    },
  };
  const text = JSON.stringify(fragment, null, 2);
  const line = text.split('\n').findIndex((one) => one.includes('none.mjs'));
  const made = new Renderer(
    hub(library({ 'settings/base.json': text }), canonical({ global: { settings: ['base'] } })),
  );
  const { desired } = made.repository(repository({}));
  // The handler begins two lines above what it runs.
  const place = `desired-state/settings/base.json:${line - 1}`;
  expect(lintDesired(desired, 'repository')).toContainEqual(
    expect.objectContaining({ check: 'hook-script-missing', place }),
  );
});

test('what is given away is looked at too, once for all who get the same', () => {
  const secret = `gh${'p'}_${'aB3'.repeat(12)}`;
  const files = {
    'seeds/notes.md.mustache': `# {{name}}\n\nkey: ${secret}\n`,
    'seeds/.claude/agents/mine.md': 'Mine.\n',
  };
  const made = new Renderer(hub(library(files), canonical({ global: { seeds: ['*', '.claude/**'] } })));
  const { desired } = made.repository(repository({}));
  const found = lintDesired(desired, 'repository').map(({ check, place }) => `${check} ${place}`);
  expect(found).toContain('secret desired-state/seeds/notes.md.mustache:3');
  expect(found).toContain('agent-without-name desired-state/seeds/.claude/agents/mine.md:1');
});
