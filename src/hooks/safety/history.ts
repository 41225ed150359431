import { branchName, type GitLine, gitRule, has, isProtected } from './git-line.ts';
import type { Place } from './place.ts';
import type { Rule } from './rule.ts';

/** The branch that a `git branch` deletes or overwrites. */
function changedBranches(line: GitLine): { names: readonly string[]; forced: boolean; deleted: boolean } {
  const forced = has(line, 'f', 'force', ['format']);
  const capital = (letter: string) => line.options.some((option) => option.name === `-${letter}`);
  if (capital('D') || has(line, 'd', 'delete')) {
    const remote = has(line, 'r', 'remotes');
    return { names: remote ? [] : line.operands.map(branchName), forced: capital('D') || forced, deleted: true };
  }
  if (
    capital('M') ||
    capital('C') ||
    has(line, 'm', 'move') ||
    has(line, 'c', 'copy', ['contains', 'column', 'color'])
  ) {
    const names =
      capital('C') || has(line, 'c', 'copy', ['contains', 'column', 'color']) ? line.operands.slice(-1) : line.operands;
    const renamed =
      line.operands.length === 1 && line.repository?.branch !== undefined ? [line.repository.branch, ...names] : names;
    return { names: renamed, forced: capital('M') || capital('C') || forced, deleted: false };
  }
  return { names: forced ? line.operands.slice(0, 1) : [], forced, deleted: false };
}

function protectedBranch(line: GitLine, place: Place): string | undefined {
  const change = changedBranches(line);
  if (!change.deleted && !change.forced) return undefined;
  return change.names.find((name) => isProtected(name, place));
}

function otherBranch(line: GitLine): string | undefined {
  const change = changedBranches(line);
  return change.forced && change.names.length > 0 ? change.names.join(' ') : undefined;
}

function expires(line: GitLine): boolean {
  if (line.operands[0] === 'delete') return true;
  return (
    line.operands[0] === 'expire' &&
    line.args.some((word) => /^--expire(?:-unreachable)?(?:=|$)|^--all$/.test(word)) &&
    !has(line, 'n', 'dry-run')
  );
}

function updatedRef(line: GitLine): string | undefined {
  if (has(line, '', 'stdin')) return 'the refs that a list names';
  if (has(line, 'd', 'delete')) return line.operands[0];
  const [ref = ''] = line.operands;
  return /^refs\/(?:heads|tags|stash)/.test(ref) ? ref : undefined;
}

/** Rules on commits, branches, tags and stashes. */
export const HISTORY_RULES: readonly Rule[] = [
  gitRule({
    id: 'branch-protected',
    decision: 'deny',
    subcommands: ['branch'],
    reason: 'This deletes or overwrites the protected branch {}. Leave it; work on a branch of your own.',
    finds: protectedBranch,
  }),
  gitRule({
    id: 'branch-force',
    decision: 'ask',
    subcommands: ['branch'],
    reason: 'This deletes or overwrites {} even if its commits are nowhere else. -d refuses where they are not merged.',
    finds: otherBranch,
  }),
  gitRule({
    id: 'stash-clear',
    decision: 'deny',
    subcommands: ['stash'],
    reason:
      '{} throws away every stash; git has no command to bring them back. Drop the one that is not needed by its number.',
    finds: (line) => line.operands[0] === 'clear',
  }),
  gitRule({
    id: 'stash-drop',
    decision: 'ask',
    subcommands: ['stash'],
    reason: '{} throws away what was stashed. Look at it first: git stash show -p',
    finds: (line) => line.operands[0] === 'drop',
  }),
  gitRule({
    id: 'reflog-expire',
    decision: 'deny',
    subcommands: ['reflog'],
    reason:
      '{} removes the record of where branches have been: the last way to bring lost commits back. git expires it by itself.',
    finds: expires,
  }),
  gitRule({
    id: 'gc-prune',
    decision: 'ask',
    subcommands: ['gc', 'prune', 'repack', 'maintenance'],
    reason:
      '{} removes commits and stashes at once that nothing names any more and that could still be brought back. A plain git gc keeps them for two weeks.',
    finds: (line) => {
      if (line.subcommand === 'prune') return !has(line, 'n', 'dry-run');
      return (
        line.subcommand === 'gc' &&
        line.args.some((word) => /^--pru?n?e?=(?:now|all|0|today|.*(?:second|minute|hour)s?)/.test(word))
      );
    },
  }),
  gitRule({
    id: 'rewrite-history',
    decision: 'ask',
    subcommands: ['filter-branch', 'filter-repo', 'fast-import', 'bfg'],
    reason: '{} rewrites every commit; all clones of others stop fitting. Do it in a fresh clone, with a backup.',
    finds: (line) => line.subcommand !== 'fast-import' || has(line, '', 'force'),
  }),
  gitRule({
    id: 'update-ref-protected',
    decision: 'deny',
    subcommands: ['update-ref', 'symbolic-ref'],
    reason: 'This deletes or overwrites the protected branch {} past all checks of git.',
    finds: (line, place) => {
      const ref = line.subcommand === 'symbolic-ref' && !has(line, 'd', 'delete') ? undefined : updatedRef(line);
      const name = branchName(ref ?? '');
      return ref !== undefined && isProtected(name, place) ? name : undefined;
    },
  }),
  gitRule({
    id: 'update-ref',
    decision: 'ask',
    subcommands: ['update-ref'],
    reason:
      'This deletes or overwrites {} past all checks of git; its commits may be nowhere else. Use git branch or git tag.',
    finds: updatedRef,
  }),
  gitRule({
    id: 'tag-change',
    decision: 'ask',
    subcommands: ['tag'],
    reason: '{} deletes or moves a tag that others may build on. Make a new tag instead.',
    finds: (line) => has(line, 'd', 'delete') || has(line, 'f', 'force', ['format']),
  }),
  gitRule({
    id: 'fetch-force',
    decision: 'ask',
    subcommands: ['fetch', 'pull'],
    reason: '{} overwrites a branch here with that of the other side, even where it has commits of its own.',
    finds: (line) => {
      const local = line.operands.slice(1).filter((word) => /:(?!refs\/remotes\/)./.test(word));
      return local.some((word) => word.startsWith('+') || has(line, 'f', 'force') || has(line, 'u', 'update-head-ok'));
    },
  }),
];
