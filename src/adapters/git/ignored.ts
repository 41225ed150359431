import type { RelPath } from '../../core/values/paths.ts';
import { type Config, compares, type Person } from './config.ts';
import { readIndex } from './index-file.ts';
import { readBytes } from './read.ts';
import { excludesFile, judge, personRules, type Rules, readRegular, rulesOf } from './rules.ts';
import type { Repository } from './state.ts';

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
  return /^[\x00-\x7f]*$/.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** What is known of a folder. */
interface Folder {
  /** The rule that ignores it, or a folder above it. */
  readonly ignoredBy: string | undefined;
  /** The rules about what lies in it, strongest first. */
  readonly rules: readonly Rules[];
}

class Search {
  readonly #root: string;
  readonly #ignoreCase: boolean;
  /** What counts below all `.gitignore` files, strongest first. */
  readonly #common: readonly Rules[];
  readonly #folders = new Map<string, Folder>();

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

  /** The rule that ignores a path, or a folder above it. */
  ruleFor(path: string): string | undefined {
    const folder = this.#folder(path.slice(0, path.lastIndexOf('/') + 1));
    return folder.ignoredBy ?? this.#own(path, folder.rules);
  }

  /** The rule about this very path; the folders above it are known not to be ignored. */
  #own(path: string, among: readonly Rules[]): string | undefined {
    for (const rules of among) {
      const verdict = judge(rules, path, this.#ignoreCase);
      if (verdict !== undefined) return verdict.rule;
    }
    return undefined;
  }

  /** @param path ends in `/`; empty for the top */
  #folder(path: string): Folder {
    let known = this.#folders.get(path);
    if (known === undefined) {
      known = path === '' ? { ignoredBy: undefined, rules: this.#common } : this.#below(path);
      // What lies in an ignored folder cannot be taken back: its own rules do not count.
      const own = known.ignoredBy === undefined ? this.#rulesIn(path) : undefined;
      if (own !== undefined) known = { ...known, rules: [own, ...known.rules] };
      this.#folders.set(path, known);
    }
    return known;
  }

  #below(path: string): Folder {
    const { ignoredBy, rules } = this.#folder(path.slice(0, path.lastIndexOf('/', path.length - 2) + 1));
    return { ignoredBy: ignoredBy ?? this.#own(path, rules), rules };
  }

  #rulesIn(folder: string): Rules | undefined {
    const name = `${Buffer.from(folder, 'latin1').toString('utf8')}.gitignore`;
    return rulesOf(folder, name, readRegular(`${this.#root}/${name}`), this.#ignoreCase);
  }
}
