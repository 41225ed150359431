import { isObject, type Json } from '../../values/json.ts';
import { nearest } from '../../values/nearest.ts';
import { baseName } from '../../values/paths.ts';
import type { FileCheck, Told } from '../check.ts';
import { type Form, MANAGED_KEYS, NOT_PROJECT_KEYS, SETTINGS_KEYS } from '../client/settingsKeys.ts';
import { at } from '../position.ts';
import { objectIn, type ReadFile } from '../reading.ts';
import { isProjectSettings } from '../tree.ts';

const DROPPED = 'Claude Code ignores the whole file without a word: hooks and deny rules too.';

/** Keys of settings that the client does not know, does not take from here, or cannot read. */
export const settingsKeys: FileCheck = {
  of: 'file',
  roles: ['settings'],
  find: (file) => {
    const document = objectIn(file);
    if (document === undefined) return [];
    return Object.entries(document).flatMap(([key, value]) => [...wrongForm(file, key, value), ...noUse(file, key)]);
  },
};

function wrongForm(file: ReadFile, key: string, value: Json): Told[] {
  const form = SETTINGS_KEYS.get(key);
  // A wrong form of `hooks` is told where hooks are looked at: it does not drop the file.
  if (form === undefined || key === 'hooks') return [];
  const wrong = isOf(form, value)
    ? insideWrong(key, value)
    : `"${key}" is ${named(value)}, but ${wanted(form)} is wanted.`;
  if (wrong === undefined) return [];
  const remedy = 'Correct the value, or take the key out.';
  return [{ check: 'settings-value-wrong', severity: 'critical', ...at(file, [key]), wrong, effect: DROPPED, remedy }];
}

function isOf(form: Form, value: Json): boolean {
  switch (form) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'switch':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'texts':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'keys':
      return isObject(value);
    default:
      return typeof value === 'string' && form.includes(value);
  }
}

const MODES = ['default', 'manual', 'acceptEdits', 'plan', 'auto', 'dontAsk', 'bypassPermissions'];

/** What is known of the values inside a key, each seen to drop the file in 2.1.330. */
function insideWrong(key: string, value: Json): string | undefined {
  if (key === 'cleanupPeriodDays' && !(Number.isInteger(value) && Number(value) > 0))
    return '"cleanupPeriodDays" is no whole number of at least 1.';
  if (!isObject(value)) return undefined;
  if (key === 'statusLine' && (value['type'] !== 'command' || typeof value['command'] !== 'string'))
    return '"statusLine" needs type "command" and a command.';
  if (key !== 'permissions') return undefined;
  for (const list of ['allow', 'ask', 'deny', 'additionalDirectories']) {
    const rules = value[list];
    if (rules !== undefined && !Array.isArray(rules))
      return `"permissions.${list}" is ${named(rules)}, but a list is wanted.`;
  }
  const mode = value['defaultMode'];
  if (mode === undefined || (typeof mode === 'string' && MODES.includes(mode))) return undefined;
  return `"permissions.defaultMode" is ${JSON.stringify(mode)}, but one of ${MODES.join(', ')} is wanted.`;
}

function noUse(file: ReadFile, key: string): Told[] {
  if (SETTINGS_KEYS.has(key)) return [...elsewhere(file, key)];
  const isServers = key === 'mcpServers';
  const near = nearest(key, SETTINGS_KEYS.keys());
  const remedy = isServers
    ? 'Put the servers into .mcp.json.'
    : near === undefined
      ? 'Take it out, or see whether a newer client knows it.'
      : `Did you mean "${near}"?`;
  return [
    {
      check: 'settings-key-unknown',
      severity: isServers || near !== undefined ? 'medium' : 'low',
      ...at(file, [key]),
      wrong: `"${key}" is no key of settings.`,
      effect: 'Claude Code 2.1.330 ignores it.',
      remedy,
    },
  ];
}

function elsewhere(file: ReadFile, key: string): Told[] {
  const isProject = isProjectSettings(file.path);
  const managed = MANAGED_KEYS.has(key);
  if (!managed && !(isProject && NOT_PROJECT_KEYS.has(key))) return [];
  return [
    {
      check: 'settings-key-elsewhere',
      severity: 'medium',
      ...at(file, [key]),
      wrong: `"${key}" has no effect in ${baseName(file.path)}.`,
      effect: managed
        ? 'Claude Code takes it from managed settings only.'
        : 'Claude Code does not take it from a project.',
      remedy: managed ? 'Put it into managed settings.' : 'Put it into the settings of the person.',
    },
  ];
}

function named(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'number') return 'a number';
  return typeof value === 'boolean' ? String(value) : 'an object';
}

function wanted(form: Form): string {
  switch (form) {
    case 'text':
      return 'a text';
    case 'number':
      return 'a number';
    case 'switch':
      return 'true or false';
    case 'list':
      return 'a list';
    case 'texts':
      return 'a list of texts';
    case 'keys':
      return 'an object';
    default:
      return `one of ${form.join(', ')}`;
  }
}
