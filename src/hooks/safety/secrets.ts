import { posix } from 'node:path';
import { type GitLine, gitRule, has } from './git-line.ts';
import type { Rule } from './rule.ts';
import { isSecretFile } from './secret-files.ts';
import { commitsAll } from './settings.ts';

/** A file with a secret's name that `git add` takes up: named on the line, or in a folder that is. */
function addedSecret(line: GitLine): string | undefined {
  if (has(line, 'n', 'dry-run') || has(line, 'p', 'patch') || has(line, 'i', 'interactive')) return undefined;
  const named = line.operands.find(isSecretFile);
  if (named !== undefined) return named;
  const everything = has(line, 'A', 'all') || has(line, 'u', 'update');
  const folders = line.operands.filter(
    (word) => !/\.\w{1,5}$/.test(word) || /^\.{1,2}(?:\/|$)/.test(word) || /[*?]/.test(word),
  );
  if (!everything && folders.length === 0) return undefined;
  const { repository } = line;
  if (!repository) return undefined;
  const tops =
    folders.length === 0
      ? [repository.root]
      : folders.map((word) => posix.resolve(line.cwd, word.replace(/\/?[*?[].*$/, '') || '.'));
  return repository
    .addable()
    .find((file) => isSecretFile(file) && tops.some((top) => isIn(posix.join(repository.root, file), top)));
}

function isIn(path: string, top: string): boolean {
  return path === top || path.startsWith(top.endsWith('/') ? top : `${top}/`);
}

function committedSecret(line: GitLine): string | undefined {
  if (has(line, '', 'dry-run')) return undefined;
  const named = line.operands.find(isSecretFile);
  if (named !== undefined) return named;
  const { repository } = line;
  const staged = repository?.staged().find(isSecretFile);
  if (staged !== undefined) return staged;
  return commitsAll(line) ? repository?.changed().find(isSecretFile) : undefined;
}

/** Rules on secrets that would get into the history. */
export const SECRET_RULES: readonly Rule[] = [
  gitRule({
    id: 'secret-added',
    decision: 'ask',
    subcommands: ['add', 'stage'],
    reason:
      '{} looks like a file with secrets. Once it is committed and pushed, the secrets must be taken for known. Put it into .gitignore instead.',
    finds: addedSecret,
  }),
  gitRule({
    id: 'secret-committed',
    decision: 'ask',
    subcommands: ['commit'],
    reason: '{} looks like a file with secrets, and this commit holds it. Take it out first: git restore --staged',
    finds: committedSecret,
  }),
];
