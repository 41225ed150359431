import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dialectOf,
  documentOf,
  type Field,
  fieldId,
  fieldsOf,
  findField,
  pointerOf,
} from '../../../src/core/values/fields.ts';
import { canonicalJson, isObject, type Json, type JsonObject } from '../../../src/core/values/json.ts';
import { documents, jsonValues } from '../actual/json-texts.ts';

const pointers = (document: JsonObject): string[] => fieldsOf(document, 'settings').map(pointerOf);

describe('taking a document apart', () => {
  test('settings have values, elements of sets, and handlers of hooks', () => {
    const document = {
      model: 'opus',
      env: { A: '1' },
      permissions: { deny: ['Read(./.env)', 'Bash(rm:*)'], defaultMode: 'plan' },
      hooks: {
        PreToolUse: [{ matcher: 'Bash', hooks: [{ type: 'command', command: 'node', args: ['x.mjs'] }] }],
        Stop: [{ hooks: [{ type: 'http', url: 'https://example.org/' }] }],
      },
      statusLine: { type: 'command', command: 'run', padding: 0 },
    };
    expect(pointers(document)).toEqual([
      '/model',
      '/env/A',
      '/permissions/deny/Read(.~1.env)',
      '/permissions/deny/Bash(rm:*)',
      '/permissions/defaultMode',
      '/hooks/PreToolUse/Bash/node x.mjs',
      '/hooks/Stop/*/http:https:~1~1example.org~1',
      '/statusLine/type',
      '/statusLine/command',
      '/statusLine/padding',
    ]);
  });

  test('a list whose order means something, or that holds more than texts, is one value', () => {
    expect(pointers({ fallbackModel: ['opus', 'sonnet'], companyAnnouncements: [1, 'x'] })).toEqual([
      '/fallbackModel',
      '/companyAnnouncements',
    ]);
  });

  test('in a plain file every list is one value, and hooks are nothing special', () => {
    const fields = fieldsOf({ mcpServers: { a: { args: ['x', 'y'] } }, hooks: { Stop: [] } }, 'plain');
    expect(fields.map(pointerOf)).toEqual(['/mcpServers/a/args', '/hooks/Stop']);
  });

  test('empty objects and lists own nothing', () => {
    expect(pointers({ env: {}, permissions: { deny: [] }, hooks: { Stop: [{ hooks: [] }] } })).toEqual([]);
  });

  test('hooks of a wrong shape are nobody’s, and break nothing', () => {
    expect(pointers({ hooks: { Stop: 'x', PreToolUse: [1, { hooks: 'y' }, { hooks: [2] }] } })).toEqual([]);
    expect(pointers({ hooks: 'x' })).toEqual(['/hooks']);
  });

  test('handlers are known by what they run', () => {
    const identity = (value: JsonObject): string =>
      pointerOf({ kind: 'hook', event: 'Stop', matcher: '*', value }).slice('/hooks/Stop/*/'.length);
    expect(identity({ type: 'command', command: 'a' })).toBe('a');
    expect(identity({ type: 'mcp_tool', server: 's', tool: 't' })).toBe('mcp_tool:s~1t');
    expect(identity({ type: 'prompt', prompt: 'p' })).toBe('prompt:p');
    expect(identity({ type: 'agent' })).toBe('agent:');
    expect(identity({})).toBe(':');
    expect(identity({ type: 'http', url: { host: 'a' } })).not.toBe(identity({ type: 'http', url: { host: 'b' } }));
    expect(identity({ type: 'command', args: [1, ['x']] })).toBe(' 1 ["x"]');
  });

  test('the dialect follows the name of the file', () => {
    expect(['.claude/settings.json', 'settings.local.json', '.mcp.json', 'my-settings.json'].map(dialectOf)).toEqual([
      'settings',
      'settings',
      'plain',
      'plain',
    ]);
  });

  test('the id of a field does not count the order of keys, and counts everything else', () => {
    expect(fieldId({ a: 1, b: { c: [1], d: 2 } })).toBe(fieldId({ b: { d: 2, c: [1] }, a: 1 }));
    fc.assert(
      fc.property(jsonValues, jsonValues, (a, b) => {
        expect(fieldId(a) === fieldId(b)).toBe(canonicalJson(a) === canonicalJson(b));
        expect(JSON.parse(canonicalJson(a))).toEqual(JSON.parse(JSON.stringify(a)));
      }),
    );
  });
});

