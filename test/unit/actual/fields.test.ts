import fc from 'fast-check';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { duplicateKey, editFields, type FieldEdit, readDocument } from '../../../src/core/actual/fields.ts';
import { type Field, fieldId, fieldsOf, findField, pointerOf } from '../../../src/core/values/fields.ts';
import { canonicalJson, isObject, type Json, type JsonObject } from '../../../src/core/values/json.ts';
import { documents, laidOut } from './json-texts.ts';

const set = (keys: readonly string[], value: Json): FieldEdit => ({ set: { kind: 'value', keys, value } });
const deny = (value: string): FieldEdit => ({ set: { kind: 'element', keys: ['permissions', 'deny'], value } });
const hook = (event: string, matcher: string, command: string, more: JsonObject = {}): FieldEdit => ({
  set: { kind: 'hook', event, matcher, value: { type: 'command', command, ...more } },
});
const edit = (text: string, ...edits: FieldEdit[]): string => editFields(text, edits, 'settings');

function parsed(text: string): JsonObject {
  const read = readDocument(text);
  if ('wrong' in read) throw new Error(`${read.wrong}: ${JSON.stringify(text)}`);
  return read.document;
}

describe('reading a document', () => {
  test('strict JSON with an object in it is read, a BOM does not hurt', () => {
    expect(readDocument('{"a": [1]}')).toEqual({ document: { a: [1] } });
    expect(readDocument('\ufeff{}\r\n')).toEqual({ document: {} });
  });

  test.each([
    ['', 'is not valid JSON (line 1, column 1)'],
    ['{\n  "a": 1,\n}', 'is not valid JSON (line 3, column 1)'],
    ['{\n  // why\n  "a": 1\n}', 'is not valid JSON (line 2, column 3)'],
    ['{"a": 1} x', 'is not valid JSON (line 1, column 10)'],
    ['\ufeff\ufeff{}', 'is not valid JSON (line 1, column 1)'],
    ['[]', 'is valid JSON, but not an object'],
    ['null', 'is valid JSON, but not an object'],
    ['"x"', 'is valid JSON, but not an object'],
  ])('%j %s', (text, wrong) => {
    expect(readDocument(text)).toEqual({ wrong });
  });

  test('a control character inside a string is refused, as the client does', () => {
    expect(readDocument('{"a": "x\ty"}')).toHaveProperty('wrong');
  });

  test.each([
    ['{"a": 1, "b": {"a": 2}}', undefined],
    ['{"a": 1, "a": 2}', 'a'],
    ['\ufeff{"x": [{"b": 1, "c": 2, "b": 3}]}', 'b'],
    ['{"a": 1, "\\u0061": 2}', 'a'],
    ['{"__proto__": 1, "x": {"__proto__": 1}}', undefined],
    ['{"__proto__": 1, "__proto__": 2}', '__proto__'],
  ])('the key that stands twice in %s is %s', (text, key) => {
    expect(duplicateKey(text)).toBe(key);
  });
});

