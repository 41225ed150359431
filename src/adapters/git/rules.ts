import { lstatSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { type Config, configFolder, type Person, withHome } from './config.ts';
import { readBytes } from './read.ts';

/** The rules of one file. */
export interface Rules {
  /** The folder the rules are about, with a final `/`; empty for the root. */
  readonly folder: string;
  readonly matcher: Ignore;
}

/** What these rules say of a path: `rule` is undefined when the last match takes it back; nothing when none matches. */
export function judge(rules: Rules, path: string, ignoreCase: boolean): { rule: string | undefined } | undefined {
  const inside = path.slice(rules.folder.length);
  let { matcher } = rules;
  // The matcher counts what lies in a folder that it ignores as ignored, but here a stronger file has taken that folder back.
  const back: string[] = [];
  for (let cut = inside.indexOf('/'); cut >= 0 && cut < inside.length - 1; cut = inside.indexOf('/', cut + 1)) {
    const above = inside.slice(0, cut + 1);
    if (matcher.test(above).ignored) {
      back.push(`!/${above.replace(/[\\*?[\]!# ]/g, '\\$&')}`);
      matcher = ignore({ ignoreCase })
        .add(rules.matcher)
        .add(back.map((pattern) => ({ pattern })));
    }
  }
  const result = matcher.test(inside);
  if (result.ignored) return { rule: result.rule?.mark };
  return result.unignored ? { rule: undefined } : undefined;
}

/** The rules in a file's content, or undefined when it has none. `name` is how their place is told. */
export function rulesOf(
  folder: string,
  name: string,
  bytes: Buffer | undefined,
  ignoreCase: boolean,
): Rules | undefined {
  if (bytes === undefined) return undefined;
  const lines = bytes
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .split('\n');
  const patterns: { pattern: string; mark: string }[] = [];
  for (const [index, pattern] of lines.entries()) {
    if (pattern !== '' && !pattern.startsWith('#')) patterns.push({ pattern, mark: `${name}:${index + 1}` });
  }
  if (patterns.length === 0) return undefined;
  return { folder, matcher: ignore({ ignoreCase }).add(patterns) };
}

/** Git does not follow a `.gitignore` that is a link. */
export function readRegular(path: string): Buffer | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true ? readBytes(path) : undefined;
}

/** The person's own file of rules. */
export function excludesFile(config: Config, person: Person, root: string): string | undefined {
  const named = config.get('core.excludesfile');
  if (named !== undefined) return named === '' ? undefined : resolve(root, withHome(named, person.environment['HOME']));
  const folder = configFolder(person.environment);
  return folder === undefined ? undefined : `${folder}/ignore`;
}

const compiled = new Map<string, { stamp: string; rules: Rules | undefined }>();

/** The person's file counts for every repository: compiled once for as long as it stays the same. */
export function personRules(path: string, ignoreCase: boolean): Rules | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() !== true) return undefined;
  const stamp = [stat.ino, stat.size, stat.mtimeMs, stat.ctimeMs, ignoreCase].join(' ');
  const before = compiled.get(path);
  if (before?.stamp === stamp) return before.rules;
  const rules = rulesOf('', path, readBytes(path), ignoreCase);
  compiled.set(path, { stamp, rules });
  return rules;
}
