import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldsDocument } from '../../../src/core/desired/documents.ts';
import {
  type FieldStack,
  fieldFileOf,
  layFragment,
  readFragment,
  scriptsNamedIn,
} from '../../../src/core/desired/settings.ts';
import { bytesOf, textOf } from '../../../src/core/values/content.ts';
import { documentOf, fieldsOf, pointerOf } from '../../../src/core/values/fields.ts';
import type { JsonObject } from '../../../src/core/values/json.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';
import { documents } from '../actual/json-texts.ts';

function stacked(...fragments: JsonObject[]): FieldStack {
  const stack: FieldStack = new Map();
  for (const [index, fragment] of fragments.entries())
    layFragment(stack, { fragment, origin: { selector: `layer ${index}` } }, 'settings');
  return stack;
}

const laid = (...fragments: JsonObject[]): JsonObject =>
  documentOf([...stacked(...fragments).values()].map(({ field }) => field));

describe('layers of settings', () => {
  const handler = (command: string, more: JsonObject = {}): JsonObject => ({ type: 'command', command, ...more });

  test.each<[string, JsonObject[], JsonObject]>([
    [
      'a later value replaces an earlier one',
      [{ model: 'a', env: { A: '1' } }, { model: 'b' }],
      { env: { A: '1' }, model: 'b' },
    ],
    [
      'sets grow',
      [{ permissions: { deny: ['x', 'y'] } }, { permissions: { deny: ['y', 'z'] } }],
      { permissions: { deny: ['x', 'y', 'z'] } },
    ],
    ['a null takes a value away', [{ model: 'a', env: { A: '1' } }, { model: null }], { env: { A: '1' } }],
    ['a null takes all below away', [{ env: { A: '1', B: '2' } }, { env: null }], {}],
    [
      'a null takes a whole set away',
      [{ permissions: { deny: ['x'], allow: ['y'] } }, { permissions: { deny: null } }],
      { permissions: { allow: ['y'] } },
    ],
    [
      'after a null a layer begins anew',
      [{ permissions: { deny: ['x'] } }, { permissions: { deny: null } }, { permissions: { deny: ['z'] } }],
      { permissions: { deny: ['z'] } },
    ],
    [
      'a null for what is not there does nothing',
      [{ env: { A: '1' } }, { env: { B: null }, model: null }],
      { env: { A: '1' } },
    ],
    ['a null takes only its own key', [{ env: { A: '1', AB: '2' } }, { env: { A: null } }], { env: { AB: '2' } }],
    [
      'a value replaces an object',
      [{ statusLine: { type: 'command', command: 'x' } }, { statusLine: 'off' }],
      { statusLine: 'off' },
    ],
    [
      'an object replaces a value',
      [{ statusLine: 'off' }, { statusLine: { type: 'command' } }],
      { statusLine: { type: 'command' } },
    ],
    ['a value replaces a set', [{ x: ['a', 'b'] }, { x: 1 }], { x: 1 }],
    ['a set replaces a value', [{ x: 1 }, { x: ['a'] }], { x: ['a'] }],
    ['an object replaces a set', [{ x: ['a'] }, { x: { b: 1 } }], { x: { b: 1 } }],
    ['a set replaces an object', [{ x: { b: 1 } }, { x: ['a'] }], { x: ['a'] }],
    [
      'an ordered list is replaced as a whole',
      [{ fallbackModel: ['a'] }, { fallbackModel: ['b', 'a'] }],
      { fallbackModel: ['b', 'a'] },
    ],
    [
      'a handler is replaced by one that runs the same under the same matcher',
      [
        { hooks: { Stop: [{ hooks: [handler('a', { timeout: 1 }), handler('b')] }] } },
        { hooks: { Stop: [{ hooks: [handler('a')] }, { matcher: 'x', hooks: [handler('b')] }] } },
      ],
      { hooks: { Stop: [{ hooks: [handler('a'), handler('b')] }, { matcher: 'x', hooks: [handler('b')] }] } },
    ],
    [
      'a null takes an event away',
      [{ hooks: { Stop: [{ hooks: [handler('a')] }] }, model: 'a' }, { hooks: { Stop: null } }],
      { model: 'a' },
    ],
  ])('%s', (_, fragments, expected) => {
    expect(laid(...fragments)).toEqual(expected);
  });

  test('a field remembers the layer it is from', () => {
    const origins = [...stacked({ a: 1, b: 1 }, { b: 2 })].map(([pointer, { origin }]) => [pointer, origin.selector]);
    expect(origins).toEqual([
      ['/a', 'layer 0'],
      ['/b', 'layer 1'],
    ]);
  });

  test('whatever is piled up, the fields fit into one document and come back from it', () => {
    fc.assert(
      fc.property(fc.array(documents, { maxLength: 3 }), (fragments) => {
        const stack = stacked(...fragments);
        const document = fieldsDocument('settings.json' as RelPath, [...stack.values()], true);
        const whole = document.form === 'fields' ? JSON.parse(textOf(document.whole)) : {};
        expect(fieldsOf(whole, 'settings').map(pointerOf).sort()).toEqual([...stack.keys()].sort());
      }),
    );
  });

  test('a layer laid twice is laid once, and the last layer is in force', () => {
    fc.assert(
      fc.property(documents, documents, (base, top) => {
        expect([...stacked(base, top, top).keys()].sort()).toEqual([...stacked(base, top).keys()].sort());
        const stack = stacked(base, top);
        for (const field of fieldsOf(top, 'settings')) {
          if (field.value !== null) expect(stack.get(pointerOf(field))?.origin.selector).toBe('layer 1');
        }
      }),
    );
  });
});

