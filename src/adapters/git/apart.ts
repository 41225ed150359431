import { copyFileSync } from 'node:fs';
import type { RelPath } from '../../core/values/paths.ts';
import type { CommitId } from '../../core/values/target.ts';
import { type Context, commandIn, LITERAL } from './context.ts';
import { succeeded } from './explain.ts';
import { idBytesOf } from './ignored.ts';
import { type Making, runCommit } from './making.ts';
import { output, treeEntries } from './objects.ts';
import { program } from './process.ts';
import { isFile } from './read.ts';
import { setInIndex, WHOLE_INDEX, withScratch } from './scratch.ts';

/** Commits contents that the worktree does not have, with an index of their own; the person's index gets only these paths. @throws GitError */
export async function commitApart(making: Making): Promise<CommitId | undefined> {
  const { context, request } = making;
  const { layout, state } = context.repository;
  return withScratch(context, async (folder) => {
    const indexFile = `${folder}/index`;
    const environment = { GIT_INDEX_FILE: indexFile };
    // A copy knows the times of the files, so that git need not read all of them again.
    if (isFile(`${layout.gitDir}/index`)) copyFileSync(`${layout.gitDir}/index`, indexFile);
    const tree = state.head === undefined ? ['--empty'] : ['--reset', state.head];
    await output(context, 'read-tree', ['read-tree', ...tree], { environment, settings: WHOLE_INDEX });
    await setInIndex(context, folder, indexFile, request.files);
    const done = await runCommit(making, [], environment);
    if (done !== undefined) await settle(making, done);
    return done;
  });
}

/** A hook that edits and adds files changes what is committed, but not the index that git has written before. @throws GitError */
export async function settleAfterHooks(making: Making, done: CommitId): Promise<void> {
  const args = ['diff-index', '--cached', '--quiet', done, '--', ...making.request.files.keys()];
  const compare = commandIn(making.context, args, { environment: LITERAL });
  const ended = await program(compare);
  if (ended.code === 1) await settle(making, done);
  else succeeded('diff-index', compare, ended);
}

/** Sets the paths in the person's index to what was committed, and nothing else in it. */
async function settle({ context, request, entries }: Making, done: CommitId): Promise<void> {
  const none = '0'.repeat(2 * idBytesOf(context.repository.config()));
  const paths = [...request.files.keys()];
  const committed = new Map((await treeEntries(context, done, paths)).map((entry) => [entry.path, entry]));
  let input = '';
  for (const path of paths) {
    const entry = committed.get(path);
    input += `${entry?.mode ?? '0'} ${entry?.id ?? none}\t${path}\0`;
  }
  await updateIndex(context, ['-z', '--index-info'], input);
  const still = paths.filter((path) => committed.has(path));
  for (const [flag, kind] of [
    ['--skip-worktree', 'skipWorktree'],
    ['--assume-unchanged', 'assumeUnchanged'],
  ] as const) {
    const marked = still.filter((path) => entries.get(path)?.[kind] === true);
    if (marked.length > 0) await updateIndex(context, [flag, '-z', '--stdin'], listed(marked));
  }
}

/** Takes these paths out of the person's index. @throws GitError */
export async function removeFromIndex(context: Context, paths: readonly RelPath[]): Promise<void> {
  if (paths.length > 0) await updateIndex(context, ['--force-remove', '-z', '--stdin'], listed(paths));
}

function listed(paths: readonly RelPath[]): string {
  return `${paths.join('\0')}\0`;
}

async function updateIndex(context: Context, args: readonly string[], input: string): Promise<void> {
  await output(context, 'update-index', ['update-index', ...args], { input, settings: WHOLE_INDEX });
}
