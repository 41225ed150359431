import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/core/plan/plan.ts';
import type { AbsPath } from '../../../src/core/values/paths.ts';
import { planText } from '../../../src/core/views/planText.ts';
import type { PlanTextOptions } from '../../../src/core/views/planTextOptions.ts';
import { columns } from '../../../src/core/views/printable.ts';
import { unifiedDiff } from '../../../src/core/views/unifiedDiff.ts';
import { adopted, block, fields, file, finding, globally, HOME, lines, plan, side, standing, target } from './build.ts';

function text(value: Plan, options: Partial<PlanTextOptions> = {}): string {
  return planText(value, {
    home: HOME,
    color: false,
    width: 120,
    verbose: false,
    verb: 'plan',
    diffOf: unifiedDiff,
    ...options,
  });
}

const cycle = file('.claude/commands/tdd/cycle.md', side(lines('a', 'old', 'c')), side(lines('a', 'new', 'c')));
const created = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    file(`.claude/commands/c${i}.md`, null, side(`${i}`), globally('commands *', 12)),
  );

describe('a plan as text', () => {
  test('a whole fleet reads as in the design', () => {
    const settings = fields('.claude/settings.json', { before: side('{}'), after: side('{"a":1}') }, [
      { pointer: '/env/QUESTDB_HOST', old: 'db1', young: 'localhost', reason: 'drifted' },
      { pointer: '/permissions/deny/Read(.~1.env)', young: 'Read(./.env)' },
    ]);
    const fleet = plan([
      target('liquidation_heatmap'),
      target('n8n_dev', created(4), { creation: { how: 'init', branch: 'main' } }),
      target('nautilus_dev', [
        file('.claude/commands/tdd/cycle.md', null, side('x'), globally('commands tdd/', 41)),
        standing('.claude/agents/reviewer.md', { action: 'conflict', reason: 'drifted-and-changed' }),
        file('.claude/hooks/auto-format.mjs', side('x'), side('x', '100755'), { reason: 'drifted' }),
        settings,
        file('.claude/skills/old-insight/SKILL.md', side('x'), null),
        ...Array.from({ length: 38 }, (_, i) => adopted(`.claude/rules/r${i}.md`)),
      ]),
      target('pinned', created(4)),
      target('utxoracle', [], { status: 'Blocked', reason: 'a rebase is in progress; finish or abort it' }),
    ]);
    expect(text(fleet)).toBe(
      lines(
        'liquidation_heatmap   in sync',
        'n8n_dev               ~/projects/n8n_dev        will be created (git init, branch main)',
        '  + .claude/commands/c0.md  new: global.commands * (canonical.yaml:12)',
        '  + .claude/commands/c1.md  new: global.commands * (canonical.yaml:12)',
        '  + .claude/commands/c2.md  new: global.commands * (canonical.yaml:12)',
        '  + .claude/commands/c3.md  new: global.commands * (canonical.yaml:12)',
        '',
        'nautilus_dev          ~/projects/nautilus_dev   main 3f2c1ab',
        '  ! .claude/agents/reviewer.md           conflict: changed there and here; left alone',
        '  + .claude/commands/tdd/cycle.md        new: global.commands tdd/ (canonical.yaml:41)',
        '  ~ .claude/hooks/auto-format.mjs        executable bit lost; will be repaired',
        '  ~ .claude/settings.json                2 fields',
        '      ~ env.QUESTDB_HOST  "db1" → "localhost"  changed there; will be repaired',
        '      + permissions.deny  "Read(./.env)"',
        '  - .claude/skills/old-insight/SKILL.md  no longer in canonical.yaml, unchanged since we wrote it',
        '  = 38 files are exactly right already: adopted',
        '',
        'pinned                ~/projects/pinned         main 3f2c1ab',
        '  + 4 files, the same as in n8n_dev',
        '',
        'utxoracle             blocked: a rebase is in progress; finish or abort it',
        '',
        'Plan: 1 repository to create, 9 files to create, 2 to update, 1 to delete, 38 to adopt, 1 conflict, in 3 of 5',
        'repositories; 1 blocked. Nothing was written.',
        'Run `reconcile apply` to do this, or `reconcile plan --out plan.json` to keep it.',
        'A conflict is left alone. Take what stands there into the hub, or remove it there, and plan again.',
      ),
    );
  });

  test('a plan without changes is one line, and makes no diff', () => {
    const asked = () => expect.unreachable('nothing is to be compared');
    const fleet = plan(['a', 'b', 'c', 'd'].map((name) => target(name)));
    expect(text(fleet, { diffOf: asked })).toBe('No changes. 4 of 4 targets are in sync.\n');
  });

  test('what could not be planned is told apart from what is in sync', () => {
    const fleet = plan([
      target('a'),
      target('b', [], { status: 'Error', reason: 'is not a folder' }),
      target('c', [], { status: 'Suspended', reason: 'frozen for the release' }),
    ]);
    expect(text(fleet)).toBe(
      lines(
        'a   in sync',
        'b   error: is not a folder',
        'c   suspended: frozen for the release',
        '',
        'No changes. 1 of 3 targets is in sync; 1 in error, 1 suspended.',
      ),
    );
  });

  test('many targets in sync are a count, and verbose lists them', () => {
    const calm = Array.from({ length: 6 }, (_, i) => target(`calm${i}`));
    const fleet = plan([...calm, target('x', [cycle])]);
    expect(text(fleet)).toContain('\n6 repositories in sync\n');
    expect(text(fleet)).not.toContain('calm3');
    expect(text(fleet, { verbose: true })).toContain('calm3   in sync\n');
  });

  test('a partial plan says so, and the hint repeats what was named', () => {
    const shown = text(plan([target('a', [cycle]), target('b')], 4), { targets: ['a', 'odd name'] });
    expect(shown).toContain('in 1 of 2 repositories. Only 2 of 4 targets selected. Nothing was written.');
    expect(shown).toContain("Run `reconcile apply a 'odd name'` to do this");
  });

  test('with a home or a directory among them they are targets, not repositories', () => {
    const home = target('home', [cycle], { kind: 'home', root: `${HOME}/.claude` as AbsPath });
    expect(text(plan([home, target('a')]))).toContain('in 1 of 2 targets.');
    expect(text(plan([home]))).toContain('home   ~/.claude');
  });

  test('before it asks, apply shows the plan without hints', () => {
    const shown = text(plan([target('a', [cycle])]), { verb: 'apply' });
    expect(shown.endsWith('Plan: 1 file to update, in 1 of 1 repository.\n')).toBe(true);
  });

  test('a target in which only the record changes says so', () => {
    const shown = text(plan([target('a', [], { status: 'OutOfSync' })]));
    expect(shown).toContain('  = only the record of what is ours is brought up to date\n');
    expect(shown).toContain('Plan: only records to update, in 1 of 1 repository. Nothing was written.');
    expect(shown).not.toContain('reconcile apply');
  });

  test('a clone is told with its address, without the password in it', () => {
    const creation = { how: 'clone', remote: 'https://ada:hunter2@example.org/x.git' } as const;
    expect(text(plan([target('x', created(1), { creation })]))).toContain(
      'will be created (git clone https://ada:••••••@example.org/x.git)',
    );
  });
});

