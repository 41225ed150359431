import { duplicateKey, placeOfError } from '../../actual/fields.ts';
import type { FileCheck, Told } from '../check.ts';
import { lineOfKeys } from '../position.ts';
import { isDeep, objectIn, type ReadFile } from '../reading.ts';

const DROPPED = 'Claude Code ignores the whole file without a word: hooks and deny rules too.';
const NO_SERVERS = 'Claude Code loads no server from the file, without a word.';

/** settings.json and .mcp.json are strict JSON with an object at the top (seen in 2.1.330; a BOM is fine). */
export const jsonFile: FileCheck = {
  of: 'file',
  roles: ['settings', 'mcp'],
  find: (file) => [...notJson(file), ...duplicate(file), ...noServers(file)],
};

function notJson(file: ReadFile): Told[] {
  if (objectIn(file) !== undefined) return [];
  const isSettings = file.role === 'settings';
  const deep = isDeep(file.is.text);
  const place =
    file.is.json === undefined && !deep && file.is.text === file.is.prose ? placeOfError(file.is.text) : undefined;
  const at = place === undefined ? '' : ` (column ${place.column})`;
  const wrong =
    file.is.text.trim() === ''
      ? 'It is empty.'
      : deep
        ? 'It is nested more than 200 deep.'
        : file.is.json === undefined
          ? `It is not JSON${at}.`
          : 'It is JSON, but not an object.';
  return [
    {
      check: 'settings-not-read',
      severity: isSettings ? 'critical' : 'high',
      path: file.path,
      line: place?.line ?? 1,
      wrong,
      effect: isSettings ? DROPPED : NO_SERVERS,
      remedy: 'Write strict JSON: no comments, no comma before a closing bracket.',
    },
  ];
}

function duplicate(file: ReadFile): Told[] {
  const key = objectIn(file) === undefined ? undefined : duplicateKey(file.is.text);
  if (key === undefined) return [];
  return [
    {
      check: 'json-key-twice',
      severity: 'medium',
      path: file.path,
      wrong: `The key "${key}" stands twice in one object.`,
      effect: 'Claude Code takes the last one; the other says nothing.',
      remedy: 'Join the two.',
    },
  ];
}

function noServers(file: ReadFile): Told[] {
  const document = objectIn(file);
  if (file.role !== 'mcp' || document === undefined || Object.hasOwn(document, 'mcpServers')) return [];
  const first = Object.keys(document)[0];
  return [
    {
      check: 'mcp-servers-missing',
      severity: 'high',
      path: file.path,
      line: (first === undefined ? undefined : lineOfKeys(file.is.text, [first])) ?? 1,
      wrong: 'It has no key "mcpServers".',
      effect: NO_SERVERS,
      remedy: 'Put the servers under "mcpServers".',
    },
  ];
}
