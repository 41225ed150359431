import { describe, expect, test } from 'vitest';
import { handlerFor, hookFile, scriptName } from '../../../src/core/desired/hooks.ts';
import { Renderer } from '../../../src/core/desired/render.ts';
import type { JsonObject } from '../../../src/core/values/json.ts';
import type { AbsPath, RelPath } from '../../../src/core/values/paths.ts';
import { canonical, hook, hub, inline, json, library, rendered, repository, selections, texts } from './builders.ts';

const SHARED = '/srv/hooks' as AbsPath;
const run = (command: string, ...args: string[]): JsonObject => ({ type: 'command', command, args });

describe('how a script is run', () => {
  test.each([
    ['x/guard.mjs', run('node', 'x/guard.mjs')],
    ['x/guard.js', run('node', 'x/guard.js')],
    ['x/guard.cjs', run('node', 'x/guard.cjs')],
    ['x/guard.py', run('python3', 'x/guard.py')],
    ['x/guard.sh', run('bash', 'x/guard.sh')],
    ['x/guard', run('x/guard')],
    ['x.py/guard', run('x.py/guard')],
    ['x/guard.rb', run('x/guard.rb')],
  ])('%s', (script, handler) => {
    expect(handlerFor(script, {})).toEqual(handler);
  });

  test('arguments follow the script, other keys stand beside', () => {
    const options = { args: ['--strict'], timeout: 5, onFailure: 'block' };
    expect(handlerFor('g.py', options)).toEqual({
      ...run('python3', 'g.py', '--strict'),
      timeout: 5,
      onFailure: 'block',
    });
    expect(handlerFor('g', options)).toEqual({ ...run('g', '--strict'), timeout: 5, onFailure: 'block' });
  });
});

describe('scripts that nothing wires', () => {
  const files = library({
    'hooks/lib/common.py': 'base',
    'hooks/run.sh*': '#!/bin/sh',
    'profiles/p/hooks/lib/common.py': 'p',
  });
  const paths = (picked: Parameters<typeof selections>[0], profiles: string[] = []): string[] => {
    const profile = new Map(profiles.map((name) => [name, selections()] as const));
    const wanted = hub(files, canonical({ profiles: profile }));
    const { desired } = new Renderer(wanted).repository(
      repository({ profiles, ...(picked && { selections: picked }) }),
    );
    return [...desired.values()].map((each) =>
      each.form === 'file' ? `${each.path} ${each.mode} ${Buffer.from(each.content).toString()}` : each.path,
    );
  };

  test('are delivered where they are selected, with their bit, and nothing is added to settings', () => {
    expect(paths({ scripts: ['lib/', 'run'] })).toEqual([
      '.claude/hooks/lib/common.py 100644 base',
      '.claude/hooks/run.sh 100755 #!/bin/sh',
    ]);
  });

  test('being in a layer gives the version, and does not deliver it', () => {
    expect(paths({}, ['p'])).toEqual([]);
    expect(paths({ scripts: ['lib/'] }, ['p'])).toEqual(['.claude/hooks/lib/common.py 100644 p']);
  });
});

describe('which script is meant', () => {
  const files = library({
    'hooks/guard.py': '',
    'hooks/guard.sh': '',
    'hooks/plain': '',
    'hooks/checks/lint.sh': '',
    'languages/python/hooks/guard.sh': '',
    'repositories/hooks/hooks/own.py': '',
  });

  test.each([
    ['guard.py', [''], 'hooks/guard.py'],
    ['guard', [''], 'hooks/guard.py'],
    ['plain', [''], 'hooks/plain'],
    ['checks/lint', [''], 'hooks/checks/lint.sh'],
    ['guard', ['', 'languages/python/'], 'languages/python/hooks/guard.sh'],
    ['guard.py', ['', 'languages/python/'], 'hooks/guard.py'],
    ['missing', [''], undefined],
  ])('%s in %j is %s', (name, layers, path) => {
    expect(hookFile(files, layers, name)?.path).toBe(path);
  });

  test('its name is the path in its hooks folder, whatever the layer is called', () => {
    const layers = ['', 'languages/python/', 'repositories/hooks/'];
    const names = ['checks/lint', 'guard', 'own'].map((name) => scriptName(hookFile(files, layers, name)!, layers));
    expect(names).toEqual(['checks/lint.sh', 'guard.sh', 'own.py']);
  });
});

