import { describe, expect, test } from 'vitest';
import { library } from './library.ts';

// Zero width, direction, tag and selector characters: invisible to a reviewer, not to a model.
const HIDDEN = /\p{Default_Ignorable_Code_Point}|\p{Cf}|[\u2028\u2029]/u;

describe.each(library())('$path', (file) => {
  test('is plain UTF-8 text with LF and one final newline, and hides nothing', () => {
    expect(Buffer.from(file.text, 'utf8').equals(file.bytes)).toBe(true);
    expect(HIDDEN.exec(file.text)).toBeNull();
    expect(file.text).not.toMatch(/[\0-\x08\x0b-\x1f\x7f]/);
    expect(file.text).toMatch(/[^\n]\n$/);
    expect(file.text).not.toMatch(/[ \t]\n/);
  });

  test('is executable exactly when it is a script with a shebang', () => {
    const script = /\.(mjs|py|sh)$/.test(file.path);
    expect(file.executable).toBe(script);
    expect(file.text.startsWith('#!')).toBe(script);
  });

  test('has template tags only in a template, and no path of a machine', () => {
    if (!file.path.endsWith('.mustache')) expect(file.text).not.toMatch(/(?<!\$)\{\{/);
    expect(file.text).not.toMatch(/\/(home|Users|media|work|root)\//);
  });

  test('has a name that every system accepts', () => {
    expect(file.path).toMatch(/^[\w./-]+$/);
    expect(file.path.split('/').every((part) => part.length <= 64)).toBe(true);
  });
});

test('no two names differ only in case', () => {
  const names = library().map((file) => file.path.toLowerCase());
  expect(new Set(names).size).toBe(names.length);
});