describe('a fragment of the library', () => {
  test.each([
    ['settings/base.json', 'settings'],
    ['settings/machine.local.json', 'local'],
    ['settings/tools.mcp.json', 'mcp'],
    ['settings/mcp.json', 'mcp'],
    ['languages/python/mcp.json', 'mcp'],
    ['languages/python/settings.json', 'settings'],
    ['languages/python/settings.local.json', 'local'],
    ['settings/readme.md', undefined],
  ])('%s belongs to %s', (path, file) => {
    expect(fieldFileOf(path)).toBe(file);
  });

  const read = (source: string, text: string): ReturnType<typeof readFragment> =>
    readFragment(source, bytesOf(text), { host: 'a "b" \\ c' });

  test('is read as it is, or rendered with JSON’s own escapes', () => {
    expect(read('a.json', '{"x": "{{host}}"}')).toMatchObject({ fragment: { x: '{{host}}' } });
    expect(read('a.json.mustache', '{"x": "{{host}}"}')).toMatchObject({ fragment: { x: 'a "b" \\ c' } });
  });

  test.each([
    ['a.json', '{"x": 1,}', 'is not valid JSON'],
    ['a.json', '[1]', 'is not a JSON object.'],
    ['a.json', '"x"', 'is not a JSON object.'],
    ['a.json.mustache', '{"x": "{{hots}}"}', 'unknown variable "hots".'],
  ])('%s with %s is told with its place', (source, text, message) => {
    const result = read(source, text);
    const [problem] = 'problems' in result ? result.problems : [];
    expect(problem?.place.file).toBe(source);
    expect(problem?.message).toContain(message);
  });

  test('the scripts that settings run are found by name, in subfolders too', () => {
    const stack = stacked({
      statusLine: { type: 'command', command: 'node "$CLAUDE_PROJECT_DIR/.claude/hooks/status-line.mjs"' },
      x: { args: [`\${CLAUDE_PROJECT_DIR}/.claude/hooks/checks/lint.sh`, '/other/hooks/no.sh'] },
    });
    expect([...scriptsNamedIn(stack)]).toEqual(['status-line.mjs', 'checks/lint.sh']);
  });
});
