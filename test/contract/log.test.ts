import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Level, lineLog } from '../../src/adapters/log/log.ts';
import type { Fields, Log } from '../../src/ports/log.ts';

const NOON = Date.parse('2026-03-10T12:00:00Z');

function written(level: Level, say: (log: Log) => void): string {
  const parts: string[] = [];
  say(
    lineLog(
      (part) => parts.push(part),
      level,
      () => NOON,
    ),
  );
  return parts.join('');
}

const fieldsText = (fields: Fields): string =>
  written('info', (log) => log.info('x', fields)).slice('2026-03-10T12:00:00.000Z info  x'.length, -1);

describe('the log', () => {
  test('has a line for each message: time, level, text, fields', () => {
    const text = written('debug', (log) => {
      log.debug('looked', { target: 'nautilus_dev' });
      log.info('applied', { target: 'nautilus_dev', changes: 3, created: false });
      log.warn('blocked');
      log.error('failed', { reason: undefined, code: 'EACCES' });
    });
    expect(text).toBe(
      [
        '2026-03-10T12:00:00.000Z debug looked target=nautilus_dev',
        '2026-03-10T12:00:00.000Z info  applied target=nautilus_dev changes=3 created=false',
        '2026-03-10T12:00:00.000Z warn  blocked',
        '2026-03-10T12:00:00.000Z error failed code=EACCES\n',
      ].join('\n'),
    );
  });

  test.each<[Level, string]>([
    ['debug', 'debug info warn error'],
    ['info', 'info warn error'],
    ['warn', 'warn error'],
    ['error', 'error'],
    ['silent', ''],
  ])('at level %s says %j', (level, said) => {
    const text = written(level, (log) => {
      for (const name of ['debug', 'info', 'warn', 'error'] as const) log[name](name);
    });
    expect((text.match(/\w+$/gm) ?? []).join(' ')).toBe(said);
  });

  test.each([
    ['plain/path-1.md', ' v=plain/path-1.md'],
    ['a b', ' v="a b"'],
    ['say "x"', ' v="say \\"x\\""'],
    ['a=b', ' v="a=b"'],
    ['', ' v=""'],
    ['line\nbreak', ' v="line\\nbreak"'],
    ['\u001b[31mred', ' v=\\x1b[31mred'],
    ['a\u009bb', ' v=a\\x9bb'],
    ['turned \u202e around', ' v="turned \\u202e around"'],
    ['한국어', ' v=한국어'],
  ])('the value %j is written %s', (value, text) => {
    expect(fieldsText({ v: value })).toBe(text);
  });

  test('no value breaks its line, or reaches the terminal as anything but text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(fieldsText({ v: value })).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202e]/);
      }),
    );
  });
});
