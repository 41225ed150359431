import { gitWords } from '../shell/git-words.ts';
import type { Invocation } from '../shell/invocation.ts';
import { type Option, type OptionShape, scanAll } from '../shell/options.ts';
import type { Place, RepositoryFacts } from './place.ts';
import { type Rule, shown } from './rule.ts';

/** A git command as the rules see it. */
export interface GitLine {
  readonly subcommand: string;
  readonly args: readonly string[];
  readonly options: readonly Option[];
  /** What is no option; also what stands after `--`. */
  readonly operands: readonly string[];
  /** The words after `--`, or undefined without one. */
  readonly paths: readonly string[] | undefined;
  /** `-c key=value`, keys in lower case. */
  readonly config: readonly (readonly [key: string, value: string])[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly repository: RepositoryFacts | undefined;
  /** Everything after `git`, for a person. */
  readonly text: string;
}

// The options of each subcommand that take a value, so that it is not read as an operand.
const SHAPES: Readonly<Record<string, OptionShape>> = {
  add: { long: ['chmod', 'pathspec-from-file'] },
  branch: { short: 'u', long: ['set-upstream-to', 'sort', 'format', 'points-at'] },
  checkout: { short: 'bBU', long: ['orphan', 'conflict', 'pathspec-from-file'] },
  clean: { short: 'e', long: ['exclude'] },
  commit: {
    short: 'mFCct',
    long: [
      'message',
      'file',
      'reuse-message',
      'reedit-message',
      'template',
      'author',
      'date',
      'cleanup',
      'trailer',
      'fixup',
      'squash',
      'pathspec-from-file',
    ],
  },
  config: { short: 'f', long: ['file', 'blob', 'type', 'default', 'value', 'comment'] },
  fetch: {
    short: 'jo',
    long: ['depth', 'deepen', 'shallow-since', 'shallow-exclude', 'upload-pack', 'refmap', 'jobs', 'server-option'],
  },
  merge: { short: 'msXF', long: ['message', 'strategy', 'strategy-option', 'file', 'cleanup'] },
  push: { short: 'o', long: ['push-option', 'receive-pack', 'exec', 'repo'] },
  'send-pack': { long: ['receive-pack', 'exec'] },
  rebase: { short: 'sXxC', long: ['onto', 'exec', 'strategy', 'strategy-option', 'whitespace'] },
  reset: { short: 'U', long: ['pathspec-from-file'] },
  restore: { short: 'sU', long: ['source', 'pathspec-from-file', 'conflict'] },
  stash: { short: 'm', long: ['message', 'pathspec-from-file'] },
  switch: { short: 'cC', long: ['create', 'force-create', 'orphan', 'conflict'] },
  tag: { short: 'mFun', long: ['message', 'file', 'local-user', 'sort', 'format', 'points-at'] },
  'update-ref': { short: 'm' },
  worktree: { short: 'bB', long: ['reason', 'expire'] },
};

const cache = new WeakMap<Invocation, GitLine>();

/** Reads a git invocation once; every rule gets the same reading. */
function gitLine(command: Invocation, place: Place): GitLine {
  const known = cache.get(command);
  if (known) return known;
  const words = gitWords(command.args, command.cwd);
  const shape = SHAPES[words.subcommand] ?? {};
  const dashes = words.args.indexOf('--');
  const { options, operands } = scanAll(words.args, shape);
  const line: GitLine = {
    subcommand: words.subcommand,
    args: words.args,
    options,
    operands,
    paths: dashes < 0 ? undefined : words.args.slice(dashes + 1),
    config: words.config,
    env: command.env,
    cwd: words.cwd,
    repository: words.elsewhere || command.remote ? undefined : place.repository(words.cwd),
    text: shown(`git ${command.args.join(' ')}`),
  };
  cache.set(command, line);
  return line;
}

/**
 * Whether an option was given by its letter or its long name. git takes a long name that is cut short (`--har` for
 * `--hard`), so a beginning counts, unless it is the whole name of another option.
 */
export function has(line: GitLine, letter: string, long: string, others: readonly string[] = []): boolean {
  const name = `--${long}`;
  return line.options.some((option) => {
    if (letter !== '' && option.name === `-${letter}`) return true;
    if (option.name === name) return true;
    return option.name.length >= 4 && name.startsWith(option.name) && !others.includes(option.name.slice(2));
  });
}

interface GitRule {
  readonly id: string;
  readonly decision: 'deny' | 'ask';
  readonly subcommands: readonly string[] | '*';
  readonly reason: string;
  finds(line: GitLine, place: Place): string | undefined | boolean;
}

/** Makes a rule of the guard from one on git lines. A bare `true` is told as the whole command. */
export function gitRule(rule: GitRule): Rule {
  return {
    id: rule.id,
    decision: rule.decision,
    names: ['git'],
    reason: rule.reason,
    finds(command, place) {
      const line = gitLine(command, place);
      if (rule.subcommands !== '*' && !rule.subcommands.includes(line.subcommand)) return undefined;
      if (isHelp(line)) return undefined;
      const found = rule.finds(line, place);
      return found === true ? line.text : found === false ? undefined : found;
    },
  };
}

function isHelp(line: GitLine): boolean {
  return (
    line.paths === undefined &&
    line.options.some((option) => option.name === '--help' || (option.name === '-h' && line.args.length === 1))
  );
}

/** Whether a branch matches one of the protected patterns. */
export function isProtected(branch: string, place: Place): boolean {
  return place.protectedBranches.some((pattern) => {
    const source = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
    return new RegExp(`^${source.join('.*')}$`).test(branch);
  });
}

/** A ref's short name as a branch: `refs/heads/main` and `heads/main` are `main`. */
export function branchName(ref: string): string {
  return ref.replace(/^\+?(?:refs\/)?(?:heads\/)?/, '');
}