describe('reasons', () => {
  test.each([
    ['deleted there; will be restored', file('f', null, side('x'), { reason: 'drifted' })],
    ['changed here', file('f', side('x'), side('y'))],
    ['changed there; will be repaired', file('f', side('x'), side('y'), { reason: 'drifted' })],
    ['becomes executable', file('f', side('x'), side('x', '100755'))],
    ['made executable there; will be repaired', file('f', side('x', '100755'), side('x'), { reason: 'drifted' })],
    ['changed here, no longer executable', file('f', side('x', '100755'), side('y'))],
    ['differs there; overwritten by policy', file('f', side('x'), side('y'), { byPolicy: true })],
    [
      'no longer in canonical.yaml, but changed there; deleted by policy',
      file('f', side('x'), null, { byPolicy: true }),
    ],
    [
      'no longer in canonical.yaml; left there by policy',
      standing('f', { action: 'forget', reason: 'removed', byPolicy: true }),
    ],
    ['no longer ours; nothing is written', standing('f', { action: 'forget', reason: 'removed' })],
    [
      'conflict: another file stands there, not ours; left alone',
      standing('f', { action: 'conflict', reason: 'foreign' }),
    ],
    [
      'conflict: is a link to ../AGENTS.md; a link is never written through; left alone',
      standing('f', {
        action: 'conflict',
        reason: 'not-a-file',
        detail: 'is a link to ../AGENTS.md; a link is never written through',
      }),
    ],
    [
      'conflict: no longer in canonical.yaml, but changed there; left alone',
      standing('f', { action: 'conflict', reason: 'drifted' }),
    ],
    ['block: changed here', block('f', side('x'), side('y'))],
  ])('"%s"', (reason, part) => {
    expect(text(plan([target('a', [part])]), { width: 200 })).toContain(`f  ${reason}`);
  });
});

