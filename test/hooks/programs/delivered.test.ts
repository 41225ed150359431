import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeFolder, makeRepository, runAtOnce, runWith, type Setting, spooled } from './programs.ts';

// All eight hooks as they are delivered: the files of the library.

const HOOKS = join(import.meta.dirname, '../../../desired-state/hooks');
const GUARDS = ['smart-safety-check', 'git-safety-check'] as const;

/** An event that each of them has work with. */
const EVENTS: readonly (readonly [string, Record<string, unknown>])[] = [
  ['context-bundle-builder', { hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input: { command: 'ls' } }],
  ['smart-safety-check', { hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input: { command: 'rm -rf /' } }],
  ['git-safety-check', { hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input: { command: 'git push -f' } }],
  [
    'tdd-guard-check',
    {
      hook_event_name: 'PreToolUse',
      tool_name: 'Write',
      tool_input: { file_path: 'a.py', content: 'def f(): pass\n' },
    },
  ],
  [
    'dora-tracker',
    { hook_event_name: 'PostToolUse', tool_name: 'Bash', tool_input: { command: 'npm test' }, tool_response: {} },
  ],
  ['auto-format', { hook_event_name: 'PostToolUse', tool_name: 'Write', tool_input: { file_path: 'a.txt' } }],
  ['context-preservation', { hook_event_name: 'SessionEnd', reason: 'other' }],
  ['session-summary', { hook_event_name: 'Stop' }],
];

const place = (): Setting => ({ project: makeRepository({ 'a.txt': 'a\n' }), state: makeFolder('state') });
const script = (name: string): string => join(HOOKS, `${name}.mjs`);

describe.each(EVENTS)('%s', (name, event) => {
  test('fifty runs at once leave fifty whole rows', async () => {
    const where = place();
    const events = Array.from({ length: 50 }, (_, i) => ({ ...event, session_id: `s${i}`, tool_use_id: `t${i}` }));
    const codes = await runAtOnce(script(name), events, where);
    expect(codes.filter((code) => code !== 0)).toEqual([]);
    const rows = spooled(where.state, 'claude_hooks').filter((row) => row['hook_name'] === name);
    expect(new Set(rows.map((row) => row['session_id'])).size).toBe(50);
    expect(rows).toHaveLength(50);
    expect(rows.filter((row) => row['success'] !== true)).toEqual([]);
  });

  test.each([
    ['nothing', ''],
    ['no JSON', 'hello'],
    ['half of an event', JSON.stringify(event).slice(0, -9)],
    ['a list', '[]'],
    ['an event without a name', '{}'],
    [
      'fields of other types',
      '{"hook_event_name":"PreToolUse","session_id":7,"tool_name":[],"tool_input":"x","cwd":{}}',
    ],
    ['an unknown event', '{"hook_event_name":"Tomorrow","session_id":"s"}'],
    ['a megabyte', JSON.stringify({ ...event, more: 'x'.repeat(1_000_000) })],
  ])('%s on stdin: exit code 0, nothing on stderr, and never an approval', (what, stdin) => {
    const { code, stdout, stderr, answer } = runWith(script(name), stdin, place());
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).not.toContain('"allow"');
    // What a guard cannot read it asks about; an observer stays silent.
    if (['nothing', 'no JSON', 'half of an event', 'a list', 'an event without a name'].includes(what)) {
      const asks = (GUARDS as readonly string[]).includes(name);
      expect(answer?.hookSpecificOutput?.permissionDecision).toBe(asks ? 'ask' : undefined);
    }
  });
});

describe.each(GUARDS)('%s without the part of its file that reads lines', (name) => {
  test('asks about what is no everyday line', () => {
    const folder = makeFolder('hooks');
    const whole = readFileSync(script(name), 'utf8');
    const cut = join(folder, `${name}.mjs`);
    const event = (command: string): string =>
      JSON.stringify({ hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input: { command } });
    for (const text of [whole.slice(0, whole.lastIndexOf('\n/*')), whole.replace('*@/', '*'), `${whole}/* more */`]) {
      writeFileSync(cut, text);
      expect(text).not.toBe(whole);
      expect(runWith(cut, event('rm -rf build'), place()).answer?.hookSpecificOutput?.permissionDecision).toBe('ask');
      expect(runWith(cut, event('ls'), place())).toMatchObject({ code: 0, stdout: '' });
    }
  });

  test('reads lines all the same where git wrote its file with the line ends of Windows', () => {
    const converted = join(makeFolder('hooks'), `${name}.mjs`);
    writeFileSync(converted, readFileSync(script(name), 'utf8').replaceAll('\n', '\r\n'));
    const command = 'rm -rf /etc; git push -f origin main';
    const event = JSON.stringify({ hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input: { command } });
    const { answer } = runWith(converted, event, place());
    expect(answer?.hookSpecificOutput?.permissionDecision).toBe('deny');
  });
});
