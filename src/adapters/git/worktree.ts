import { writeFileSync } from 'node:fs';
import type { RelPath } from '../../core/values/paths.ts';
import type { CommitId } from '../../core/values/target.ts';
import { GitError } from '../../ports/git.ts';
import { removeFromIndex, settleAfterHooks } from './apart.ts';
import { command } from './command.ts';
import { areTooLong, type Context, commandIn, literal } from './context.ts';
import { succeeded } from './explain.ts';
import { hookSettings, type Making, runCommit } from './making.ts';
import { treeEntries } from './objects.ts';
import { withScratch } from './scratch.ts';

/** Commits what the worktree has at the paths: one git command, or two when there are new files. @throws GitError */
export async function commitFromWorktree(making: Making): Promise<CommitId | undefined> {
  const { context, request, entries } = making;
  const created: RelPath[] = [];
  const missing: RelPath[] = [];
  for (const [path, file] of request.files) {
    if (!entries.has(path)) (file === null ? missing : created).push(path);
  }
  const gone = new Set(await notInHead(context, missing));
  const paths = [...request.files.keys()].filter((path) => !gone.has(path));
  if (paths.length === 0) return undefined;
  const done = await takingBack(context, created, async () => {
    if (created.length > 0) await intendToAdd(making, created);
    return withPaths(context, paths, (given) => runCommit(making, ['--only', ...given]));
  });
  if (done !== undefined && making.hooks.length > 0) await settleAfterHooks(making, done);
  return done;
}

/** Of paths that the index does not have, those that HEAD does not have either. */
async function notInHead(context: Context, paths: readonly RelPath[]): Promise<readonly RelPath[]> {
  const { head } = context.repository.state;
  if (paths.length === 0 || head === undefined) return paths;
  const there = new Set((await treeEntries(context, head, paths)).map((entry) => entry.path));
  return paths.filter((path) => !there.has(path));
}

/** Takes the new files out of the index again when no commit was made. */
async function takingBack(
  context: Context,
  created: readonly RelPath[],
  work: () => Promise<CommitId | undefined>,
): Promise<CommitId | undefined> {
  let failed: unknown;
  try {
    const done = await work();
    if (done !== undefined) return done;
  } catch (error) {
    failed = error;
  }
  try {
    await removeFromIndex(context, created);
  } catch (cause) {
    const first = failed instanceof Error ? failed.message : 'nothing was committed';
    const also = `${first}\nand the new files could not be taken out of the index again: git reset -- ${created.join(' ')}`;
    throw new GitError('commit', context.repository.layout.root, also, { cause });
  }
  if (failed !== undefined) throw failed;
  return undefined;
}

/** Tells the index of new files without staging their content: `commit --only` takes only files that it knows. */
async function intendToAdd(making: Making, created: readonly RelPath[]): Promise<void> {
  const force = making.request.options.ignored ? ['--force'] : [];
  await withPaths(making.context, created, async (given) => {
    // --verbose, because simple-git waits for the output of a silent command.
    const args = ['add', '--intent-to-add', '--sparse', '--verbose', ...force, ...given];
    const add = commandIn(making.context, args, hookSettings(making));
    succeeded('add', add, await command(add));
  });
}

/** Gives the arguments that name these paths: a file when they are too many. */
async function withPaths<T>(
  context: Context,
  paths: readonly RelPath[],
  work: (given: string[]) => Promise<T>,
): Promise<T> {
  const specs = paths.map(literal);
  if (!areTooLong(specs)) return work(['--', ...specs]);
  return withScratch(context, (folder) => {
    writeFileSync(`${folder}/paths`, specs.join('\0'));
    return work([`--pathspec-from-file=${folder}/paths`, '--pathspec-file-nul']);
  });
}