describe('diffs', () => {
  const long = (prefix: string) => lines(...Array.from({ length: 40 }, (_, i) => `${prefix} ${i}`));
  const rewritten = file('.claude/commands/x.md', side(long('old')), side(long('new')));

  test('a diff stands below its file', () => {
    expect(text(plan([target('a', [cycle])]))).toContain(
      lines(
        '  ~ .claude/commands/tdd/cycle.md  changed here',
        '      @@ -1,3 +1,3 @@',
        '       a',
        '      -old',
        '      +new',
        '       c',
      ),
    );
  });

  test('a long diff is cut, and verbose shows all of it', () => {
    expect(text(plan([target('a', [rewritten])]))).toContain('      … 61 more lines; -v shows all\n');
    expect(text(plan([target('a', [rewritten])]), { verbose: true })).toContain('      +new 39\n');
  });

  test('the same diff in another target is a reference', () => {
    const shown = text(plan([target('a', [cycle]), target('b', [cycle, created(1)[0]!])]));
    expect(shown).toContain('      the same diff as in a\n');
    expect(shown.match(/\+new/g)).toHaveLength(1);
  });

  test('a binary file is told by its sizes', () => {
    const image = file('logo.png', side('a\0b'), side('a\0bc'));
    expect(text(plan([target('a', [image])]))).toContain('      binary, 3 bytes → 4 bytes\n');
  });

  test('a file in conflict shows its diff when its contents are at hand', () => {
    const clash = standing('CLAUDE.md', { action: 'conflict', reason: 'foreign' });
    const sides = { before: side('theirs\n').bytes, after: side('ours\n').bytes };
    const shown = text(plan([target('a', [clash])]), { conflictOf: () => sides });
    expect(shown).toContain('      -theirs\n      +ours\n');
    expect(text(plan([target('a', [clash])]))).not.toContain('theirs');
  });

  test('a changed line end is seen', () => {
    const ends = file('f', side('a\r\n'), side('a\n'));
    expect(text(plan([target('a', [ends])]))).toContain('      -a\\r\n      +a\n');
  });
});

describe('folding', () => {
  test('with very many targets alike, those beyond a few are a count', () => {
    const fleet = plan(Array.from({ length: 143 }, (_, i) => target(`r${String(i).padStart(3, '0')}`, created(3))));
    const shown = text(fleet);
    expect(shown.match(/\+ 3 files, the same as in r000/g)).toHaveLength(5);
    expect(shown).toContain('137 more repositories: the same changes as in r000 (-v lists them)\n');
    expect(shown).toContain('Plan: 429 files to create, in 143 of 143 repositories.');
    expect(text(fleet, { verbose: true }).match(/the same as in r000/g)).toHaveLength(142);
  });

  test('lists that differ in one id are not folded', () => {
    const other = [...created(2), file('.claude/commands/c2.md', null, side('else'), globally('commands *', 12))];
    expect(text(plan([target('a', created(3)), target('b', other)]))).not.toContain('the same as');
  });
});