const PROJECT = `\${CLAUDE_PROJECT_DIR}/.claude/hooks`;

describe('hooks of a repository', () => {
  const files = { 'hooks/guard.mjs': 'g', 'hooks/run*': 'r', 'hooks/checks/lint.sh': 'l' };

  test('are delivered with it and wired to the project folder', () => {
    const hooks = [
      hook('PreToolUse', 'guard.mjs', 'Bash', { timeout: 5 }),
      hook('Stop', 'run'),
      hook('Stop', 'checks/lint'),
    ];
    const result = rendered(files, { hooks });
    expect(json(result, '.claude/settings.json')).toEqual({
      hooks: {
        PreToolUse: [{ matcher: 'Bash', hooks: [{ ...run('node', `${PROJECT}/guard.mjs`), timeout: 5 }] }],
        Stop: [{ hooks: [run(`${PROJECT}/run`), run('bash', `${PROJECT}/checks/lint.sh`)] }],
      },
    });
    expect(Object.keys(texts(result))).toEqual([
      '.claude/hooks/checks/lint.sh',
      '.claude/hooks/guard.mjs',
      '.claude/hooks/run',
      '.claude/settings.json',
    ]);
    expect(result.desired.get('.claude/hooks/run' as RelPath)).toMatchObject({ mode: '100755', committed: true });
  });

  test('with a shared folder they live there, and only this machine’s settings name them', () => {
    const result = rendered(files, { hooks: [hook('Stop', 'guard')] }, {}, { hooksShared: SHARED });
    expect(Object.keys(texts(result))).toEqual(['.claude/settings.local.json']);
    expect(json(result, '.claude/settings.local.json')).toEqual({
      hooks: { Stop: [{ hooks: [run('node', `${SHARED}/guard.mjs`)] }] },
    });
  });

  test('a script that is only in the shared folder is wired as it stands there', () => {
    const result = rendered({}, { hooks: [hook('Stop', 'theirs.py')] }, {}, { hooksShared: SHARED }, ['theirs.py']);
    expect(json(result, '.claude/settings.local.json')).toEqual({
      hooks: { Stop: [{ hooks: [run('python3', `${SHARED}/theirs.py`)] }] },
    });
    expect(result.findings).toEqual([]);
  });

  test('a layer’s own script goes with the repository, even where there is a shared folder', () => {
    const layered = { ...files, 'languages/python/hooks/guard.mjs': 'python' };
    const result = rendered(
      layered,
      { hooks: [hook('Stop', 'guard')] },
      { language: 'python' },
      { hooksShared: SHARED },
    );
    expect(texts(result)['.claude/hooks/guard.mjs']).toBe('python');
    expect(json(result, '.claude/settings.json')).toEqual({
      hooks: { Stop: [{ hooks: [run('node', `${PROJECT}/guard.mjs`)] }] },
    });
  });

  test('a hook without a script is a finding, and is not wired', () => {
    const result = rendered(files, { hooks: [hook('Stop', 'gaurd.mjs'), hook('Stop', 'nothing-like-it')] });
    expect(texts(result)).toEqual({});
    expect(result.findings).toMatchObject([
      {
        severity: 'high',
        check: 'hook-without-script',
        place: 'canonical.yaml:3',
        message:
          '"global.hooks.Stop gaurd.mjs" has no script in the library; it is not wired. Did you mean "guard.mjs"?',
      },
      {
        message:
          '"global.hooks.Stop nothing-like-it" has no script in the library; it is not wired. Add the script, or take it out.',
      },
    ]);
    const shared = rendered({}, { hooks: [hook('Stop', 'theris.py')] }, {}, { hooksShared: SHARED }, ['theirs.py']);
    expect(shared.findings[0]?.message).toContain(
      'the library nor in infrastructure.hooks_shared.path; it is not wired. Did you mean "theirs.py"?',
    );
  });

  test('a script that settings name is delivered with them, once', () => {
    const command = 'node "$CLAUDE_PROJECT_DIR/.claude/hooks/guard.mjs"';
    const result = rendered(files, {
      settings: [inline({ statusLine: { type: 'command', command } })],
      hooks: [hook('Stop', 'guard')],
    });
    expect(Object.keys(texts(result))).toEqual(['.claude/hooks/guard.mjs', '.claude/settings.json']);
    const only = rendered(files, { settings: [inline({ statusLine: { type: 'command', command } })] });
    expect(texts(only)['.claude/hooks/guard.mjs']).toBe('g');
  });

  test('profiles and repositories add theirs, later ones replacing what runs the same', () => {
    const profiles = new Map([['web', selections({ hooks: [hook('Stop', 'guard', '*', { timeout: 9 })] })]]);
    const one = { profiles: ['web'], selections: { hooks: [hook('PreToolUse', 'guard', 'Bash')] } };
    expect(
      json(rendered(files, { hooks: [hook('Stop', 'guard')] }, one, { profiles }), '.claude/settings.json'),
    ).toEqual({
      hooks: {
        Stop: [{ hooks: [{ ...run('node', `${PROJECT}/guard.mjs`), timeout: 9 }] }],
        PreToolUse: [{ matcher: 'Bash', hooks: [run('node', `${PROJECT}/guard.mjs`)] }],
      },
    });
  });
});

