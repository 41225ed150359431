import type { CommitId } from '../../core/values/target.ts';
import { type BranchRequest, GitError } from '../../ports/git.ts';
import { type Context, commandIn } from './context.ts';
import { failure } from './explain.ts';
import { signs } from './hooks.ts';
import { idBytesOf } from './ignored.ts';
import { output } from './objects.ts';
import { program } from './process.ts';
import { checkedOutAt, isBranchName, isCommitId, readRef } from './refs.ts';
import { setInIndex, withScratch } from './scratch.ts';

/** Commits on a branch that nobody has checked out; see the port. @throws GitError */
export async function commitBranch(context: Context, request: BranchRequest): Promise<CommitId> {
  const { base, branch, expected, files, message } = request;
  const { root } = context.repository.layout;
  refuseCheckedOut(context, branch);
  const tip = branchTip(context, branch);
  if (tip !== expected) throw moved(context, branch, tip, expected);
  return withScratch(context, async (folder) => {
    const indexFile = `${folder}/index`;
    const environment = { GIT_INDEX_FILE: indexFile };
    await output(context, 'read-tree', ['read-tree', base], { environment });
    await setInIndex(context, folder, indexFile, files);
    const tree = text(await output(context, 'write-tree', ['write-tree'], { environment }));
    const before = text(await output(context, 'rev-parse', ['rev-parse', '--verify', '--quiet', `${base}^{tree}`]));
    if (tree === before) throw new GitError('commit', root, `${base} holds all of it already; no empty commit is made`);
    // commit-tree alone does not look at commit.gpgSign.
    const sign = signs(context) ? ['-S'] : [];
    const args = ['commit-tree', ...sign, '-p', base, '-F', '-', tree];
    const id = text(
      await output(context, 'commit-tree', args, { input: message.endsWith('\n') ? message : `${message}\n` }),
    );
    if (!isCommitId(id)) throw new GitError('commit-tree', root, `"${id}" is not the id of a commit`);
    await setBranch(context, branch, expected, id);
    return id;
  });
}

/** Makes the branch point to `to`, or deletes it, if it points to `from`. @throws GitError */
export async function moveBranch(
  context: Context,
  branch: string,
  from: CommitId,
  to: CommitId | undefined,
): Promise<void> {
  refuseCheckedOut(context, branch);
  await setBranch(context, branch, from, to);
}

/** The commit a branch points to. @throws GitError */
export function branchTip(context: Context, branch: string): CommitId | undefined {
  const { layout } = context.repository;
  if (!isBranchName(branch))
    throw new GitError('read branch', layout.root, `"${branch}" cannot be the name of a branch`);
  const found = readRef(layout, `refs/heads/${branch}`);
  if (found.kind === 'unreadable') throw new GitError('read branch', layout.root, found.because);
  return found.id;
}

async function setBranch(
  context: Context,
  branch: string,
  from: CommitId | undefined,
  to: CommitId | undefined,
): Promise<void> {
  const none = '0'.repeat(2 * idBytesOf(context.repository.config()));
  const ref = `refs/heads/${branch}`;
  const change = to === undefined ? ['-d', ref, from ?? none] : [ref, to, from ?? none];
  const update = commandIn(context, ['update-ref', '-m', 'reconcile', ...change]);
  const ended = await program(update);
  if (ended.code === 0) return;
  const tip = branchTip(context, branch);
  throw tip === from ? failure('update-ref', update, ended) : moved(context, branch, tip, from);
}

function moved(context: Context, branch: string, tip: CommitId | undefined, expected: CommitId | undefined): GitError {
  const is = tip === undefined ? 'is not there' : `is at ${tip}`;
  const not = expected === undefined ? 'was expected not to exist' : `was expected at ${expected}`;
  const said = `the branch ${branch} ${is}, but ${not}: somebody has changed it. Nothing was done; plan again`;
  return new GitError('commit on branch', context.repository.layout.root, said);
}

function refuseCheckedOut(context: Context, branch: string): void {
  const { layout, state } = context.repository;
  if (!isBranchName(branch))
    throw new GitError('move branch', layout.root, `"${branch}" cannot be the name of a branch`);
  const place = checkedOutAt(layout, branch, state.bare);
  if (place === undefined) return;
  const said = `the branch ${branch} is checked out (${place}/HEAD); its files would no longer match it`;
  throw new GitError('move branch', layout.root, said);
}

function text(bytes: Buffer): string {
  return bytes.toString('latin1').trim();
}
