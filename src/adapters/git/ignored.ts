import { lstatSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { RelPath } from '../../core/values/paths.ts';
import { type Config, compares, configFolder, type Person, withHome } from './config.ts';
import { readIndex } from './index-file.ts';
import { readBytes } from './read.ts';
import type { Repository } from './state.ts';

/** The rules of one file. */
interface Rules {
  /** The folder the rules are about, with a final `/`; empty for the root. */
  readonly folder: string;
  readonly matcher: Ignore;
}

/**
 * Which of these paths git ignores and does not track, with the rule's place. Works like git: a rule of a deeper `.gitignore` beats
 * one further up, those beat `info/exclude`, that beats the person's own file; in one file the last match counts; and what lies
 * in an ignored folder cannot be taken back.
 */
export function ignoredPaths(repository: Repository, paths: readonly RelPath[], person: Person): Map<RelPath, string> {
  const config = repository.config();
  const search = new Search(repository, config, person);
  const found = new Map<RelPath, string>();
  for (const path of paths) {
    const rule = search.ruleFor(latin1(path));
    if (rule !== undefined) found.set(path, rule);
  }
  if (found.size === 0) return found;
  const { entries } = readIndex(`${repository.layout.gitDir}/index`, idBytesOf(config), found.keys());
  for (const path of entries.keys()) found.delete(path as RelPath);
  return found;
}

/** The length of an object id of this repository, in bytes. */
export function idBytesOf(config: Config): 20 | 32 {
  return config.get('extensions.objectformat')?.toLowerCase() === 'sha256' ? 32 : 20;
}

/** Git matches bytes, so that `?` is one byte: every byte becomes one character here. */
function latin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

class Search {
  readonly #root: string;
  readonly #ignoreCase: boolean;
  /** What counts below all `.gitignore` files, strongest first. */
  readonly #common: readonly Rules[];
  readonly #ofFolder = new Map<string, Rules | undefined>();
  readonly #verdicts = new Map<string, string | undefined>();

  constructor(repository: Repository, config: Config, person: Person) {
    const { layout } = repository;
    this.#root = layout.root;
    this.#ignoreCase = compares(config).ignoreCase;
    const exclude = `${layout.commonDir}/info/exclude`;
    const shown = exclude.startsWith(`${layout.root}/`) ? exclude.slice(layout.root.length + 1) : exclude;
    const own = excludesFile(config, person, layout.root);
    this.#common = [
      rulesOf('', shown, readBytes(exclude), this.#ignoreCase),
      own === undefined ? undefined : personRules(own, this.#ignoreCase),
    ].filter((rules) => rules !== undefined);
  }

  /** The rule that ignores a path or a folder above it. Folders end in `/`. */
  ruleFor(path: string): string | undefined {
    if (this.#verdicts.has(path)) return this.#verdicts.get(path);
    const cut = path.lastIndexOf('/', path.length - 2);
    const folder = path.slice(0, cut + 1);
    const verdict = (folder === '' ? undefined : this.ruleFor(folder)) ?? this.#own(path, folder);
    this.#verdicts.set(path, verdict);
    return verdict;
  }

  /** The rule about this very path; the folders above it are known not to be ignored. */
  #own(path: string, folder: string): string | undefined {
    for (let at = folder; ; at = at.slice(0, at.lastIndexOf('/', at.length - 2) + 1)) {
      const rules = this.#rulesIn(at);
      const verdict = rules === undefined ? undefined : judge(rules, path, this.#ignoreCase);
      if (verdict !== undefined) return verdict.rule;
      if (at === '') break;
    }
    for (const rules of this.#common) {
      const verdict = judge(rules, path, this.#ignoreCase);
      if (verdict !== undefined) return verdict.rule;
    }
    return undefined;
  }

  #rulesIn(folder: string): Rules | undefined {
    if (!this.#ofFolder.has(folder)) {
      const name = `${Buffer.from(folder, 'latin1').toString('utf8')}.gitignore`;
      this.#ofFolder.set(folder, rulesOf(folder, name, readRegular(`${this.#root}/${name}`), this.#ignoreCase));
    }
    return this.#ofFolder.get(folder);
  }
}

/** `rule` is undefined when the last match takes the path back. */
function judge(rules: Rules, path: string, ignoreCase: boolean): { rule: string | undefined } | undefined {
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

function rulesOf(folder: string, name: string, bytes: Buffer | undefined, ignoreCase: boolean): Rules | undefined {
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
function readRegular(path: string): Buffer | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true ? readBytes(path) : undefined;
}

function excludesFile(config: Config, person: Person, root: string): string | undefined {
  const named = config.get('core.excludesfile');
  if (named !== undefined) return named === '' ? undefined : resolve(root, withHome(named, person.environment['HOME']));
  const folder = configFolder(person.environment);
  return folder === undefined ? undefined : `${folder}/ignore`;
}

const compiled = new Map<string, { stamp: string; rules: Rules | undefined }>();

/** The person's file counts for every repository: compiled once for as long as it stays the same. */
function personRules(path: string, ignoreCase: boolean): Rules | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() !== true) return undefined;
  const stamp = [stat.ino, stat.size, stat.mtimeMs, stat.ctimeMs, ignoreCase].join(' ');
  const before = compiled.get(path);
  if (before?.stamp === stamp) return before.rules;
  const rules = rulesOf('', path, readBytes(path), ignoreCase);
  compiled.set(path, { stamp, rules });
  return rules;
}
