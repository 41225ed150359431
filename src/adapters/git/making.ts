import type { CommitId } from '../../core/values/target.ts';
import { type CommitRequest, GitError } from '../../ports/git.ts';
import type { Command, Ended, Runner } from './command.ts';
import { type Context, commandIn } from './context.ts';
import { failure, lastLines } from './explain.ts';
import type { IndexEntry } from './index-file.ts';
import { commitsSince } from './objects.ts';
import { headId } from './refs.ts';

/** A commit that is being made. */
export interface Making {
  readonly context: Context;
  readonly request: CommitRequest;
  /** What the index has at the paths of the request. */
  readonly entries: ReadonlyMap<string, IndexEntry>;
  /** The hooks that will run. */
  readonly hooks: readonly string[];
  /** Runs the commit: so that its hooks can be ended, where there are any. */
  readonly run: Runner;
}

/** --no-verify alone leaves prepare-commit-msg and post-commit running. */
export function hookSettings({ request }: Making): Pick<Command, 'settings'> {
  return request.options.hooks ? {} : { settings: ['core.hooksPath=/dev/null'] };
}

/** Runs `git commit` with what all our commits have in common. @returns the new commit, or undefined when there was nothing to commit @throws GitError */
export async function runCommit(
  making: Making,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CommitId | undefined> {
  const { context, request } = making;
  const { options, message } = request;
  const given = ['commit', '--file=-', '--cleanup=verbatim', '--no-status', '--no-edit'];
  if (!options.hooks) given.push('--no-verify');
  if (options.sign === 'never') given.push('--no-gpg-sign');
  const input = message.endsWith('\n') ? message : `${message}\n`;
  const ended = await making.run(
    commandIn(context, [...given, ...args], { ...hookSettings(making), environment, input }),
  );
  if (ended.code === 0) return headId(context.repository.layout);
  return (await madeNevertheless(context)) ?? concluded(making, ended);
}

/** The commit is there although git did not succeed: a post-commit hook took too long, or the index could not be written. */
async function madeNevertheless(context: Context): Promise<CommitId | undefined> {
  const { layout, state } = context.repository;
  const head = headId(layout);
  if (head === undefined || head === state.head) return undefined;
  const commits = await commitsSince(context, state.head, head);
  return commits.length === 1 && commits[0]?.parent === state.head ? head : undefined;
}

const NOTHING = /^(?:nothing to commit|nothing added to commit|no changes added to commit)/m;

function concluded({ context, request, hooks }: Making, ended: Ended): undefined {
  const { root } = context.repository.layout;
  const stdout = ended.stdout.toString('utf8');
  // What hooks print goes to stderr, so these are git's own words.
  if (ended.code === 1 && NOTHING.test(stdout)) return undefined;
  if (ended.code === 1 && hooks.length > 0) {
    const said = lastLines(`${stdout}\n${ended.stderr.toString('utf8')}`);
    const which = hooks.filter((name) => name !== 'post-commit').join(' or ');
    throw new GitError('commit', root, `a hook of the repository (${which}) refused it:\n${said}`);
  }
  throw failure('commit', { root, timeout: request.options.timeout }, ended);
}
