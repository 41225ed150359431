import { simpleCommands } from './shell.ts';

/** What a successful command line delivered: commits and pull requests, counted once each. */
export function deliveries(line: string): ('commit' | 'pull-request')[] {
  const found: ('commit' | 'pull-request')[] = [];
  for (const { words } of simpleCommands(line)) {
    if (words[0] === 'gh' && words[1] === 'pr' && words[2] === 'create') found.push('pull-request');
    if (words[0] === 'git' && subcommand(words) === 'commit' && !words.includes('--dry-run')) found.push('commit');
  }
  return found;
}

function subcommand(words: readonly string[]): string | undefined {
  let at = 1;
  while (words[at]?.startsWith('-')) at += ['-C', '-c', '--git-dir', '--work-tree'].includes(words[at]!) ? 2 : 1;
  return words[at];
}