describe('finding a field', () => {
  const handler = { type: 'command', command: 'run', timeout: 5 };

  test.each([[undefined], [''], ['*']])('a matcher of %j is every tool', (matcher) => {
    const group = matcher === undefined ? { hooks: [handler] } : { matcher, hooks: [handler] };
    const found = findField({ hooks: { Stop: [group] } }, '/hooks/Stop/*/run', 'settings', 'hook');
    expect(found).toEqual({ state: 'found', location: ['hooks', 'Stop', 0, 'hooks', 0], value: handler });
  });

  test('the same command under another matcher or event is another field', () => {
    const document = { hooks: { PreToolUse: [{ matcher: 'Bash', hooks: [handler] }] } };
    expect(findField(document, '/hooks/PreToolUse/Write/run', 'settings').state).toBe('absent');
    expect(findField(document, '/hooks/PostToolUse/Bash/run', 'settings').state).toBe('absent');
    expect(findField(document, '/hooks/PreToolUse/Bash/run', 'settings').state).toBe('found');
  });

  test('the parts of a pointer are escaped, and read back in the right order', () => {
    const document = { 'a/b': { '~': { '~1': 'x' } } };
    expect(pointers(document)).toEqual(['/a~1b/~0/~01']);
    expect(findField(document, '/a~1b/~0/~01', 'settings')).toMatchObject({ location: ['a/b', '~', '~1'], value: 'x' });
  });

  test.each<[JsonObject, string, Field['kind'], string]>([
    [{ env: 'x' }, '/env/A', 'value', 'obstructed'],
    [{ env: null }, '/env/A', 'value', 'obstructed'],
    [{ env: ['A'] }, '/env/A', 'value', 'obstructed'],
    [{ a: ['b'] }, '/a/b/c', 'value', 'obstructed'],
    [{ permissions: { deny: { x: 1 } } }, '/permissions/deny/x', 'element', 'obstructed'],
    [{ permissions: { deny: 'x' } }, '/permissions/deny/x', 'element', 'obstructed'],
    [{ permissions: ['deny'] }, '/permissions/deny/x', 'element', 'obstructed'],
    [{ permissions: {} }, '/permissions/deny/x', 'element', 'absent'],
    [{ permissions: { deny: [1, 'x'] } }, '/permissions/deny/x', 'element', 'found'],
    [{ hooks: [] }, '/hooks/Stop/*/run', 'hook', 'obstructed'],
    [{ hooks: { Stop: {} } }, '/hooks/Stop/*/run', 'hook', 'obstructed'],
    [{ hooks: { Stop: ['x', null, { hooks: 1 }] } }, '/hooks/Stop/*/run', 'hook', 'absent'],
    [{ hooks: {} }, '/hooks/constructor/*/run', 'hook', 'absent'],
    [{}, '/constructor', 'value', 'absent'],
    [{}, '/env/toString', 'value', 'absent'],
  ])('in %j, %s (%s) is %s', (document, pointer, kind, state) => {
    expect(findField(document, pointer, 'settings', kind).state).toBe(state);
  });

  test('a list of a plain file is never a set', () => {
    expect(findField({ a: ['b'] }, '/a/b', 'plain').state).toBe('obstructed');
  });

  test('every field of a document is found where it stands, with its value', () => {
    fc.assert(
      fc.property(documents, fc.constantFrom('settings', 'plain'), (document, dialect) => {
        for (const field of fieldsOf(document, dialect)) {
          const found = findField(document, pointerOf(field), dialect, field.kind);
          expect(found.state).toBe('found');
          if (found.state !== 'found') continue;
          // Of two handlers with one pointer the first is found; it may have other keys.
          if (field.kind !== 'hook') expect(fieldId(found.value)).toBe(fieldId(field.value));
          expect(at(document, found.location)).toEqual(found.value);
        }
      }),
    );
  });
});

function at(document: Json, location: readonly (string | number)[]): unknown {
  let value: unknown = document;
  for (const part of location) {
    expect(Object.hasOwn(value as object, part)).toBe(true);
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

function withoutHooks(document: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(document).filter(([key]) => key !== 'hooks'));
}

/** The document without what owns nothing. */
function bare(value: Json): Json | undefined {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value;
  if (!isObject(value)) return value;
  const kept = Object.entries(value).flatMap(([key, item]) => {
    const rest = bare(item);
    return rest === undefined ? [] : [[key, rest] as const];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

describe('putting fields together', () => {
  test('a plain document comes back from its fields, but for empty objects', () => {
    const full = (value: Json): Json | undefined => {
      if (!isObject(value)) return value;
      const kept = Object.entries(value).flatMap(([key, item]) => {
        const rest = full(item);
        return rest === undefined ? [] : [[key, rest] as const];
      });
      return kept.length === 0 ? undefined : Object.fromEntries(kept);
    };
    fc.assert(
      fc.property(documents, (document) => {
        expect(canonicalJson(documentOf(fieldsOf(document, 'plain')))).toBe(canonicalJson(full(document) ?? {}));
      }),
    );
  });

  test('settings without hooks come back from their fields, but for what is empty', () => {
    fc.assert(
      fc.property(documents.map(withoutHooks), (document) => {
        expect(canonicalJson(documentOf(fieldsOf(document, 'settings')))).toBe(canonicalJson(bare(document) ?? {}));
      }),
    );
  });

  test('taken apart again, what was put together has the same fields', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const fields = fieldsOf(document, 'settings');
        const again = fieldsOf(documentOf(fields), 'settings');
        const note = (list: readonly Field[]): string[] =>
          list.map((f) => `${pointerOf(f)} ${fieldId(f.value)}`).sort();
        expect(note(again)).toEqual(note(fields));
      }),
    );
  });

  test('handlers of one matcher share a group; every tool needs no matcher', () => {
    const run = (command: string): JsonObject => ({ type: 'command', command });
    const hook = (matcher: string, command: string): Field => {
      return { kind: 'hook', event: 'Stop', matcher, value: run(command) };
    };
    expect(documentOf([hook('*', 'a'), hook('Bash', 'b'), hook('*', 'c'), hook('Bash', 'd')])).toEqual({
      hooks: {
        Stop: [{ hooks: [run('a'), run('c')] }, { matcher: 'Bash', hooks: [run('b'), run('d')] }],
      },
    });
  });

  test('keys that JavaScript objects inherit are keys like any other, and nothing else is touched', () => {
    const document = JSON.parse('{"__proto__":{"polluted":"x"},"hooks":{"__proto__":[{"hooks":[{"command":"a"}]}]}}');
    const fields = fieldsOf(document, 'settings');
    expect(JSON.stringify(documentOf(fields))).toBe(JSON.stringify(document));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(fields.every((field) => findField(document, pointerOf(field), 'settings').state === 'found')).toBe(true);
  });
});
