import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { RelPath } from '../../core/values/paths.ts';
import type { CommittedFile } from '../../ports/git.ts';
import type { Context } from './context.ts';
import { idBytesOf } from './ignored.ts';
import { output } from './objects.ts';

/** Gives `work` an empty folder inside the git folder, on the same disk and out of every worktree, and removes it afterwards. */
export async function withScratch<T>(context: Context, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(`${context.repository.layout.gitDir}/reconcile-`);
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** git 2.39 adds paths beside a folded folder of a sparse index instead of unfolding it, and then loses what is in the folder. */
export const WHOLE_INDEX = ['index.sparse=false'] as const;

/**
 * Writes the contents as objects and sets these paths in the index at `indexFile`; null takes a path out.
 * @throws GitError
 */
export async function setInIndex(
  context: Context,
  folder: string,
  indexFile: string,
  files: ReadonlyMap<RelPath, CommittedFile | null>,
): Promise<void> {
  const ids = await writeBlobs(context, folder, files);
  const none = '0'.repeat(2 * idBytesOf(context.repository.config()));
  let input = '';
  for (const [path, file] of files) input += `${file?.mode ?? '0'} ${ids.get(path) ?? none}\t${path}\0`;
  const environment = { GIT_INDEX_FILE: indexFile };
  await output(context, 'update-index', ['update-index', '-z', '--index-info'], {
    environment,
    input,
    settings: WHOLE_INDEX,
  });
}

async function writeBlobs(
  context: Context,
  folder: string,
  files: ReadonlyMap<RelPath, CommittedFile | null>,
): Promise<Map<RelPath, string>> {
  const paths: RelPath[] = [];
  let input = '';
  for (const [path, file] of files) {
    if (file === null) continue;
    const place = `${folder}/${paths.length}`;
    writeFileSync(place, file.bytes);
    // One name a line; in quotes, so that a folder with a line break in its name does not end it.
    input += `"${place.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"\n`;
    paths.push(path);
  }
  const ids = new Map<RelPath, string>();
  if (paths.length === 0) return ids;
  const args = ['hash-object', '-w', '--no-filters', '--stdin-paths'];
  const lines = (await output(context, 'hash-object', args, { input })).toString('latin1').split('\n');
  for (const [index, path] of paths.entries()) ids.set(path, lines[index]!);
  return ids;
}
