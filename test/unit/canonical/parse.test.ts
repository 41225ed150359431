import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { HookSelected, Selected } from '../../../src/core/canonical/canonical.ts';
import { read, said } from './read.ts';

const V1 = readFileSync(`${import.meta.dirname}/../../fixtures/canonical-v1.0.yaml`, 'utf8');
const OWN = readFileSync(`${import.meta.dirname}/../../../canonical.yaml`, 'utf8');

const patterns = (selected: readonly Selected[]) => selected.map((item) => item.pattern);
const wired = (hooks: readonly HookSelected[]) => hooks.map((hook) => `${hook.event} ${hook.name} ${hook.matcher}`);

describe('the predecessor’s file', () => {
  const canonical = read(V1);

  test('is read unchanged, without a warning', () => {
    expect(canonical.warnings).toEqual([]);
    expect(canonical.version).toBe('1.0');
  });

  test('gives the repositories, sorted by name, with their lines', () => {
    expect(canonical.repositories.map(({ name, path, place }) => [name, path, place])).toEqual([
      ['liquidation_heatmap', '/media/sam/1TB/LiquidationHeatmap', 'canonical.yaml:50'],
      ['n8n_dev', '/media/sam/1TB/N8N_dev', 'canonical.yaml:32'],
      ['nautilus_dev', '/media/sam/1TB/nautilus_dev', 'canonical.yaml:21'],
      ['utxoracle', '/media/sam/1TB/UTXOracle', 'canonical.yaml:41'],
    ]);
    const nautilus = canonical.repositories[2]!;
    expect(nautilus).toMatchObject({
      language: 'python',
      framework: 'nautilustrader',
      testCommand: 'uv run pytest tests/ -x',
    });
    expect(nautilus.formatCommand).toBe('uv run ruff format .');
    expect(nautilus.features).toEqual(['trading_strategies', 'backtesting', 'live_trading']);
  });

  test('gives a repository what project_specific says', () => {
    const { selections } = canonical.repositories[2]!;
    expect(selections.skills).toEqual([
      {
        pattern: 'paper-to-strategy',
        selector: 'project_specific.nautilus_dev.skills paper-to-strategy',
        place: 'canonical.yaml:105',
      },
      {
        pattern: 'formula-to-code',
        selector: 'project_specific.nautilus_dev.skills formula-to-code',
        place: 'canonical.yaml:106',
      },
    ]);
    expect(patterns(selections.commands)).toEqual(['research.md', 'optimize.md', 'pinescript.md']);
    expect(patterns(canonical.repositories[0]!.selections.skills)).toEqual([]);
  });

  test('gives hooks in the client’s words', () => {
    expect(canonical.global.hooks[1]).toEqual({
      event: 'PreToolUse',
      name: 'smart-safety-check.py',
      matcher: 'Bash',
      handler: {},
      selector: 'global.hooks.pre_tool_use smart-safety-check.py (Bash)',
      place: 'canonical.yaml:80',
    });
    expect(wired(canonical.global.hooks)).toContain('PostToolUse auto-format.py Write|Edit');
    expect(wired(canonical.global.hooks)).toContain('SubagentStop subagent-checkpoint.sh *');
    expect(canonical.global.hooks).toHaveLength(19);
  });

  test('gives the shared folder, the infrastructure as written, and no home', () => {
    expect(canonical.hooksShared).toBe('/media/sam/1TB/claude-hooks-shared');
    expect(canonical.infrastructure['questdb']).toEqual({
      host: 'localhost',
      http_port: 9000,
      ilp_port: 9009,
      pg_port: 8812,
    });
    expect(canonical.home).toBeUndefined();
    expect(patterns(canonical.sync.globalToProject!)).toContain('skills/github-workflow/');
    expect(canonical.sync.projectOnly).toEqual(['CLAUDE.md', 'settings.local.json', 'agents/']);
  });
});

