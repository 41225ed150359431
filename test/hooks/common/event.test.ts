import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEvent } from '../../../src/hooks/common/event.ts';
import { clientAnswer } from '../../../src/hooks/common/result.ts';
import { makeWorld } from '../../../src/hooks/common/world.ts';

describe('an event is read leniently', () => {
  test('known fields of the right type are taken, the rest stays in raw', () => {
    const event = parseEvent(
      JSON.stringify({
        hook_event_name: 'PostToolUse',
        session_id: 's',
        tool_name: 'Bash',
        tool_input: { command: 'ls' },
        tool_response: { stdout: '' },
        duration_ms: 12,
        permission_mode: 7,
        is_interrupt: 'no',
        cwd: '',
        later: [1],
      }),
    );
    expect(event).toMatchObject({
      hook_event_name: 'PostToolUse',
      session_id: 's',
      tool_name: 'Bash',
      duration_ms: 12,
    });
    expect(event.tool_input).toEqual({ command: 'ls' });
    expect(event.permission_mode).toBeUndefined();
    expect(event.is_interrupt).toBeUndefined();
    expect(event.cwd).toBeUndefined();
    expect(event.raw.later).toEqual([1]);
  });

  test('an input that is no object is an empty one', () => {
    expect(parseEvent('{"hook_event_name":"Stop","tool_input":[1]}').tool_input).toEqual({});
    expect(parseEvent('{"hook_event_name":"Stop"}').session_id).toBe('unknown');
  });

  test.each(['', 'x', '[]', 'null', '"a"', '{}', '{"hook_event_name":7}'])('%j is refused', (text) => {
    expect(() => parseEvent(text)).toThrow(/stdin is not|no hook_event_name/);
  });

  test('any JSON is read or refused with a sentence', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        try {
          expect(typeof parseEvent(text).hook_event_name).toBe('string');
        } catch (error) {
          expect((error as Error).message).toMatch(/stdin is not|no hook_event_name/);
        }
      }),
    );
  });
});

describe('the answer fits the event', () => {
  const deny = { kind: 'deny', reason: 'no', rule: 'r' } as const;
  const ask = { kind: 'ask', reason: 'sure?', rule: 'r' } as const;
  const both = { additionalContext: 'facts', systemMessage: 'hello' };

  test.each([
    [
      'PreToolUse',
      { decision: deny },
      {
        hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'deny', permissionDecisionReason: 'no' },
      },
    ],
    [
      'PreToolUse',
      { decision: ask },
      {
        hookSpecificOutput: {
          hookEventName: 'PreToolUse',
          permissionDecision: 'ask',
          permissionDecisionReason: 'sure?',
        },
      },
    ],
    [
      'PermissionRequest',
      { decision: deny },
      { hookSpecificOutput: { hookEventName: 'PermissionRequest', decision: { behavior: 'deny', message: 'no' } } },
    ],
    ['UserPromptSubmit', { decision: deny }, { decision: 'block', reason: 'no' }],
    ['UserPromptSubmit', { decision: ask }, { systemMessage: 'sure?' }],
    ['Stop', { block: 'go on' }, { decision: 'block', reason: 'go on' }],
    [
      'PostToolUse',
      both,
      { systemMessage: 'hello', hookSpecificOutput: { hookEventName: 'PostToolUse', additionalContext: 'facts' } },
    ],
    [
      'SessionStart',
      both,
      { systemMessage: 'hello', hookSpecificOutput: { hookEventName: 'SessionStart', additionalContext: 'facts' } },
    ],
    ['SessionEnd', both, { systemMessage: 'hello' }],
    ['PreToolUse', {}, undefined],
    ['PreToolUse', { modified: true, failure: 'x' }, undefined],
    ['Stop', { additionalContext: 'facts' }, undefined],
  ])('%s %j', (event, result, expected) => {
    expect(clientAnswer(result, event)).toEqual(expected);
  });

  test('texts are cut at what the client takes', () => {
    const answer = clientAnswer({ systemMessage: 'x'.repeat(20_000) }, 'Stop');
    expect(String(answer?.systemMessage)).toHaveLength(10_000);
  });
});

describe('the world of a hook', () => {
  const now = () => 0;
  const world = (env: Record<string, string>, cwd?: string) =>
    makeWorld({ env, cwd: '/here', now }, cwd === undefined ? {} : { cwd });

  test('paths that are not absolute are not believed', () => {
    expect(world({ HOME: '/h', XDG_STATE_HOME: 'relative' }).stateDir).toBe('/h/.local/state/reconcile');
    expect(world({ HOME: '/h', XDG_STATE_HOME: '/s' }).stateDir).toBe('/s/reconcile');
    expect(world({ HOME: '/h' }, 'relative').cwd).toBe('/here');
    expect(world({ CLAUDE_PROJECT_DIR: '/p' }, '/p/sub')).toMatchObject({
      cwd: '/p/sub',
      projectDir: '/p',
      project: 'p',
    });
    expect(world({ RECONCILE_PROJECT: 'shop_dev' }, '/p/shop').project).toBe('shop_dev');
  });

  test('TMPDIR does not make the home folder temporary', () => {
    expect(world({ HOME: '/h', TMPDIR: '/h' }).tempDirs).not.toContain('/h');
    expect(world({ HOME: '/h', TMPDIR: '/' }).tempDirs).not.toContain('/');
    expect(world({ HOME: '/h', TMPDIR: '/h/tmp' }).tempDirs).toContain('/h/tmp');
  });
});