describe('editing a text', () => {
  test.each([
    ['a new field goes to the end', '{\n  "a": 1\n}\n', [set(['b'], 2)], '{\n  "a": 1,\n  "b": 2\n}\n'],
    [
      'objects on the way are made',
      '{\n  "a": 1\n}',
      [set(['e', 'X'], 'v')],
      '{\n  "a": 1,\n  "e": {\n    "X": "v"\n  }\n}',
    ],
    ['tabs stay tabs', '{\n\t"a": 1\n}\n', [set(['e', 'X'], 1)], '{\n\t"a": 1,\n\t"e": {\n\t\t"X": 1\n\t}\n}\n'],
    [
      'four spaces stay four',
      '{\n    "a": {\n        "b": 1\n    }\n}',
      [set(['a', 'c'], 2)],
      '{\n    "a": {\n        "b": 1,\n        "c": 2\n    }\n}',
    ],
    [
      'CRLF stays CRLF',
      '{\r\n  "a": 1\r\n}\r\n',
      [set(['b'], [1])],
      '{\r\n  "a": 1,\r\n  "b": [\r\n    1\r\n  ]\r\n}\r\n',
    ],
    ['a BOM stays', '\ufeff{"a":1}', [set(['a'], 2)], '\ufeff{"a":2}'],
    ['one line stays one line', '{"a":1}', [set(['b', 'c'], 'x')], '{"a":1,"b":{"c":"x"}}'],
    ['a spaced line stays spaced', '{ "a": 1 }', [set(['b', 'c'], 'x')], '{ "a": 1, "b": { "c": "x" } }'],
    ['an empty file gets lines', '{}', [set(['b'], 1)], '{\n  "b": 1\n}'],
    [
      'a list on one line stays there',
      '{\n  "permissions": { "deny": ["a", "b"] }\n}',
      [deny('c')],
      '{\n  "permissions": { "deny": ["a", "b", "c"] }\n}',
    ],
    [
      'a list on one line loses its last',
      '{\n  "permissions": { "deny": ["a", "b"] }\n}',
      [{ remove: '/permissions/deny/b' }],
      '{\n  "permissions": { "deny": ["a"] }\n}',
    ],
    [
      'a list on one line loses its first',
      '{"permissions": {"deny": ["a", "b"]}}',
      [{ remove: '/permissions/deny/a' }],
      '{"permissions": {"deny": ["b"]}}',
    ],
    [
      'a line goes with its trailing blanks',
      '{\n  "a": 1,  \n  "b": 2,  \n  "c": 3\n}',
      [{ remove: '/b' }],
      '{\n  "a": 1,  \n  "c": 3\n}',
    ],
    ['the only field leaves an empty object', '{\n  "a": 1\n}\n', [{ remove: '/a' }], '{}\n'],
    ['commas in front stay in front', '{ "a": 1\n, "b": 2\n, "c": 3\n}', [{ remove: '/b' }], '{ "a": 1\n, "c": 3\n}'],
    [
      'what is right already is not written',
      '{"a" : 1.0,"b":"\\u0041"}',
      [set(['a'], 1), set(['b'], 'A')],
      '{"a" : 1.0,"b":"\\u0041"}',
    ],
    [
      'what somebody indented oddly stays odd',
      '{\n "x": {"y":1,\n       "z":   [1,2]},\n "a": 1\n}',
      [set(['a'], 2)],
      '{\n "x": {"y":1,\n       "z":   [1,2]},\n "a": 2\n}',
    ],
    [
      'nothing is removed that is not there',
      '{"a":1}',
      [{ remove: '/b' }, { remove: '/permissions/deny/x' }],
      '{"a":1}',
    ],
  ] as const)('%s', (_, text, edits, expected) => {
    expect(edit(text, ...edits)).toBe(expected);
  });

  test('a handler joins the group of its matcher, unless that group has keys of its own', () => {
    const group = (more: JsonObject): JsonObject => ({
      matcher: 'Bash',
      ...more,
      hooks: [{ type: 'command', command: 'a' }],
    });
    const text = JSON.stringify({ hooks: { PreToolUse: [group({ note: 1 }), group({})] } });
    const after = parsed(edit(text, hook('PreToolUse', 'Bash', 'b'), hook('PreToolUse', '*', 'c')));
    expect(after['hooks']).toEqual({
      PreToolUse: [
        group({ note: 1 }),
        {
          matcher: 'Bash',
          hooks: [
            { type: 'command', command: 'a' },
            { type: 'command', command: 'b' },
          ],
        },
        { hooks: [{ type: 'command', command: 'c' }] },
      ],
    });
  });

  test('a handler changes in its place, whatever group it is in', () => {
    const text = JSON.stringify({
      hooks: { Stop: [{ matcher: '', x: 1, hooks: [{ type: 'command', command: 'a' }] }] },
    });
    const after = parsed(edit(text, hook('Stop', '*', 'a', { timeout: 9 })));
    expect(after['hooks']).toEqual({
      Stop: [{ matcher: '', x: 1, hooks: [{ type: 'command', command: 'a', timeout: 9 }] }],
    });
  });

  test('the last handler takes its group, its event and `hooks` with it', () => {
    const text = edit('{"a":1}', hook('Stop', 'x', 'a'), hook('PreToolUse', 'Bash', 'b'));
    const one = edit(text, { remove: '/hooks/Stop/x/a' });
    expect(Object.keys(parsed(one)['hooks'] as JsonObject)).toEqual(['PreToolUse']);
    expect(edit(one, { remove: '/hooks/PreToolUse/Bash/b' })).toBe('{"a":1}');
  });

  test('a group that says more than its matcher stays, without the handler', () => {
    const text = '{"hooks":{"Stop":[{"note":1,"hooks":[{"type":"command","command":"a"}]}]}}';
    expect(edit(text, { remove: '/hooks/Stop/*/a' })).toBe('{"hooks":{"Stop":[{"note":1}]}}');
  });

  test.each([
    ['{"env": "x"}', set(['env', 'A'], '1')],
    ['{"env": ["A"]}', set(['env', 'A'], 'A')],
    ['{"env": [1]}', set(['env', 'A', 'B'], 'A')],
    ['{"permissions": {"deny": {"mine": 1}}}', deny('x')],
    ['{"permissions": {"deny": "x"}}', deny('x')],
    ['{"hooks": []}', hook('Stop', '*', 'a')],
    ['{"hooks": {"Stop": {"mine": 1}}}', hook('Stop', '*', 'a')],
  ])('in %s somebody’s value stands in the way, and stays', (text, change) => {
    expect(edit(text, change)).toBe(text);
  });
});

