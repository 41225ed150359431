import { realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { FileRules } from '../../core/actual/repository.ts';
import { parseConfig, type Setting } from './config-text.ts';
import type { Layout } from './layout.ts';
import { readBytes } from './read.ts';

/** The person on whose behalf git runs: the process's environment, as a value. */
export interface Person {
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The last value of each key, `section.subsection.key` with section and key in lower case. */
export type Config = ReadonlyMap<string, string>;

/** What `includeIf` conditions are about. */
interface Condition {
  readonly gitDir: string;
  readonly branch: string | undefined;
  readonly home: string | undefined;
}

// Git's own limit for includes in includes.
const MAX_DEPTH = 10;

/** The configuration that git would use in this repository. Files that are missing or cannot be parsed count as empty. */
export function repositoryConfig(layout: Layout, person: Person, branch: string | undefined): Config {
  const { environment } = person;
  const condition = { gitDir: layout.gitDir, branch, home: environment['HOME'] };
  const config = new Map<string, string>();
  for (const path of personFiles(environment)) addFile(path, condition, config, 0);
  addFile(`${layout.commonDir}/config`, condition, config, 0);
  if (isOn(config.get('extensions.worktreeconfig'), false))
    addFile(`${layout.gitDir}/config.worktree`, condition, config, 0);
  const count = Number(environment['GIT_CONFIG_COUNT'] ?? 0);
  for (let index = 0; index < count; index += 1) {
    const key = environment[`GIT_CONFIG_KEY_${index}`];
    if (key !== undefined) config.set(canonicalKey(key), environment[`GIT_CONFIG_VALUE_${index}`] ?? '');
  }
  return config;
}

function personFiles(environment: Person['environment']): string[] {
  const home = environment['HOME'];
  const files: string[] = [];
  if (!isOn(environment['GIT_CONFIG_NOSYSTEM'], false))
    files.push(environment['GIT_CONFIG_SYSTEM'] ?? '/etc/gitconfig');
  const global = environment['GIT_CONFIG_GLOBAL'];
  if (global !== undefined) return [...files, global];
  const folder = configFolder(environment);
  if (folder !== undefined) files.push(`${folder}/config`);
  if (home !== undefined) files.push(`${home}/.gitconfig`);
  return files;
}

/** Where git keeps the person's own files: `$XDG_CONFIG_HOME/git`, else `~/.config/git`. */
export function configFolder(environment: Person['environment']): string | undefined {
  const xdg = environment['XDG_CONFIG_HOME'];
  if (xdg !== undefined && xdg !== '') return `${xdg}/git`;
  const home = environment['HOME'];
  return home === undefined ? undefined : `${home}/.config/git`;
}

function canonicalKey(key: string): string {
  const first = key.indexOf('.');
  const last = key.lastIndexOf('.');
  return key.slice(0, first).toLowerCase() + key.slice(first, last) + key.slice(last).toLowerCase();
}

function addFile(path: string, condition: Condition, into: Map<string, string>, depth: number): void {
  if (depth > MAX_DEPTH) return;
  for (const { key, value } of settingsOf(path)) {
    into.set(key, value ?? 'true');
    if (value !== undefined && isIncluded(key, path, condition)) {
      addFile(resolve(dirname(path), withHome(value, condition.home)), condition, into, depth + 1);
    }
  }
}

const parsed = new Map<string, { stamp: string; settings: readonly Setting[] }>();

/** Parsed once for as long as the file stays the same: the person's configuration counts for every repository. */
function settingsOf(path: string): readonly Setting[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() !== true) return [];
  const stamp = `${stat.ino} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}`;
  const before = parsed.get(path);
  if (before?.stamp === stamp) return before.settings;
  const settings = parseConfig(readBytes(path)?.toString('utf8') ?? '');
  parsed.set(path, { stamp, settings });
  return settings;
}

function isIncluded(key: string, path: string, condition: Condition): boolean {
  if (key === 'include.path') return true;
  const match = /^includeif\.(gitdir|gitdir\/i|onbranch):(.*)\.path$/s.exec(key);
  if (match === null) return false;
  const [, kind, pattern = ''] = match;
  if (kind === 'onbranch') return condition.branch !== undefined && glob(pattern, '').test(condition.branch);
  const whole = folderPattern(withHome(pattern, condition.home), dirname(path));
  const expression = glob(whole, kind === 'gitdir/i' ? 'i' : '');
  return expression.test(condition.gitDir) || expression.test(realpathSync(condition.gitDir));
}

function folderPattern(pattern: string, from: string): string {
  if (pattern.startsWith('./')) return from + pattern.slice(1);
  return pattern.startsWith('/') ? pattern : `**/${pattern}`;
}

function glob(pattern: string, flags: string): RegExp {
  const whole = pattern.endsWith('/') ? `${pattern}**` : pattern;
  const source = whole.replace(/\*\*\/|\*\*|\*|\?|[.+^${}()|[\]\\]/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : `\\${part}`;
  });
  return new RegExp(`^${source}$`, flags);
}

/** Replaces a leading `~/` with the home folder. */
export function withHome(path: string, home: string | undefined): string {
  return home !== undefined && path.startsWith('~/') ? home + path.slice(1) : path;
}

/** A boolean of git's configuration. */
export function isOn(value: string | undefined, otherwise: boolean): boolean {
  if (value === undefined) return otherwise;
  const word = value.toLowerCase();
  return word === 'true' || word === 'yes' || word === 'on' || /^[+-]?0*[1-9]\d*$/.test(word);
}

/** What of the configuration decides how files compare. */
export function compares(config: Config): FileRules {
  const autocrlf = config.get('core.autocrlf')?.toLowerCase();
  // core.eol counts only where core.autocrlf does not speak.
  const eol = !isOn(autocrlf, false) && autocrlf !== 'input' && config.get('core.eol')?.toLowerCase() === 'crlf';
  return {
    fileMode: isOn(config.get('core.filemode'), true),
    crlf: isOn(autocrlf, false) || eol,
    ignoreCase: isOn(config.get('core.ignorecase'), false),
  };
}