describe('fields', () => {
  const written = { before: side('{}'), after: side('{"a":1}') };
  const shown = (list: Parameters<typeof fields>[2], path = '.claude/settings.json') =>
    text(plan([target('a', [fields(path, written, list)])]), { width: 200 });

  test('a file of many fields counts once, and once more as a conflict when it holds one', () => {
    const out = shown([
      { pointer: '/model', old: 'a', young: 'b', action: 'conflict', reason: 'drifted-and-changed' },
      { pointer: '/env/A', young: '1' },
      { pointer: '/env/B', young: '1', old: '1', action: 'adopt', reason: 'same' },
    ]);
    expect(out).toContain('2 fields, 1 in conflict');
    expect(out).toContain('      ! model  "a" → "b"  conflict: changed there and here; left alone\n');
    expect(out).toContain('      = 1 field is exactly right already: adopted\n');
    expect(out).toContain('Plan: 1 file to update, 1 conflict, in 1 of 1 repository.');
  });

  test('a hook is told by event, matcher and command', () => {
    const value = { type: 'command', command: 'node x.mjs', timeout: 5 };
    expect(shown([{ pointer: '/hooks/PreToolUse/Bash/node x.mjs', young: value }])).toContain(
      '      + hooks.PreToolUse Bash  "node x.mjs"\n',
    );
    expect(
      shown([{ pointer: '/hooks/PreToolUse/Bash/node x.mjs', old: value, young: { ...value, timeout: 9 } }]),
    ).toContain('"node x.mjs" {"timeout":5} → {"timeout":9}  changed here\n');
  });

  test('a variable whose value is its own name is no element of a list', () => {
    expect(shown([{ pointer: '/env/SAME', young: 'SAME' }])).toContain('+ env.SAME  "SAME"\n');
  });

  test('a value that a key calls secret is not shown', () => {
    const out = shown(
      [{ pointer: '/mcpServers/x/env/API_TOKEN', old: 'abcd-1234-efgh', young: 'zyxw-9876' }],
      '.mcp.json',
    );
    expect(out).toContain('~ mcpServers.x.env.API_TOKEN  "••••••" → "••••••"  changed here\n');
  });
});

describe('findings', () => {
  test('the worst come first, and one line of canonical.yaml is told once for all its targets', () => {
    const missing = finding('high', '"comands/" matches nothing in the library.', { place: 'canonical.yaml:41:7' });
    const low = finding('low', 'is large', { path: 'CLAUDE.md' as never });
    expect(text(plan([target('a', [], { findings: [low, missing] }), target('b', [], { findings: [missing] })]))).toBe(
      lines(
        'Findings',
        '  high      canonical.yaml:41:7  "comands/" matches nothing in the library. (2 targets)',
        '  low       a: CLAUDE.md  is large',
        '',
        'No changes. 2 of 2 targets are in sync.',
      ),
    );
  });
});

describe('whatever is in a plan', () => {
  const nasty = fc.string({
    unit: fc.constantFrom(
      'a',
      '/',
      ' ',
      '\u001b',
      '[31m',
      '\n',
      '\r',
      '\t',
      '\u202e',
      '\u0085',
      '\u2028',
      '\ud800',
      '漢',
      '`',
      '|',
    ),
  });
  const name = nasty.map((some) => `n${some}`);
  const part = fc.oneof(
    fc
      .record({ path: name, before: nasty, after: nasty })
      .map(({ path, before, after }) => file(path, side(before), side(`${after}x`))),
    fc
      .record({ path: name, detail: nasty })
      .map(({ path, detail }) => standing(path, { action: 'conflict', reason: 'unreadable', detail })),
    fc
      .record({ key: name, value: nasty })
      .map(({ key, value }) =>
        fields('.claude/settings.json', { before: side('{}'), after: side('{"a":1}') }, [
          { pointer: `/${key.replaceAll('/', '~1')}`, young: value },
        ]),
      ),
  );
  const anyTarget = fc
    .record({ name, parts: fc.array(part, { maxLength: 3 }), reason: nasty, blocked: fc.boolean() })
    .map((one) =>
      target(one.name, one.blocked ? [] : one.parts, one.blocked ? { status: 'Blocked', reason: one.reason } : {}),
    );
  const anyPlan = fc.array(anyTarget, { maxLength: 4 }).map((targets) => plan(targets));
  const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2028\u2029\u2066-\u2069]|\p{Surrogate}/u;

  test('no control character but newlines reaches the terminal', () => {
    fc.assert(
      fc.property(anyPlan, fc.boolean(), (value, verbose) => {
        expect(controls.test(text(value, { verbose }))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('colour adds nothing but colour codes', () => {
    fc.assert(
      fc.property(anyPlan, (value) => {
        expect(text(value, { color: true }).replace(/\u001b\[[0-9]+m/g, '')).toBe(text(value));
      }),
      { numRuns: 200 },
    );
  });

  test('lines keep to the width where their words and paths allow it', () => {
    const reasonable = fc.array(
      fc.constantFrom(cycle, ...created(3), standing('.claude/agents/r.md', { action: 'conflict', reason: 'foreign' })),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(reasonable, fc.integer({ min: 72, max: 160 }), (parts, width) => {
        const shown = text(plan([target('some_repository', parts)]), { width });
        for (const line of shown.split('\n')) expect(columns(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
