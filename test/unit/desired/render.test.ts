import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Renderer } from '../../../src/core/desired/render.ts';
import { entriesOf } from '../../../src/core/desired/state.ts';
import type { AbsPath, RelPath } from '../../../src/core/values/paths.ts';
import { InputError } from '../../../src/core/values/problem.ts';
import type { TargetName } from '../../../src/core/values/target.ts';
import {
  canonical,
  contentOf,
  hub,
  inline,
  json,
  library,
  rendered,
  repository,
  selected,
  selections,
  texts,
} from './builders.ts';

function problemsOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ place, message }) => `${place.file}: ${message}`);
    throw error;
  }
  return [];
}

describe('the files of a repository', () => {
  test('every kind has its folder', () => {
    const files = {
      'commands/tdd/red.md': 'c',
      'skills/pdf/SKILL.md': 's',
      'agents/reviewer.md': 'a',
      'rules/tests.md': 'r',
      'output-styles/terse.md': 'o',
      'seeds/.worktreeinclude': '.env',
    };
    const all = {
      commands: ['tdd/'],
      skills: ['pdf'],
      agents: ['*'],
      rules: ['tests'],
      outputStyles: ['terse'],
      seeds: ['.worktreeinclude'],
    };
    const result = rendered(files, all);
    expect(texts(result)).toEqual({
      '.claude/agents/reviewer.md': 'a',
      '.claude/commands/tdd/red.md': 'c',
      '.claude/output-styles/terse.md': 'o',
      '.claude/rules/tests.md': 'r',
      '.claude/skills/pdf/SKILL.md': 's',
      '.worktreeinclude': '.env',
    });
    expect(result.desired.get('.worktreeinclude' as RelPath)?.form).toBe('seed');
    expect(result.findings).toEqual([]);
  });

  test('of one command the version of the nearest layer is delivered: global, language, framework, profile, repository', () => {
    const layers = [
      '',
      'languages/python/',
      'frameworks/flask/',
      'profiles/strict/',
      'profiles/web/',
      'repositories/nautilus_dev/',
    ];
    const one = { language: 'python', framework: 'flask', profiles: ['strict', 'web'] };
    const profiles = new Map([
      ['strict', selections()],
      ['web', selections()],
    ]);
    for (let count = 1; count <= layers.length; count++) {
      const files = Object.fromEntries(layers.slice(0, count).map((layer) => [`${layer}commands/a.md`, layer]));
      expect(texts(rendered(files, { commands: ['a'] }, one, { profiles }))).toEqual({
        '.claude/commands/a.md': layers[count - 1],
      });
    }
  });

  test('what lies in a layer’s folder is selected by lying there, for who has that layer', () => {
    const files = {
      'languages/python/rules/py.md': 'p',
      'languages/go/rules/go.md': 'g',
      'repositories/other/agents/x.md': 'x',
    };
    expect(Object.keys(texts(rendered(files, {}, { language: 'python' })))).toEqual(['.claude/rules/py.md']);
    expect(texts(rendered(files, {}))).toEqual({});
  });

  test('profiles and the repository itself select too', () => {
    const files = { 'commands/a.md': 'a', 'commands/b.md': 'b', 'commands/c.md': 'c' };
    const profiles = new Map([
      ['web', selections({ commands: ['b'] })],
      ['unused', selections({ commands: ['c'] })],
    ]);
    const result = rendered(files, {}, { profiles: ['web'], selections: { commands: ['a'] } }, { profiles });
    expect(Object.keys(texts(result))).toEqual(['.claude/commands/a.md', '.claude/commands/b.md']);
  });

  test('an origin tells the selection, its line and the file of the library', () => {
    const result = rendered({ 'commands/a.md': 'a' }, { commands: [selected('a', 'global.commands a')] });
    const [document] = result.desired.values();
    expect(entriesOf(document!)[0]?.origin).toEqual({
      selector: 'global.commands a',
      place: 'canonical.yaml:1',
      source: 'desired-state/commands/a.md',
    });
  });

  test('the executable bit comes from the library', () => {
    const result = rendered({ 'skills/x/run.sh*': '#!', 'skills/x/SKILL.md': '' }, { skills: ['x'] });
    expect([...result.desired.values()].map((d) => ('mode' in d ? d.mode : ''))).toEqual(['100644', '100755']);
  });

  test('templates are rendered, whatever kind they are of, and lose their ending', () => {
    const files = {
      'commands/a.md.mustache': '{{name}} {{test_command}}',
      'seeds/x.toml.mustache': 'l = "{{language}}"',
    };
    const one = { language: 'python', testCommand: 'pytest -q' };
    expect(texts(rendered(files, { commands: ['a'], seeds: ['x'] }, one))).toEqual({
      '.claude/commands/a.md': 'nautilus_dev pytest -q',
      'x.toml': 'l = "python"',
    });
  });

  test('excluded paths are not delivered', () => {
    const files = { 'commands/a.md': '', 'commands/b/c.md': '', 'memory/base.md': 'm' };
    const one = { exclude: ['.claude/commands/b/**', 'CLAUDE.md'] };
    expect(Object.keys(texts(rendered(files, { commands: ['**'] }, one)))).toEqual(['.claude/commands/a.md']);
  });

  test('two owners of one file are an error', () => {
    const files = { 'seeds/CLAUDE.md': 's', 'memory/base.md': 'm' };
    expect(problemsOf(() => rendered(files, { seeds: ['*'] }))).toEqual([
      'desired-state/memory/base.md: two owners of one file: CLAUDE.md and CLAUDE.md.',
    ]);
  });

  test.each([
    ['commands/Review.md', 'commands/review.md'],
    ['commands/caf\u00e9.md', 'commands/cafe\u0301.md'],
  ])('%j and %j are one file on some disks: an error', (a, b) => {
    expect(problemsOf(() => rendered({ [a]: '', [b]: '' }, { commands: ['**'] }))).toMatchObject([
      expect.stringContaining('two owners of one file'),
    ]);
  });

  test('a path that may not be delivered is an error', () => {
    const wrong = problemsOf(() => rendered({ 'seeds/.git/config': '' }, { seeds: ['**'] }));
    expect(wrong).toEqual(['desired-state/seeds/.git/config: the path goes into .git.']);
  });

  test('everything that is wrong is told at once', () => {
    const files = { 'seeds/.git/x': '', 'commands/a.md.mustache': '{{nam}}', 'memory/base.md.mustache': '{{langage}}' };
    expect(problemsOf(() => rendered(files, { seeds: ['**'], commands: ['a'] }))).toHaveLength(3);
  });
});

