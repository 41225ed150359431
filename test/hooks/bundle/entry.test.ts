import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { briefInput, redactedStart, shortPath } from '../../../src/hooks/bundle/brief.ts';
import { bundleEntry, operationOf } from '../../../src/hooks/bundle/entry.ts';
import { summarizeEntries } from '../../../src/hooks/bundle/summary.ts';
import { parseEvent } from '../../../src/hooks/common/event.ts';

const PLACES = { root: '/home/ann/project', home: '/home/ann' };

describe('a path', () => {
  test.each([
    ['/home/ann/project/src/a.ts', 'src/a.ts'],
    ['/home/ann/project', '.'],
    ['/home/ann/projects/b.ts', '~/projects/b.ts'],
    ['/home/anna/x', '/home/anna/x'],
    ['/etc/hosts', '/etc/hosts'],
    ['src/a.ts', 'src/a.ts'],
  ])('%s is told as %s', (path, short) => {
    expect(shortPath(path, PLACES)).toBe(short);
  });
});

describe('an input in brief', () => {
  test('has contents as their length, and other values as they are', () => {
    const input = { content: 'abc', edits: [1, 2], limit: 5, recursive: true, nothing: null, pattern: 'x' };
    expect(briefInput(input, PLACES, 100)).toEqual({
      content: '3 characters',
      edits: '2 items',
      limit: 5,
      recursive: true,
      pattern: 'x',
    });
  });

  test('has no absolute path of the project or the home in a command', () => {
    const command = 'cat /home/ann/project/a.ts /home/ann/.netrc /home/anna/b';
    expect(briefInput({ command }, PLACES, 100)).toEqual({ command: 'cat a.ts ~/.netrc /home/anna/b' });
  });

  test('has no secret, also where only the key’s name says so and in nested values', () => {
    const input = { password: 'correct-horse-battery', headers: { authorization: 'Bearer abcdefghijklmnop123456' } };
    const text = JSON.stringify(briefInput(input, PLACES, 500));
    expect(text).not.toContain('correct-horse');
    expect(text).not.toContain('abcdefghijklmnop');
  });

  test('a secret that is cut by the length is redacted first', () => {
    const key = `AKIA${'ABCD'.repeat(4)}`;
    expect(redactedStart(`${'x'.repeat(90)} ${key}`, 100)).not.toContain('AKIAABCD');
  });
});

test('an entry fits into one line, whatever the input is', () => {
  const input = fc.dictionary(fc.string(), fc.oneof(fc.string({ maxLength: 9000, unit: 'binary' }), fc.jsonValue()), {
    maxKeys: 30,
  });
  fc.assert(
    fc.property(input, fc.string({ minLength: 1, maxLength: 3000 }), (tool_input, tool_name) => {
      const event = parseEvent(
        JSON.stringify({ hook_event_name: 'PreToolUse', tool_name, tool_input, tool_use_id: 'x'.repeat(500) }),
      );
      const line = JSON.stringify(bundleEntry(event, PLACES, 1));
      expect(Buffer.byteLength(line)).toBeLessThan(4096);
      expect(line).not.toContain('\n');
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['Read', 'read'],
  ['MultiEdit', 'edit'],
  ['Agent', 'agent'],
  ['Task', 'agent'],
  ['mcp__a__b', 'mcp'],
  ['Sleep', 'other'],
])('%s is the operation %s', (tool, operation) => {
  expect(operationOf(tool)).toBe(operation);
});

test('a bundle is summed up in the order of first use, without duplicates', () => {
  const line = (op: string, input: Record<string, unknown>) => ({ op, in: input });
  const summary = summarizeEntries([
    line('read', { file_path: 'b' }),
    line('read', { file_path: 'a' }),
    line('edit', { file_path: 'a' }),
    line('read', { file_path: 'b' }),
    line('run', { command: 'npm test' }),
    line('run', { command: 'npm test' }),
    { op: 'read' },
    {},
  ]);
  expect(summary).toEqual({ read: ['b', 'a'], changed: ['a'], commands: ['npm test'] });
});