const asField = (document: JsonObject): Field[] => {
  // Of fields with one pointer the first is the one that is found.
  const fields = new Map<string, Field>();
  for (const field of fieldsOf(document, 'settings'))
    if (!fields.has(pointerOf(field))) fields.set(pointerOf(field), field);
  return [...fields.values()];
};

/** A text, and one field that may be in it, missing in it, or there with another value. */
const edits = fc.tuple(laidOut, documents).chain(([laid, other]) => {
  const fields = [...asField(other), ...asField(laid.document)];
  const chosen =
    fields.length === 0 ? fc.constant<Field>({ kind: 'value', keys: ['x'], value: 1 }) : fc.constantFrom(...fields);
  return fc.record({ laid: fc.constant(laid), field: chosen });
});

/** Every value of a text that is not an object or a list, with the bytes it is written in. */
function leaves(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  const root = parseTree(body)!;
  const walk = (value: Json, location: (string | number)[]): void => {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) walk(item, [...location, index]);
    else if (isObject(value)) for (const [key, item] of Object.entries(value)) walk(item, [...location, key]);
    else {
      const node = findNodeAtLocation(root, location)!;
      found.set(JSON.stringify(location), body.slice(node.offset, node.offset + node.length));
    }
  };
  walk(parsed(text), []);
  return found;
}

