import type { Path } from './places.ts';
import { type Reading, readPath, wrong } from './reading.ts';
import { expand } from './variables.ts';

/**
 * True for a remote that is a folder of this machine: git takes a text for an address when it has a scheme, or a colon before its first slash
 * (git-clone(1), GIT URLS).
 */
export function isFolder(remote: string): boolean {
  return !/^[^/]*:/.test(remote);
}

/**
 * Where a repository is cloned from, with its variables replaced. A folder is made absolute, as git does not know `~`.
 * Undefined, and reported, when it means none.
 */
export function readRemote(reading: Reading, path: Path, written: string): string | undefined {
  const expanded = expand(written, reading.env);
  if ('wrong' in expanded) {
    wrong(reading, path, expanded.wrong, expanded.remedy);
    return undefined;
  }
  const remote = expanded.text;
  // Git would take the first for an option, and run the second as a command.
  if (remote.startsWith('-')) wrong(reading, path, 'starts with "-".', 'Give an address or a path.');
  else if (/^\w+::/.test(remote)) wrong(reading, path, 'asks git to run a program.', 'Give an address or a path.');
  else return isFolder(remote) ? readPath(reading, path, written) : remote;
  return undefined;
}
