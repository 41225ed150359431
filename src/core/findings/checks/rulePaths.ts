import { isObject } from '../../values/json.ts';
import type { FileCheck, Told } from '../check.ts';
import { lineOfKey } from '../frontMatter.ts';
import type { ReadFile } from '../reading.ts';

/** Keys by which other tools say what a rule is for. */
const FOREIGN = ['globs', 'glob', 'alwaysApply', 'applyTo', 'path'];

/** `paths` of a rule: the client loads the rule always, or never, where it cannot read them (seen in 2.1.330). */
export const rulePaths: FileCheck = {
  of: 'file',
  roles: ['rule'],
  find: (file) => [...unquoted(file), ...notTexts(file), ...foreign(file)],
};

function unquoted(file: ReadFile): Told[] {
  const { matter } = file.is;
  const lines = matter.source.split('\n');
  const told: Told[] = [];
  let inPaths = false;
  for (const [index, line] of lines.entries()) {
    const key = /^([A-Za-z_-]+):(.*)$/.exec(line);
    if (key !== null) inPaths = key[1] === 'paths';
    const item = key === null ? /^\s*-\s+(.*)$/.exec(line)?.[1] : key[2]!.trim();
    if (!inPaths || item === undefined || !/^(?:[*!&%@`]|\[\s*[*!&{]|\{|\[[^\]]*$)/.test(item)) continue;
    told.push({
      check: 'rule-paths-unquoted',
      severity: 'high',
      path: file.path,
      line: index + 2,
      wrong: `The glob ${item.trim().slice(0, 60)} is not in quotes, and so is no YAML text.`,
      effect: 'Claude Code loads the rule always (a star) or never (an unclosed bracket), whatever file is worked on.',
      remedy: `Write it in quotes: "${item.replace(/^[[\s]+|[\]\s]+$/g, '').slice(0, 60)}".`,
    });
  }
  return told;
}

function notTexts(file: ReadFile): Told[] {
  const { paths } = file.is.matter.data;
  if (paths === undefined || typeof paths === 'string') return [];
  const all = Array.isArray(paths) ? paths : [paths];
  const isRight = Array.isArray(paths) && all.length > 0 && all.every((item) => typeof item === 'string');
  if (isRight) return [];
  return [
    {
      check: 'rule-paths-not-text',
      severity: 'high',
      path: file.path,
      line: lineOfKey(file.is.matter, 'paths'),
      wrong: all.length === 0 || paths === null ? 'Its paths are empty.' : 'Its paths are not texts.',
      effect: 'Claude Code does not read them: the rule is always loaded.',
      remedy: 'Give a glob or a list of globs, in quotes, or take the key out.',
    },
  ];
}

function foreign(file: ReadFile): Told[] {
  const { matter } = file.is;
  if (!isObject(matter.data) || matter.data['paths'] !== undefined) return [];
  const key = FOREIGN.find((name) => Object.hasOwn(matter.data, name));
  if (key === undefined) return [];
  return [
    {
      check: 'rule-key-foreign',
      severity: 'medium',
      path: file.path,
      line: lineOfKey(matter, key),
      wrong: `It says by "${key}" when it applies, a key of other tools.`,
      effect: 'Claude Code does not know the key: the rule is always loaded.',
      remedy: 'Write paths: with globs in quotes, or take the key out.',
    },
  ];
}