describe('the file of this project', () => {
  test('is read without a warning, below ~/projects or RECONCILE_WORKSPACE', () => {
    const canonical = read(OWN);
    expect(canonical.warnings).toEqual([]);
    expect(canonical.repositories.map((repository) => repository.path)).toContain('/home/sam/projects/UTXOracle');
    const elsewhere = read(OWN, { env: { RECONCILE_WORKSPACE: '/srv' } });
    expect(elsewhere.repositories.map((repository) => repository.path)).toContain('/srv/UTXOracle');
    expect(canonical.home?.path).toBe('/home/sam/.claude');
    expect(canonical.hooksShared).toBeUndefined();
  });

  test('lets no guard fail open', () => {
    const guards = read(OWN).global.hooks.filter((hook) => hook.event === 'PreToolUse' && hook.matcher !== '*');
    expect(guards.map((hook) => hook.name)).toEqual(['smart-safety-check', 'git-safety-check', 'tdd-guard-check']);
    for (const { handler } of guards)
      expect(handler).toMatchObject({ onFailure: 'block', timeout: expect.any(Number) });
  });
});

describe('what is not written', () => {
  test('has its default', () => {
    const canonical = read('repositories:');
    expect(canonical.repositories).toEqual([]);
    expect(canonical.policy).toEqual({
      rules: [],
      delivery: 'commit',
      deliveryBranch: 'reconcile/update',
      maxDeletes: { share: 0.5 },
      ignored: 'refuse',
      commitHooks: true,
      sign: 'inherit',
    });
    expect(canonical.controller).toEqual({
      schedule: '*/15 * * * *',
      mode: 'plan',
      jitter: 0,
      concurrency: 2,
      backoff: { first: 5, longest: 900 },
    });
    expect(canonical.sync).toEqual({ globalOnly: [], projectOnly: [], consistencyCheck: [] });
    expect(canonical.version).toBe('1.0');
  });

  test('is the same as a section or a list with nothing in it', () => {
    const empty =
      'global:\n  commands:\n  hooks:\n    stop:\npolicy:\nsync:\n  global_only:\nrepositories: {}\nprofiles:\n  p:\n';
    expect(read(empty).global).toEqual(read('repositories:').global);
    expect(read(empty).profiles.has('p')).toBe(true);
  });
});

describe('the forms', () => {
  test.each([
    ['suspend: true', { reason: 'suspended in canonical.yaml' }],
    ['suspend: false', undefined],
    ['suspend: moving house', { reason: 'moving house' }],
    ['suspend: {until: 2026-12-31}', { reason: 'suspended in canonical.yaml', until: '2026-12-31' }],
    ['suspend: {reason: release, until: 2028-02-29}', { reason: 'release', until: '2028-02-29' }],
  ])('of a suspension: %s', (form, suspension) => {
    expect(read(`repositories: {a: {path: /a, ${form}}}`).repositories[0]!.suspend).toEqual(suspension);
  });

  test.each([
    ['home:', '/home/sam/.claude'],
    ['home: true', '/home/sam/.claude'],
    ['home: {}', '/home/sam/.claude'],
    ['home: {path: ~/other}', '/home/sam/other'],
    ['home: false', undefined],
  ])('of the home: %s', (form, path) => {
    expect(read(form).home?.path).toBe(path);
  });

  test.each([
    ['10', { count: 10 }],
    ['0', { count: 0 }],
    ['"25%"', { share: 0.25 }],
    ['100%', { share: 1 }],
  ])('of maxDeletes: %s', (form, limit) => {
    expect(read(`policy: {maxDeletes: ${form}}`).policy.maxDeletes).toEqual(limit);
  });

  test('of settings: names, fields, or both', () => {
    const { settings } = read('global:\n  settings:\n    - base\n    - {env: {A: null}}\n').global;
    expect(settings).toEqual([
      { pattern: 'base', selector: 'global.settings base', place: 'canonical.yaml:3' },
      { inline: { env: { A: null } }, selector: 'global.settings', place: 'canonical.yaml:4' },
    ]);
    const alone = read('global:\n  settings:\n    model: opus\n').global.settings;
    expect(alone).toEqual([{ inline: { model: 'opus' }, selector: 'global.settings', place: 'canonical.yaml:2' }]);
  });

  test('of a hook: name, name and matcher, object', () => {
    const list =
      '[a.py, "b.py (mcp__(x|y)__.*)", {name: c, matcher: Bash, timeout: 5, if: Bash(git *), args: [-x], onFailure: block}]';
    const { hooks } = read(`global: {hooks: {PreToolUse: ${list}}}`).global;
    expect(wired(hooks)).toEqual(['PreToolUse a.py *', 'PreToolUse b.py mcp__(x|y)__.*', 'PreToolUse c Bash']);
    expect(hooks[2]!.handler).toEqual({ timeout: 5, if: 'Bash(git *)', args: ['-x'], onFailure: 'block' });
    expect(hooks[2]!.selector).toBe('global.hooks.PreToolUse c (Bash)');
  });

  test('of a version: in quotes or not', () => {
    expect(read('version: 1.0').version).toBe('1.0');
    expect(read("version: '1.4'").version).toBe('1.4');
  });
});

