import { describe, expect, test } from 'vitest';
import { HOOK_EVENTS } from '../../../src/core/canonical/events.ts';
import { sampleEvent, sampleTranscript } from '../../../src/core/hooks/sample.ts';
import type { AbsPath } from '../../../src/core/values/paths.ts';
import { parseEvent } from '../../../src/hooks/common/event.ts';

const session = { cwd: '/repo' as AbsPath, home: '/home/ada' as AbsPath, transcript: '/state/t.jsonl' as AbsPath };

describe('a made-up event', () => {
  test.each(HOOK_EVENTS)('%s is one that hooks read', (event) => {
    const read = parseEvent(JSON.stringify(sampleEvent({ event }, session)));
    expect(read).toMatchObject({ hook_event_name: event, session_id: 'sample-session', cwd: '/repo' });
  });

  test.each([
    [
      { event: 'PreToolUse', command: 'rm -rf /' },
      { tool_name: 'Bash', tool_input: { command: 'rm -rf /' } },
    ],
    [
      { event: 'PreToolUse', file: 'src/x.py' },
      { tool_name: 'Write', tool_input: { file_path: '/repo/src/x.py' } },
    ],
    [
      { event: 'PreToolUse', tool: 'Edit', file: '~/x.go' },
      { tool_name: 'Edit', tool_input: { file_path: '/home/ada/x.go' } },
    ],
    [
      { event: 'PostToolUse', tool: 'Read', file: '/x' },
      { tool_name: 'Read', tool_input: { file_path: '/x' } },
    ],
    [{ event: 'UserPromptSubmit', prompt: 'tdd off' }, { prompt: 'tdd off' }],
  ])('holds what is wished for: %j', (wishes, expected) => {
    expect(sampleEvent(wishes, session)).toMatchObject(expected);
  });

  test('its transcript is lines of JSON with one question and one answer', () => {
    const lines = sampleTranscript(session.cwd, '2026-01-31T00:00:00.000Z').trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(['user', 'assistant']);
  });
});
