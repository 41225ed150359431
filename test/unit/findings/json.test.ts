import { expect, test } from 'vitest';
import { told } from './tree.ts';

const SETTINGS = '.claude/settings.json';

test.each([
  ['an empty object is right', SETTINGS, '{}', []],
  ['a BOM is fine', SETTINGS, '\ufeff{}', []],
  ['an empty file', SETTINGS, '', [`settings-not-read ${SETTINGS}:1`]],
  ['a comment', SETTINGS, '{\n// no\n}', [`settings-not-read ${SETTINGS}:2`]],
  ['a comma too many', SETTINGS, '{\n"env": {},\n}', [`settings-not-read ${SETTINGS}:3`]],
  ['a list', SETTINGS, '[]', [`settings-not-read ${SETTINGS}:1`]],
  ['a key twice', SETTINGS, '{"env": {"A": "1", "A": "2"}}', [`json-key-twice ${SETTINGS}`]],
  ['personal settings too', '.claude/settings.local.json', '5', ['settings-not-read .claude/settings.local.json:1']],
  ['servers without their key', '.mcp.json', '{\n"db": {}\n}', ['mcp-servers-missing .mcp.json:2']],
  ['servers that are not JSON', '.mcp.json', '{', ['settings-not-read .mcp.json:1']],
])('%s', (_, path, text, expected) => {
  expect(told({ [path]: text })).toEqual(expected);
});
