import type { Json } from '../../values/json.ts';
import { nearest } from '../../values/nearest.ts';
import type { FileCheck, Told } from '../check.ts';
import { FRONT_MATTER_KEYS, FRONT_MATTER_WORDS, isModel, MODEL_NAMES } from '../client/frontMatter.ts';
import { lineOfKey } from '../frontMatter.ts';
import type { ReadFile } from '../reading.ts';

/** Keys and values of front matter that say nothing to the client. */
export const frontMatterValues: FileCheck = {
  of: 'file',
  roles: ['skill', 'command', 'agent', 'output-style'],
  find: (file) => [...keys(file), ...words(file), ...model(file), ...switches(file)],
};

function at(file: ReadFile, key: string): { path: ReadFile['path']; line: number } {
  return { path: file.path, line: lineOfKey(file.is.matter, key) };
}

/** Only what is nearly a known key is told: other tools have keys of their own. */
function keys(file: ReadFile): Told[] {
  const known = FRONT_MATTER_KEYS[file.role];
  if (known === undefined) return [];
  const { data } = file.is.matter;
  return Object.keys(data).flatMap((key): Told[] => {
    if (known.has(key) || key.length > 40) return [];
    const same = [...known].find((name) => plain(name) === plain(key));
    const near = same ?? (key.length < 5 ? undefined : nearest(key, known));
    if (near === undefined || Object.hasOwn(data, near)) return [];
    const wrong = `It has the key "${key}".`;
    const effect = 'Claude Code does not know it, and does as if it were not there.';
    const remedy = `Did you mean "${near}"?`;
    return [{ check: 'front-matter-key-unknown', severity: 'medium', ...at(file, key), wrong, effect, remedy }];
  });
}

function plain(key: string): string {
  return key.replaceAll(/[-_]/g, '').toLowerCase();
}

function words(file: ReadFile): Told[] {
  return Object.entries(FRONT_MATTER_WORDS[file.role] ?? {}).flatMap(([key, known]) => {
    const value = file.is.matter.data[key];
    if (value === undefined || value === null || (typeof value === 'string' && known.includes(value))) return [];
    return [unknownValue(file, key, value, known)];
  });
}

function model(file: ReadFile): Told[] {
  const value = file.is.matter.data['model'];
  if (value === undefined || value === null || (typeof value === 'string' && isModel(value))) return [];
  return [unknownValue(file, 'model', value, MODEL_NAMES)];
}

function unknownValue(file: ReadFile, key: string, value: Json, known: readonly string[]): Told {
  const near = typeof value === 'string' ? nearest(value, known) : undefined;
  const remedy = near === undefined ? `There are ${known.join(', ')}.` : `Did you mean "${near}"?`;
  const wrong = `Its ${key} is ${shown(value)}.`;
  const effect = 'Claude Code does not know it, and takes its default.';
  return { check: 'front-matter-value-unknown', severity: 'medium', ...at(file, key), wrong, effect, remedy };
}

const TRUE = new Set(['true', '1', 'yes', 'on']);
const FALSE = new Set(['false', '0', 'no', 'off']);

function switches(file: ReadFile): Told[] {
  if (file.role === 'agent' || file.role === 'output-style') return [];
  const { data } = file.is.matter;
  const told: Told[] = [];
  for (const key of ['user-invocable', 'disable-model-invocation']) {
    const value = data[key];
    if (value === undefined || value === null || TRUE.has(word(value)) || FALSE.has(word(value))) continue;
    const effect =
      key === 'user-invocable'
        ? 'Claude Code hides it from people: only true shows it.'
        : 'Claude Code takes it for false: the model may invoke it.';
    const wrong = `Its ${key} is ${shown(value)}.`;
    const where = at(file, key);
    const remedy = 'Write true or false.';
    told.push({ check: 'front-matter-value-unknown', severity: 'medium', ...where, wrong, effect, remedy });
  }
  if (!FALSE.has(word(data['user-invocable'])) || !TRUE.has(word(data['disable-model-invocation']))) return told;
  const wrong = 'Neither people nor the model may invoke it.';
  const effect = 'Claude Code loads it for nobody.';
  const remedy = 'Take one of the two keys out.';
  return [...told, { check: 'never-invoked', severity: 'high', ...at(file, 'user-invocable'), wrong, effect, remedy }];
}

function word(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value).toLowerCase()
    : '';
}

function shown(value: Json): string {
  return JSON.stringify(value).slice(0, 60);
}
