import { describe, expect, test } from 'vitest';
import { type HookEnd, readAnswer } from '../../../src/core/hooks/answer.ts';

const ended = (end: Partial<HookEnd>): HookEnd => ({ code: 0, stdout: '', stderr: '', timedOut: false, ...end });
const specific = (fields: Record<string, unknown>, hookEventName = 'PreToolUse'): string =>
  JSON.stringify({ hookSpecificOutput: { hookEventName, ...fields } });

describe('what Claude Code makes of an answer', () => {
  test.each([
    ['silence is no opinion', 'PreToolUse', ended({}), 'none'],
    ['exit code 2 stops a call', 'PreToolUse', ended({ code: 2, stderr: 'no' }), 'block'],
    ['exit code 2 stops nothing at the end of a session', 'SessionEnd', ended({ code: 2, stderr: 'no' }), 'none'],
    ['exit code 1 is a failure, and the call is made', 'PreToolUse', ended({ code: 1, stderr: 'x' }), 'failed'],
    ['a timeout is no verdict', 'PreToolUse', ended({ code: undefined, timedOut: true }), 'failed'],
    ['a script that is missing is no verdict', 'PreToolUse', ended({ code: undefined, failure: 'ENOENT' }), 'failed'],
    ['a denial', 'PreToolUse', ended({ stdout: specific({ permissionDecision: 'deny' }) }), 'deny'],
    ['a question', 'PreToolUse', ended({ stdout: specific({ permissionDecision: 'ask' }) }), 'ask'],
    [
      'JSON counts on every exit code',
      'PreToolUse',
      ended({ code: 1, stdout: specific({ permissionDecision: 'deny' }) }),
      'deny',
    ],
    ['the old form', 'Stop', ended({ stdout: '{"decision":"block","reason":"not yet"}' }), 'block'],
    ['continue: false', 'PostToolUse', ended({ stdout: '{"continue":false}' }), 'block'],
    [
      'an answer for another event is none',
      'PreToolUse',
      ended({ stdout: specific({ permissionDecision: 'deny' }, 'Stop') }),
      'failed',
    ],
    [
      'an unknown decision is none',
      'PreToolUse',
      ended({ stdout: specific({ permissionDecision: 'block' }) }),
      'failed',
    ],
    ['half of a JSON is none', 'PreToolUse', ended({ stdout: '{"decision":' }), 'failed'],
  ])('%s', (_, event, end, decision) => {
    expect(readAnswer(event, end, undefined).decision).toBe(decision);
  });

  test.each([
    ended({ code: 1 }),
    ended({ code: undefined, timedOut: true }),
    ended({ code: undefined, failure: 'ENOENT' }),
    ended({ stdout: '{' }),
  ])('onFailure: block turns a failure into a block: %j', (end) => {
    expect(readAnswer('PreToolUse', end, 'block').decision).toBe('block');
    expect(readAnswer('PreToolUse', end, 'block').problems).toHaveLength(1);
    expect(readAnswer('PreToolUse', end, 'continue').decision).toBe('failed');
  });

  test('the reason of a denial is for Claude, that of a question for the person', () => {
    const say = (permissionDecision: string) =>
      readAnswer(
        'PreToolUse',
        ended({ stdout: specific({ permissionDecision, permissionDecisionReason: 'because' }) }),
        undefined,
      );
    expect(say('deny')).toMatchObject({ toClaude: 'because' });
    expect(say('deny')).not.toHaveProperty('toPerson');
    expect(say('ask')).toMatchObject({ toPerson: 'because' });
    expect(say('ask')).not.toHaveProperty('toClaude');
  });

  test('plain text reaches Claude at the start of a session, and nobody elsewhere', () => {
    expect(readAnswer('SessionStart', ended({ stdout: 'facts\n' }), undefined)).toMatchObject({
      toClaude: 'facts',
      problems: [],
    });
    expect(readAnswer('PostToolUse', ended({ stdout: 'facts\n' }), undefined).problems).toHaveLength(1);
  });

  test('context goes to Claude and a message to the person', () => {
    const stdout = JSON.stringify({
      systemMessage: 'for you',
      hookSpecificOutput: { hookEventName: 'PostToolUse', additionalContext: 'for the model' },
    });
    expect(readAnswer('PostToolUse', ended({ stdout }), undefined)).toMatchObject({
      decision: 'none',
      toClaude: 'for the model',
      toPerson: 'for you',
    });
  });
});
