import { writeFileSync } from 'node:fs';
import type { RelPath } from '../../core/values/paths.ts';
import type { CommitId } from '../../core/values/target.ts';
import { type CommitRequest, GitError } from '../../ports/git.ts';
import { commitApart, removeFromIndex } from './apart.ts';
import { command } from './command.ts';
import type { Context } from './context.ts';
import { commitHooks, signs } from './hooks.ts';
import { entriesOf } from './inspect.ts';
import type { Making } from './making.ts';
import { program } from './process.ts';
import { isFile, readBytes } from './read.ts';
import { commitFromWorktree } from './worktree.ts';

/** Commits exactly the files of the request; see the port. @throws GitError */
export async function commit(context: Context, request: CommitRequest): Promise<CommitId | undefined> {
  refuse(context);
  const { options } = request;
  const hooks = options.hooks ? commitHooks(context) : [];
  // Other people's programs run in a process group that can be ended as a whole.
  const others = hooks.length > 0 || (options.sign === 'inherit' && signs(context));
  const run = context.away ?? (others ? program : command);
  const entries = await entriesOf(context, [...request.files.keys()]);
  const making: Making = { context, request, entries, hooks, run };
  return keepingMessages(context, () => (isPlain(making) ? commitFromWorktree(making) : commitApart(making)));
}

/** @throws GitError where a commit would end the person's merge, or git would refuse it anyway */
function refuse(context: Context): void {
  const { layout, state } = context.repository;
  const { operation } = state;
  if (state.bare) throw new GitError('commit', layout.root, 'it is a bare repository without a worktree');
  if (operation === 'merge' || operation === 'cherry-pick' || operation === 'revert') {
    const said = `a ${operation} is in progress, which a commit would end; finish or abort it`;
    throw new GitError('commit', layout.root, said);
  }
  if (state.locked) {
    const remedy = `when none runs, remove ${layout.gitDir}/index.lock`;
    throw new GitError('commit', layout.root, `another git command is running there, or died: ${remedy}`);
  }
}

/** A commit takes away what `merge --squash` and `cherry-pick -n` have left for the person's own next commit: it is put back. */
async function keepingMessages<T>(context: Context, work: () => Promise<T>): Promise<T> {
  const { gitDir, names } = context.repository.layout;
  const kept = ['SQUASH_MSG', 'MERGE_MSG'].filter((name) => names.includes(name));
  const before = kept.map((name) => ({ path: `${gitDir}/${name}`, bytes: readBytes(`${gitDir}/${name}`) }));
  try {
    return await work();
  } finally {
    for (const { path, bytes } of before) if (bytes !== undefined && !isFile(path)) writeFileSync(path, bytes);
  }
}

/** True when git, committing what the worktree has at the paths, commits what was asked for. */
function isPlain({ context, request, entries }: Making): boolean {
  if (request.apart.size > 0) return false;
  const { fileMode } = context.repository.state.config;
  for (const [path, file] of request.files) {
    const entry = entries.get(path);
    if (entry !== undefined && (entry.skipWorktree || entry.assumeUnchanged)) return false;
    // Without core.fileMode git takes the executable bit from the index, not from the file.
    if (!fileMode && file !== null && (entry?.executable ?? false) !== (file.mode === '100755')) return false;
  }
  return true;
}

/** Takes the paths out of the index that are in it as a mark only, without content. @throws GitError */
export async function withdraw(context: Context, paths: readonly RelPath[]): Promise<void> {
  const entries = await entriesOf(context, paths);
  await removeFromIndex(
    context,
    paths.filter((path) => entries.get(path)?.intentToAdd === true),
  );
}
