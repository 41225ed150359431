import { GitError } from '../../ports/git.ts';
import type { Command, Ended } from './command.ts';

/** What git says (in English) and what a person does about it. */
const REMEDIES: readonly (readonly [RegExp, (match: RegExpExecArray, root: string) => string])[] = [
  [
    /dubious ownership/,
    (_, root) =>
      `the folder belongs to another user. If you trust it: git config --global --add safe.directory ${root}`,
  ],
  [
    /Please tell me who you are|empty ident name|unable to auto-detect email|no (?:name|email) was given/,
    () =>
      'git does not know who commits. Set it: git config --global user.name "Your Name" and git config --global user.email you@example.com',
  ],
  [
    /Unable to create '(.+\.lock)': File exists/,
    ([, file = 'the lock file']) => `another git command is running there, or died: when none runs, remove ${file}`,
  ],
  [
    /cannot lock ref '(.+?)'/,
    ([, ref = '']) => `another git command is changing ${ref}, or has changed it meanwhile. Try again`,
  ],
  [
    /gpg failed to sign|failed to sign|error: Couldn't (?:load|find) (?:public )?key|gpg\.ssh/i,
    () =>
      'the commit could not be signed. Check user.signingKey and gpg.program, or turn signing off for these commits',
  ],
  [
    /index file (?:corrupt|smaller)|bad index file|bad signature 0x|index uses/,
    () => 'the index is damaged. "rm .git/index && git reset" builds it anew; what was staged has to be staged again',
  ],
  [/spawn git ENOENT/, () => 'git is not installed, or not found in PATH'],
];

const MAX_LINES = 20;

/** The last lines of what a program printed. */
export function lastLines(text: string): string {
  const lines = text.trim().split('\n');
  return lines.length <= MAX_LINES ? lines.join('\n') : `…\n${lines.slice(-MAX_LINES).join('\n')}`;
}

/** The error for a command that did not succeed, with the way out where one is known. */
export function failure(operation: string, command: Pick<Command, 'root' | 'timeout'>, ended: Ended): GitError {
  if (ended.timedOut) {
    const said = ended.stderr.toString('utf8').trim();
    const words = said === '' ? '' : `\n${lastLines(said)}`;
    return new GitError(
      operation,
      command.root,
      `it took longer than ${command.timeout / 1000} s and was ended${words}`,
    );
  }
  const said = ended.stderr.toString('utf8').trim() || ended.stdout.toString('utf8').trim();
  for (const [pattern, remedy] of REMEDIES) {
    const match = pattern.exec(said);
    if (match !== null)
      return new GitError(operation, command.root, `${remedy(match, command.root)}\n${lastLines(said)}`);
  }
  return new GitError(operation, command.root, said === '' ? `it ended with exit code ${ended.code}` : lastLines(said));
}

/** Gives what a command printed. @throws GitError when it did not succeed */
export function succeeded(operation: string, command: Pick<Command, 'root' | 'timeout'>, ended: Ended): Buffer {
  if (ended.code !== 0) throw failure(operation, command, ended);
  return ended.stdout;
}