describe('hooks elsewhere', () => {
  test('in the home they are wired by absolute path', () => {
    const home = {
      path: '/home/ada/.claude' as AbsPath,
      place: '',
      exclude: [],
      selections: selections({ hooks: [hook('Stop', 'guard')] }),
      policy: { rules: [] },
    };
    const result = new Renderer(hub(library({ 'hooks/guard.mjs': 'g' }), canonical({ hooksShared: SHARED }))).home(
      home,
    );
    expect(texts(result)['hooks/guard.mjs']).toBe('g');
    expect(json(result, 'settings.json')).toEqual({
      hooks: { Stop: [{ hooks: [run('node', '/home/ada/.claude/hooks/guard.mjs')] }] },
    });
  });

  test('the shared folder gets every script of the library that anybody names, under the name that settings use', () => {
    const files = library({
      'hooks/a.py': 'a',
      'hooks/checks/b.sh': 'b',
      'hooks/c.mjs*': 'c',
      'hooks/unused.py': '',
      'languages/go/hooks/d.sh': 'd',
    });
    const whole = canonical({
      hooksShared: SHARED,
      global: { hooks: [hook('Stop', 'a'), hook('Stop', 'd')] },
      profiles: new Map([['web', selections({ hooks: [hook('Stop', 'checks/b')] })]]),
      repositories: [repository({ language: 'go', selections: { hooks: [hook('Stop', 'c.mjs'), hook('Stop', 'a')] } })],
    });
    const renderer = new Renderer(hub(files, whole));
    const result = renderer.sharedHooks();
    expect(texts(result)).toEqual({ 'a.py': 'a', 'checks/b.sh': 'b', 'c.mjs': 'c' });
    expect([...result.desired.values()].every(({ committed }) => !committed)).toBe(true);
    const named = JSON.stringify(json(renderer.repository(whole.repositories[0]!), '.claude/settings.local.json'));
    expect([...named.matchAll(/\/srv\/hooks\/([\w./]+)/g)].map((match) => match[1])).toEqual(['a.py', 'c.mjs']);
  });
});
