import { type SimpleCommand, simpleCommands } from './shell.ts';
import { decidesStatus } from './test-run.ts';

/** What a command line would deploy, if it did what it says. `folder` is where it runs, relative to the session's own. */
export type DeployIntent =
  | { kind: 'push'; folder: string; remote?: string; refspecs: string[]; tags: boolean; all: boolean; sure: boolean }
  | { kind: 'release'; folder: string; name?: string; sure: boolean }
  | { kind: 'command'; folder: string; name: string; sure: boolean }
  | { kind: 'ci'; folder: string; sure: boolean };

const GIT_VALUE_OPTIONS = new Set([
  '-C',
  '-c',
  '--git-dir',
  '--work-tree',
  '--namespace',
  '--exec-path',
  '--super-prefix',
]);
const PUSH_VALUE_OPTIONS = new Set(['-o', '--push-option', '--receive-pack', '--exec', '--repo']);

/**
 * The deployments in a shell line: a push, a release (`gh release create`), one of the configured deploy commands, or a
 * watched CI run. `sure` is false when the line's exit status is not that command's.
 */
export function deployIntents(line: string, deployCommands: readonly string[]): DeployIntent[] {
  const commands = simpleCommands(line);
  const found: DeployIntent[] = [];
  let folder = '';
  commands.forEach((command, at) => {
    if (command.words[0] === 'cd') folder = command.words[1] ?? folder;
    const intent = intentOf(command, folder, decidesStatus(commands, at), deployCommands);
    if (intent) found.push(intent);
  });
  return found;
}

function intentOf(
  { words }: SimpleCommand,
  folder: string,
  sure: boolean,
  deployCommands: readonly string[],
): DeployIntent | undefined {
  const own = deployCommands.find((text) => startsWith(words, simpleCommands(text)[0]?.words ?? []));
  if (own !== undefined) return { kind: 'command', folder, name: own, sure };
  if (words[0] === 'git') return pushIntent(words, folder, sure);
  if (words[0] !== 'gh') return undefined;
  if (words[1] === 'release' && words[2] === 'create') {
    const name = words.slice(3).find((word) => !word.startsWith('-'));
    return { kind: 'release', folder, sure, ...(name !== undefined && { name }) };
  }
  const watched =
    words[1] === 'run' && (words[2] === 'watch' || words[2] === 'view') && words.includes('--exit-status');
  return watched ? { kind: 'ci', folder, sure } : undefined;
}

function startsWith(words: readonly string[], start: readonly string[]): boolean {
  return start.length > 0 && start.every((word, index) => words[index] === word);
}

function pushIntent(words: readonly string[], startFolder: string, sure: boolean): DeployIntent | undefined {
  let folder = startFolder;
  let at = 1;
  while (words[at]?.startsWith('-')) {
    if (words[at] === '-C') folder = words[at + 1] ?? folder;
    at += GIT_VALUE_OPTIONS.has(words[at]!) ? 2 : 1;
  }
  if (words[at] !== 'push') return undefined;
  const options: string[] = [];
  const positional: string[] = [];
  for (let i = at + 1; i < words.length; i++) {
    const word = words[i]!;
    if (!word.startsWith('-')) positional.push(word);
    else {
      options.push(word);
      if (PUSH_VALUE_OPTIONS.has(word)) i += 1;
    }
  }
  if (options.some((option) => ['--dry-run', '-n', '--delete', '-d', '--help'].includes(option))) return undefined;
  const [remote, ...refspecs] = positional;
  return {
    kind: 'push',
    folder,
    refspecs,
    tags: options.includes('--tags') || options.includes('--follow-tags'),
    all: options.includes('--all') || options.includes('--mirror') || options.includes('--branches'),
    sure,
    ...(remote !== undefined && { remote }),
  };
}

/** The branch or tag name a refspec writes at the remote: `HEAD:main` and `+main` give main; a deletion gives undefined. */
export function pushedName(refspec: string): { source: string; name: string } | undefined {
  const spec = refspec.replace(/^\+/, '');
  const colon = spec.indexOf(':');
  const source = colon < 0 ? spec : spec.slice(0, colon);
  const name = colon < 0 ? spec : spec.slice(colon + 1);
  if (source === '' || name === '') return undefined;
  return { source, name: name.replace(/^refs\/(heads|tags)\//, '') };
}