function commonEnds(a: string, b: string): number {
  let head = 0;
  while (head < a.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  return head + tail;
}

describe('the laws of editing, over texts of every layout', () => {
  test('a text is read whatever its layout, and has no key twice', () => {
    fc.assert(
      fc.property(laidOut, ({ document, text }) => {
        expect(canonicalJson(parsed(text))).toBe(canonicalJson(document));
        expect(duplicateKey(text)).toBeUndefined();
      }),
    );
  });

  test('after setting a field it is there with its value, the text is strict JSON, and setting it again changes no byte', () => {
    fc.assert(
      fc.property(edits, ({ laid, field }) => {
        const before = findField(laid.document, pointerOf(field), 'settings', field.kind);
        const once = edit(laid.text, { set: field });
        const found = findField(parsed(once), pointerOf(field), 'settings', field.kind);
        if (before.state === 'obstructed') {
          expect(once).toBe(laid.text);
          return;
        }
        expect(found.state === 'found' && fieldId(found.value)).toBe(fieldId(field.value));
        expect(duplicateKey(once)).toBeUndefined();
        expect(edit(once, { set: field })).toBe(once);
      }),
    );
  });

  test('a new field is one insertion: every byte of the text is still there, in order', () => {
    fc.assert(
      fc.property(edits, ({ laid, field }) => {
        if (findField(laid.document, pointerOf(field), 'settings', field.kind).state !== 'absent') return;
        const after = edit(laid.text, { set: field });
        // Blanks inside an empty object or list are the only thing that may give way.
        const compact = (text: string): string => text.replace(/([[{])\s+([\]}])/g, '$1$2');
        expect(commonEnds(compact(laid.text), compact(after))).toBe(compact(laid.text).length);
      }),
    );
  });

  test('every value but the one that is set keeps its bytes and its place', () => {
    fc.assert(
      fc.property(edits, ({ laid, field }) => {
        const found = findField(laid.document, pointerOf(field), 'settings', field.kind);
        const after = leaves(edit(laid.text, { set: field }));
        for (const [location, bytes] of leaves(laid.text)) {
          const own = found.state === 'found' && isWithin(JSON.parse(location), found.location);
          if (!own) expect([location, after.get(location)]).toEqual([location, bytes]);
        }
      }),
    );
  });

  test('a removed field is one deletion: every other value keeps its bytes, and the lines that did not hold it are whole', () => {
    fc.assert(
      fc.property(edits, ({ laid, field }) => {
        const pointer = pointerOf(field);
        const found = findField(laid.document, pointer, 'settings');
        const after = edit(laid.text, { remove: pointer });
        if (found.state !== 'found') {
          expect(after).toBe(laid.text);
          return;
        }
        const removed = asText(laid.document, found.location);
        const rest = [...leaves(laid.text)].filter(([location]) => !isWithin(JSON.parse(location), found.location));
        // A group that has lost its last handler goes with its matcher, which then said nothing.
        const kept = [...leaves(after).values()];
        const expected = rest.map(([, bytes]) => bytes);
        if (!found.location.includes('hooks')) expect(kept).toEqual(expected);
        else expect(isSubsequence(kept, expected), removed).toBe(true);
        expect(commonEnds(after, laid.text)).toBe(after.length);
        if (laid.inLines) expect(isSubsequence(bareLines(after), bareLines(laid.text)), after).toBe(true);
      }),
    );
  });

  test('set and taken away again, a text has the value it had, and its very bytes where nothing stood empty', () => {
    fc.assert(
      fc.property(edits, ({ laid, field }) => {
        if (findField(laid.document, pointerOf(field), 'settings', field.kind).state !== 'absent') return;
        const back = edit(laid.text, { set: field }, { remove: pointerOf(field) });
        expect(canonicalJson(filled(parsed(back)))).toBe(canonicalJson(filled(laid.document)));
        if (!/[[{]\s*[\]}]/.test(laid.text)) expect(back).toBe(laid.text);
      }),
    );
  });

  test('many edits one after another are the edits together, and take each other back', () => {
    fc.assert(
      fc.property(laidOut, documents, ({ document, text }, other) => {
        const fields = asField(other).filter(
          (field) => findField(document, pointerOf(field), 'settings', field.kind).state === 'absent',
        );
        const all = edit(text, ...fields.map((field): FieldEdit => ({ set: field })));
        expect(fields.reduce((so, field) => edit(so, { set: field }), text)).toBe(all);
        const back = edit(all, ...fields.reverse().map((field): FieldEdit => ({ remove: pointerOf(field) })));
        expect(canonicalJson(filled(parsed(back)))).toBe(canonicalJson(filled(document)));
      }),
    );
  });
});

function isWithin(location: readonly (string | number)[], outer: readonly (string | number)[]): boolean {
  return outer.every((part, index) => location[index] === part);
}

function asText(document: JsonObject, location: readonly (string | number)[]): string {
  return `${location.join('/')} of ${JSON.stringify(document)}`;
}

/** Lines without the commas and brackets that a removal may move. */
function bareLines(text: string): string[] {
  return text.split('\n').map((line) => line.replace(/[\s,[\]{}]/g, ''));
}

function isSubsequence<T>(part: readonly T[], whole: readonly T[]): boolean {
  let at = 0;
  for (const item of whole) if (at < part.length && part[at] === item) at++;
  return at === part.length;
}

/** Without objects and lists that hold nothing: they own nothing, and go with the last field in them. */
function filled(value: Json): Json {
  if (Array.isArray(value)) return value.map(filled).filter((item) => !isEmpty(item));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).map(([key, item]) => [key, filled(item)] as const);
  const rest = kept.filter(([, item]) => !isEmpty(item));
  return rest.length === 1 && rest[0]![0] === 'matcher' ? {} : Object.fromEntries(rest);
}

function isEmpty(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