describe('selections that find nothing', () => {
  test('are findings with the nearest name, and everything else is delivered', () => {
    const files = { 'commands/research.md': '', 'skills/pdf/SKILL.md': '', 'memory/base.md': '' };
    const result = rendered(files, {
      commands: ['reserch', 'research'],
      skills: ['pdff'],
      agents: ['nobody'],
      memory: ['bse.md'],
      settings: ['bsae'],
      seeds: ['x'],
    });
    expect(Object.keys(texts(result))).toEqual(['.claude/commands/research.md']);
    expect(result.findings).toHaveLength(6);
    for (const finding of result.findings) {
      expect(finding).toMatchObject({
        severity: 'high',
        check: 'selection-matches-nothing',
        place: 'canonical.yaml:1',
        fixable: false,
      });
    }
    const messages = result.findings.map((finding) => finding.message);
    expect(messages[0]).toBe('"global reserch" matches nothing in the library. Did you mean "research"?');
    expect(messages).toContain('"global pdff" matches nothing in the library. Did you mean "pdf"?');
    expect(messages).toContain(
      '"global nobody" matches nothing in the library. Add it to the library\'s agents, or take it out.',
    );
  });
});

describe('memory', () => {
  const files = {
    'memory/base.md': 'Base\n\n',
    'memory/extra.md': '\r\nExtra\r\n',
    'languages/python/memory.md.mustache': 'Python for {{name}}',
    'frameworks/flask/memory.md': 'Flask',
    'profiles/web/memory.md': 'Web',
    'repositories/nautilus_dev/memory.md': 'Only here',
  };
  const block = (...args: Parameters<typeof rendered>): string | undefined => {
    const document = rendered(...args).desired.get('CLAUDE.md' as RelPath);
    return document?.form === 'block' ? document.text : undefined;
  };

  test('is the base when canonical.yaml says nothing', () => {
    expect(block(files, {})).toBe('Base\n\nOnly here\n');
  });

  test('is what is selected, then what the layers add, a blank line between', () => {
    const one = { language: 'python', framework: 'flask', profiles: ['web'] };
    const profiles = new Map([['web', selections()]]);
    expect(block(files, { memory: ['extra'] }, one, { profiles })).toBe(
      'Extra\n\nPython for nautilus_dev\n\nFlask\n\nWeb\n\nOnly here\n',
    );
    const origin = entriesOf(
      rendered(files, { memory: ['extra'] }, one, { profiles }).desired.get('CLAUDE.md' as RelPath)!,
    )[0]?.origin;
    expect(origin?.selector).toBe(
      'global extra + languages/python + frameworks/flask + profiles/web + repositories/nautilus_dev',
    );
  });

  test('that is empty is no block', () => {
    expect(block({ 'memory/base.md': '\n\n' }, {})).toBeUndefined();
    expect(block({}, {})).toBeUndefined();
  });
});