describe('paths', () => {
  test.each([
    ['/a/../b', {}, '/b'],
    ['~/x', {}, '/home/sam/x'],
    ['$' + '{R}/x', { R: '/r' }, '/r/x'],
    ['$' + '{R:-~/d}/x', {}, '/home/sam/d/x'],
    ['$' + '{R:-/d}/x', { R: '' }, '/d/x'],
  ])('%s is replaced and made absolute', (written, env, path) => {
    expect(read(`repositories: {a: {path: "${written}"}}`, { env }).repositories[0]!.path).toBe(path);
  });

  test('a relative path starts at the workspace, which starts at the hub', () => {
    const canonical = read(
      'workspace: ../code\nrepositories: {a: {path: x}}\ninfrastructure: {hooks_shared: {path: hooks}}',
    );
    expect(canonical.repositories[0]!.path).toBe('/code/x');
    expect(canonical.hooksShared).toBe('/code/hooks');
  });
});

describe('what is tolerated', () => {
  test('a byte order mark, carriage returns, comments, anchors', () => {
    const text =
      '\ufeff# hello\r\nrepositories:\r\n  a: &a\r\n    path: /a\r\n    labels: &l {x: y}\r\n  b:\r\n    path: /b\r\n    labels: *l\r\n';
    const canonical = read(text);
    expect(canonical.repositories.map(({ name, place }) => [name, place])).toEqual([
      ['a', 'canonical.yaml:3'],
      ['b', 'canonical.yaml:6'],
    ]);
    expect(canonical.repositories[1]!.labels).toEqual(new Map([['x', 'y']]));
  });

  test('the sections of later versions, without a word', () => {
    const later = ['notifications', 'features', 'mcp', 'standard_structure', 'forge'];
    expect(
      said(
        `${later.map((name) => `${name}: {a: [1, b]}`).join('\n')}\ninfrastructure: {expected_services: {cron: []}}`,
      ),
    ).toEqual([]);
  });

  test('unknown keys and events, when lenient', () => {
    const text = 'global:\n  comands: [a]\n  hooks: {Stopp: [a]}\nrepositories: {a: {path: /a, colour: red}}';
    expect(said(text, { lenient: true })).toEqual([
      'warning canonical.yaml:2:3  global: unknown key "comands". Did you mean "commands"?',
      'warning canonical.yaml:3:11  global.hooks: unknown event "Stopp". Did you mean "Stop"?',
      expect.stringContaining(
        'warning canonical.yaml:4:30  repositories.a: unknown key "colour". Known are path, language,',
      ),
    ]);
    expect(read(text, { lenient: true }).global.hooks).toEqual([]);
  });
});
