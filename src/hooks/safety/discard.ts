import { posix } from 'node:path';
import { type GitLine, gitRule, has } from './git-line.ts';
import type { Place } from './place.ts';
import type { Rule } from './rule.ts';

/** What `checkout` would write over, as a person would say it; undefined when it only changes the branch. */
function checkoutDiscards(line: GitLine, place: Place): string | undefined {
  if (has(line, 'f', 'force')) return 'all changes in the working folder';
  if (has(line, 'p', 'patch')) return undefined;
  if (has(line, '', 'pathspec-from-file')) return 'the files that a list names';
  if (line.paths !== undefined) return line.paths.length > 0 ? line.paths.join(' ') : undefined;
  const creates = line.options.some((option) => /^(?:-[bBlt]|--orphan|--track|--detach|-d)$/.test(option.name));
  if (creates) return undefined;
  // `checkout main src/a.ts` takes the file from main; `checkout main` is a branch.
  if (line.operands.length > 1) return line.operands.slice(1).join(' ');
  const [only] = line.operands;
  return only !== undefined && isPath(only, line, place) ? only : undefined;
}

/** A single word is a branch or a path; git looks for the branch first. */
function isPath(word: string, line: GitLine, place: Place): boolean {
  if (word === '-' || word === 'HEAD' || word === '@') return false;
  if (/^(?:\.{1,2}(?:\/|$)|:)/.test(word) || word.endsWith('/') || /[*?[]/.test(word)) return true;
  if (line.repository?.hasRef(word)) return false;
  return place.pathExists(posix.resolve(line.cwd, word));
}

function restoreDiscards(line: GitLine): string | undefined {
  if (has(line, 'p', 'patch')) return undefined;
  const staged = has(line, 'S', 'staged');
  const worktree = has(line, 'W', 'worktree');
  if (staged && !worktree) return undefined;
  const listed = has(line, '', 'pathspec-from-file');
  return line.operands.length > 0 ? line.operands.join(' ') : listed ? 'the files that a list names' : undefined;
}

function cleans(line: GitLine): boolean {
  if (has(line, 'n', 'dry-run') || has(line, 'i', 'interactive')) return false;
  const free = line.config.some(([key, value]) => key === 'clean.requireforce' && /^(?:false|no|off|0)$/i.test(value));
  return (
    has(line, 'f', 'force') || free || /^(?:false|no|off|0)$/i.test(line.repository?.config('clean.requireforce') ?? '')
  );
}

/** Rules on changes in the working folder that no commit holds. */
export const DISCARD_RULES: readonly Rule[] = [
  gitRule({
    id: 'discard-checkout',
    decision: 'ask',
    subcommands: ['checkout'],
    reason:
      'This throws away what is not committed in {}; git cannot bring it back. Commit or stash it first (git stash push -- …).',
    finds: checkoutDiscards,
  }),
  gitRule({
    id: 'discard-switch',
    decision: 'ask',
    subcommands: ['switch'],
    reason:
      '{} throws away all changes that are not committed. Without the force, git switch refuses where something would be lost.',
    finds: (line) => has(line, 'f', 'force', ['force-create']) || has(line, '', 'discard-changes'),
  }),
  gitRule({
    id: 'discard-restore',
    decision: 'ask',
    subcommands: ['restore'],
    reason:
      'This throws away what is not committed in {}; git cannot bring it back. Commit or stash it first; --staged alone only takes it out of the next commit.',
    finds: restoreDiscards,
  }),
  gitRule({
    id: 'discard-reset',
    decision: 'ask',
    subcommands: ['reset'],
    reason:
      '{} throws away all changes that are not committed, and takes commits off the branch. --keep refuses where something would be lost; git stash keeps it.',
    finds: (line) => has(line, '', 'hard') || has(line, '', 'merge'),
  }),
  gitRule({
    id: 'discard-clean',
    decision: 'ask',
    subcommands: ['clean'],
    reason: '{} removes files that git has never seen; nothing brings them back. Look at the list first: git clean -n',
    finds: cleans,
  }),
  gitRule({
    id: 'discard-index',
    decision: 'ask',
    subcommands: ['checkout-index', 'read-tree'],
    reason: '{} writes over files in the working folder with what the index or a tree holds.',
    finds: (line) =>
      line.subcommand === 'read-tree' ? has(line, 'u', 'update') && has(line, '', 'reset') : has(line, 'f', 'force'),
  }),
  gitRule({
    id: 'discard-rm',
    decision: 'ask',
    subcommands: ['rm'],
    reason: '{} removes files with the changes in them that are not committed. --cached keeps the files.',
    finds: (line) => has(line, 'f', 'force') && !has(line, '', 'cached') && !has(line, 'n', 'dry-run'),
  }),
  gitRule({
    id: 'discard-worktree',
    decision: 'ask',
    subcommands: ['worktree'],
    reason:
      '{} removes a working folder with the changes in it that are not committed. Without --force git refuses where there are any.',
    finds: (line) => line.operands[0] === 'remove' && has(line, 'f', 'force'),
  }),
  gitRule({
    id: 'discard-submodule',
    decision: 'ask',
    subcommands: ['submodule'],
    reason:
      '{} empties the working folder of submodules. Look for changes in them first: git submodule foreach git status',
    finds: (line) => line.operands[0] === 'deinit',
  }),
];