describe('settings', () => {
  test('pile up: global selections, language, framework, profile, repository; the last word counts', () => {
    const files = {
      'settings/base.json': '{"a": "global", "b": "global", "env": {"G": "1"}}',
      'languages/python/settings.json': '{"b": "python", "c": "python"}',
      'frameworks/flask/settings.json.mustache': '{"c": "{{framework}}", "d": "flask"}',
      'profiles/web/settings.json': '{"d": "profile", "e": "profile", "env": {"G": null}}',
      'repositories/nautilus_dev/settings.json': '{"f": "own layer"}',
    };
    const profiles = new Map([['web', selections({ settings: [inline({ e: 'inline' })] })]]);
    const one = {
      language: 'python',
      framework: 'flask',
      profiles: ['web'],
      selections: { settings: [inline({ a: 'repository' })] },
    };
    expect(json(rendered(files, { settings: ['base'] }, one, { profiles }), '.claude/settings.json')).toEqual({
      a: 'repository',
      b: 'python',
      c: 'flask',
      d: 'profile',
      e: 'profile',
      f: 'own layer',
    });
  });

  test('the ending sends a fragment to its file; only what stays on the machine is not committed', () => {
    const files = {
      'settings/a.json': '{"a": 1}',
      'settings/b.local.json': '{"b": 1}',
      'settings/c.mcp.json': '{"mcpServers": {"x": {"args": ["1", "2"]}}}',
      'languages/go/mcp.json': '{"mcpServers": {"go": {"command": "gopls"}}}',
      'languages/go/settings.local.json': '{"go": 1}',
    };
    const result = rendered(files, { settings: ['a', 'b.local', 'c.mcp'] }, { language: 'go' });
    expect(json(result, '.claude/settings.json')).toEqual({ a: 1 });
    expect(json(result, '.claude/settings.local.json')).toEqual({ b: 1, go: 1 });
    expect(json(result, '.mcp.json')).toEqual({ mcpServers: { x: { args: ['1', '2'] }, go: { command: 'gopls' } } });
    expect([...result.desired].map(([path, { committed }]) => [path, committed])).toEqual([
      ['.claude/settings.json', true],
      ['.claude/settings.local.json', false],
      ['.mcp.json', true],
    ]);
  });

  test('repositories with equal settings share one document, others do not', () => {
    const files = library({ 'settings/base.json.mustache': '{"env": {"TEST": "{{test_command}}"}}' });
    const renderer = new Renderer(hub(files, canonical({ global: { settings: ['base'] } })));
    const settings = (name: string, testCommand: string) =>
      renderer
        .repository(repository({ name: name as TargetName, testCommand }))
        .desired.get('.claude/settings.json' as RelPath);
    expect(settings('a', 'pytest')).toBe(settings('b', 'pytest'));
    expect(contentOf(settings('c', 'cargo test'))).toContain('cargo test');
  });
});

describe('the home', () => {
  const HOME = {
    path: '/home/ada/.claude' as AbsPath,
    place: 'canonical.yaml:5',
    exclude: [],
    selections: selections(),
    policy: { rules: [] },
  };
  const files = library({
    'commands/a.md': 'a',
    'commands/b.md': 'b',
    'home/rules/mine.md': 'r',
    'home/settings.json': '{"model": "opus"}',
    'home/memory.md': 'Hello',
    'memory/base.md': 'not here',
  });
  const home = (over: Parameters<typeof canonical>[0]): Record<string, string | undefined> =>
    texts(new Renderer(hub(files, canonical(over))).home(HOME));

  test('gets what the repositories do not get, its own layer, and no default memory; nothing there is committed', () => {
    const sync = { globalToProject: [selected('commands/b')], globalOnly: [], projectOnly: [], consistencyCheck: [] };
    expect(Object.keys(home({ global: { commands: ['a', 'b'] }, sync }))).toEqual([
      'CLAUDE.md',
      'commands/a.md',
      'rules/mine.md',
      'settings.json',
    ]);
    const result = new Renderer(hub(files, canonical({}))).home(HOME);
    expect([...result.desired.values()].every(({ committed }) => !committed)).toBe(true);
  });

  test('gets nothing of global when everything goes to the repositories', () => {
    expect(Object.keys(home({ global: { commands: ['a', 'b'] } }))).not.toContain('commands/a.md');
  });
});

