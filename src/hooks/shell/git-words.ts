import { posix } from 'node:path';

/** A git command line past its global options. */
export interface GitWords {
  /** The folder that `-C` leads to, absolute where it can be told. */
  readonly cwd: string;
  /** `-c key=value`, keys in lower case. */
  readonly config: readonly (readonly [key: string, value: string])[];
  /** Whether `--git-dir` or `--work-tree` point elsewhere. */
  readonly elsewhere: boolean;
  /** Empty where there is none, as in `git --version`. */
  readonly subcommand: string;
  readonly args: readonly string[];
}

const WITH_VALUE: ReadonlySet<string> = new Set([
  '--git-dir',
  '--work-tree',
  '--namespace',
  '--super-prefix',
  '--attr-source',
]);

// git ignores an alias that has the name of one of its own commands. Only those that are called every day: of any other name, the
// person's settings are read.
const OWN: ReadonlySet<string> = new Set(
  `add blame branch checkout clean clone commit describe diff fetch init log ls-files ls-tree merge mv pull push rebase reset restore
  rev-parse rm shortlog show stash status switch tag`.split(/\s+/),
);

/** Whether a name is git's own, so that no alias can have it. */
export function isOwnCommand(subcommand: string): boolean {
  return OWN.has(subcommand);
}

/** Takes the words after `git` and the folder it runs in, and finds the real subcommand. */
export function gitWords(args: readonly string[], start: string): GitWords {
  let cwd = start;
  let elsewhere = false;
  const config: [string, string][] = [];
  let i = 0;
  for (; i < args.length; i++) {
    const word = args[i]!;
    if (!word.startsWith('-')) break;
    const value = args[i + 1] ?? '';
    if (word === '-C') {
      if (value !== '') cwd = value.startsWith('/') ? posix.normalize(value) : posix.normalize(`${cwd}/${value}`);
      i += 1;
    } else if (word === '-c' || word === '--config-env') {
      addConfig(value, config);
      i += 1;
    } else if (word.startsWith('--config-env=')) addConfig(word.slice('--config-env='.length), config);
    else if (/^--(?:git-dir|work-tree)\b/.test(word)) elsewhere = true;
    if (WITH_VALUE.has(word)) i += 1;
  }
  return { cwd, config, elsewhere, subcommand: args[i] ?? '', args: args.slice(i + 1) };
}

function addConfig(text: string, config: [string, string][]): void {
  const equals = text.indexOf('=');
  const key = (equals < 0 ? text : text.slice(0, equals)).toLowerCase();
  config.push([key, equals < 0 ? 'true' : text.slice(equals + 1)]);
}
