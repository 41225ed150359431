import type { Invocation } from '../shell/invocation.ts';
import { isKnown } from '../shell/invocation.ts';
import { pathKind } from './paths.ts';
import { type Rule, shown } from './rule.ts';

const DOWNLOADERS: ReadonlySet<string> = new Set([
  'curl',
  'wget',
  'wget2',
  'fetch',
  'http',
  'https',
  'xh',
  'aria2c',
  'axel',
  'lynx',
  'nc',
  'ncat',
  'netcat',
  'socat',
  'gsutil',
  'scp',
  'ftp',
  'iwr',
  'irm',
  'invoke-webrequest',
  'invoke-restmethod',
]);

// What people put into their shell on every start: `eval "$(ssh-agent -s)"`.
const SHELL_SETUP: ReadonlySet<string> = new Set([
  'ssh-agent',
  'direnv',
  'brew',
  'pyenv',
  'rbenv',
  'nodenv',
  'jenv',
  'goenv',
  'fnm',
  'starship',
  'zoxide',
  'dircolors',
  'opam',
  'conda',
  'micromamba',
  'mamba',
  'mise',
  'rtx',
  'asdf',
  'keychain',
  'minikube',
  'docker-machine',
  'luarocks',
  'lesspipe',
  'lesspipe.sh',
  'tset',
  'resize',
  'thefuck',
  'atuin',
  'fzf',
  'volta',
  'gpg-agent',
  'getopt',
  'poetry',
  'perl',
  'register-python-argcomplete',
  'kubectl',
  'helm',
  'gh',
  'npm',
  'pip',
  'uv',
  'devbox',
  'nix',
  'vault',
  'sops',
  'aws',
  'op',
]);

function isLocalFile(invocation: Invocation): boolean {
  return invocation.name === 'cat' && invocation.args.length > 0;
}

function fromNetwork(command: Invocation): string | undefined {
  const source = command.opaque?.from.find((other) => DOWNLOADERS.has(other.name));
  if (source) return shown([source.name, ...source.args].join(' '));
  return undefined;
}

function unread(command: Invocation): string | undefined {
  const from = command.opaque?.from;
  if (!from || fromNetwork(command)) return undefined;
  if (from.length > 0 && from.every((other) => isLocalFile(other) || SHELL_SETUP.has(other.name))) return undefined;
  return shown([command.name, ...command.args].join(' '));
}

/** The files that a line downloads, by their base names. */
function downloads(all: readonly Invocation[]): string[] {
  const names: string[] = [];
  for (const command of all) {
    if (!DOWNLOADERS.has(command.name)) continue;
    command.args.forEach((word, i) => {
      if (/^(?:-o|-O|--output|--output-document)$/.test(word) && command.args[i + 1] !== undefined)
        names.push(base(command.args[i + 1]!));
      const attached = /^(?:--output=|--output-document=|-[a-zA-Z]*o)(.+)$/.exec(word)?.[1];
      if (attached !== undefined) names.push(base(attached));
    });
    const remote =
      command.name.startsWith('wget') || command.args.some((word) => /^-[a-zA-Z]*O$|^--remote-name$/.test(word));
    if (remote)
      names.push(
        ...command.args.filter((word) => /^\w+:\/\//.test(word)).map((word) => base(word.replace(/[?#].*$/, ''))),
      );
    names.push(...command.writes.map((write) => base(write.path)));
  }
  return names.filter((name) => name !== '' && name !== '-');
}

function base(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase();
}

const RUNNERS = /^(?:(?:ba|z|da|k|a|fi)?sh|source|\.|python[\d.]*|node|perl|ruby|php)$/;

function runsDownload(command: Invocation, all: readonly Invocation[]): string | undefined {
  const names = downloads(all);
  if (names.length === 0) return undefined;
  const file = RUNNERS.test(command.name) ? command.args.find((word) => !word.startsWith('-')) : command.name;
  return file !== undefined && names.includes(base(file)) && !DOWNLOADERS.has(command.name) ? shown(file) : undefined;
}

/** Rules on code that nobody has read. */
export const CODE_RULES: readonly Rule[] = [
  {
    id: 'run-from-network',
    decision: 'ask',
    names: '*',
    reason:
      'This runs what comes from the network ({}) without anybody having read it. Download it to a file, read it, then run the file.',
    finds: fromNetwork,
  },
  {
    id: 'run-download',
    decision: 'ask',
    names: '*',
    reason:
      'This runs {} in the same line that downloads it, so that nobody can have read it. Download it, read it, then run it.',
    finds: (command, _place, all) => runsDownload(command, all),
  },
  {
    id: 'run-unread',
    decision: 'ask',
    names: '*',
    reason:
      'This runs code that is made while it runs ({}), so that it cannot be judged. Print it first, then run what was printed.',
    finds: unread,
  },
  {
    id: 'run-expression',
    decision: 'ask',
    names: ['iex', 'invoke-expression'],
    reason:
      'This runs a text as PowerShell code ({}), so that it cannot be judged. Print it first, then run what was printed.',
    finds: (command) => shown([command.name, ...command.args].join(' ')),
  },
  {
    id: 'unknown-command',
    decision: 'ask',
    names: '*',
    reason:
      'The name of the command cannot be known before it runs, and its arguments ({}) would be fatal to some. Write the name out.',
    finds: (command, place) => {
      if (isKnown(command.name)) return undefined;
      const recursive = command.args.some((word) => /^-[a-zA-Z]*(?:r|R)/.test(word) || word === '--recursive');
      const kinds = ['root', 'home', 'system', 'device', 'repository', 'above', 'git'];
      const target = command.args.find(
        (word) => !word.startsWith('-') && kinds.includes(pathKind(word, command, place)),
      );
      const device = command.args.some((word) => /^of=\/dev\/(?!null)/.test(word));
      return (recursive && target !== undefined) || device ? shown(command.args.join(' ')) : undefined;
    },
  },
];