describe('sync', () => {
  const files = { 'commands/a.md': '', 'commands/tdd/red.md': '', 'skills/s/SKILL.md': '' };
  const global = { commands: ['a', 'tdd/'], skills: ['s'] };
  const to = (sync: Partial<ReturnType<typeof canonical>['sync']>) => {
    const whole = canonical({ global, sync: { globalOnly: [], projectOnly: [], consistencyCheck: [], ...sync } });
    const renderer = new Renderer(hub(library(files), whole));
    const home = { path: '/h' as AbsPath, place: '', exclude: [], selections: selections(), policy: { rules: [] } };
    return {
      project: Object.keys(texts(renderer.repository(repository()))).map((path) => path.replace('.claude/', '')),
      home: Object.keys(texts(renderer.home(home))),
    };
  };
  const ALL = ['commands/a.md', 'commands/tdd/red.md', 'skills/s/SKILL.md'];

  test.each([
    ['without a word everything goes to the repositories', {}, ALL, []],
    [
      'only what global_to_project names goes there',
      { globalToProject: [selected('commands/')] },
      ALL.slice(0, 2),
      ALL.slice(2),
    ],
    [
      'a folder of commands is named with or without its slash',
      { globalToProject: [selected('commands/tdd')] },
      [ALL[1]],
      [ALL[0], ALL[2]],
    ],
    ['a glob names too', { globalToProject: [selected('commands/a*')] }, ALL.slice(0, 1), ALL.slice(1)],
    ['a file is named with its ending', { globalToProject: [selected('commands/a.md')] }, [ALL[0]], ALL.slice(1)],
    ['global_only goes to the home alone', { globalOnly: [selected('skills/s')] }, ALL.slice(0, 2), ALL.slice(2)],
    ['project_only keeps it out of the home', { globalToProject: [], projectOnly: ['commands'] }, [], ALL.slice(2)],
    ['an empty list sends nothing', { globalToProject: [] }, [], ALL],
  ])('%s', (_, sync, project, home) => {
    expect(to(sync)).toEqual({ project, home });
  });

  test('every global item has exactly one place, or none where project_only says so', () => {
    const names = fc.subarray(['commands/', 'commands/a', 'commands/tdd/', 'skills/', 'skills/s']);
    fc.assert(
      fc.property(fc.option(names, { nil: undefined }), names, names, (toProject, globalOnly, projectOnly) => {
        const { project, home } = to({
          ...(toProject === undefined ? {} : { globalToProject: toProject.map((name) => selected(name)) }),
          globalOnly: globalOnly.map((name) => selected(name)),
          projectOnly,
        });
        for (const path of ALL) {
          const places = [project, home].filter((list) => list.includes(path)).length;
          expect(places).toBeLessThanOrEqual(1);
          if (projectOnly.length === 0) expect(places).toBe(1);
        }
      }),
    );
  });
});

describe('rendering is deterministic', () => {
  const ENTRIES = Object.entries({
    'commands/a.md': 'a',
    'commands/tdd/red.md': 'r',
    'skills/s/SKILL.md': 's',
    'memory/base.md.mustache': '{{name}}',
    'settings/base.json': '{"z": 1, "a": {"b": ["x"]}}',
    'hooks/guard.mjs': 'g',
    'languages/python/rules/p.md': 'p',
    'languages/python/settings.json': '{"a": {"c": 1}}',
  });
  const render = (entries: readonly (readonly [string, string])[]): Record<string, string | undefined> =>
    texts(
      rendered(
        Object.fromEntries(entries),
        { commands: ['**'], skills: ['*'], settings: ['base'] },
        { language: 'python' },
      ),
    );

  test('in whatever order the library is listed', () => {
    const expected = JSON.stringify(render(ENTRIES));
    fc.assert(
      fc.property(fc.shuffledSubarray(ENTRIES, { minLength: ENTRIES.length }), (entries) => {
        expect(JSON.stringify(render(entries))).toBe(expected);
      }),
    );
  });

  test('a repository renders the same alone and after others', () => {
    const files = library(Object.fromEntries(ENTRIES));
    const global = { commands: ['**'], settings: ['base'], hooks: [] };
    const one = repository({ name: 'one' as TargetName, language: 'python' });
    const two = repository({ name: 'two' as TargetName });
    const alone = texts(new Renderer(hub(files, canonical({ global }))).repository(two));
    const renderer = new Renderer(hub(files, canonical({ global })));
    renderer.repository(one);
    expect(texts(renderer.repository(two))).toEqual(alone);
    expect(texts(renderer.repository(two))).toEqual(alone);
  });
});
