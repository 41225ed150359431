import type { RelPath } from '../../core/values/paths.ts';
import type { PathStatus } from '../../ports/git.ts';
import { command } from './command.ts';
import { type Context, commandIn, inParts, LITERAL, records } from './context.ts';
import { succeeded } from './explain.ts';
import { glance } from './glance.ts';
import { idBytesOf } from './ignored.ts';
import { type IndexEntry, readIndex } from './index-file.ts';
import { program } from './process.ts';

/** Which of these paths the index has. Starts git only for an index that keeps its entries in several places. @throws GitError */
export async function entriesOf(context: Context, paths: readonly RelPath[]): Promise<ReadonlyMap<string, IndexEntry>> {
  const { layout } = context.repository;
  const index = readIndex(`${layout.gitDir}/index`, idBytesOf(context.repository.config()), paths);
  return index.complete ? index.entries : listedEntries(context, paths);
}

async function listedEntries(context: Context, paths: readonly RelPath[]): Promise<Map<string, IndexEntry>> {
  // ls-files does not tell a mark without content from an empty file; status shows it as added in the worktree only.
  const changes = await changesAt(context, paths);
  const entries = new Map<string, IndexEntry>();
  for (const part of inParts(paths)) {
    const listing = commandIn(context, ['ls-files', '-s', '-v', '-z', '--', ...part], { environment: LITERAL });
    for (const record of records(succeeded('ls-files', listing, await program(listing)))) {
      const [tag = '', mode = '', id = '', stage] = record.slice(0, record.indexOf('\t')).split(' ');
      const path = record.slice(record.indexOf('\t') + 1);
      entries.set(path, {
        skipWorktree: tag.toUpperCase() === 'S',
        assumeUnchanged: tag !== tag.toUpperCase(),
        intentToAdd: changes.get(path) === '.A',
        unmerged: stage !== '0',
        executable: mode === '100755',
        plain: mode.startsWith('100'),
        id,
      });
    }
  }
  return entries;
}

const STATUS = ['--no-optional-locks', 'status', '--porcelain=v2', '-z', '--branch', '--no-renames'];

/** The two letters for index and worktree of those of these paths that are changed. @throws GitError */
async function changesAt(context: Context, paths: readonly RelPath[]): Promise<Map<string, string>> {
  const changes = new Map<string, string>();
  for (const part of inParts(paths)) {
    const status = commandIn(context, [...STATUS, '--untracked-files=no', '--', ...part], { environment: LITERAL });
    for (const [path, change] of changesIn(succeeded('status', status, await command(status))))
      changes.set(path, change);
  }
  return changes;
}

/** How index and HEAD see these paths. @throws GitError */
export async function inspect(context: Context, paths: readonly RelPath[]): Promise<Map<RelPath, PathStatus>> {
  const seen = glance(context, paths);
  if (seen !== undefined) return seen;
  const changes = await changesAt(context, paths);
  const entries = await entriesOf(context, paths);
  const found = new Map<RelPath, PathStatus>();
  for (const path of paths) {
    const entry = entries.get(path);
    const change = changes.get(path) ?? '..';
    const unmerged = entry?.unmerged ?? false;
    found.set(path, {
      tracked: entry !== undefined,
      staged: unmerged || change[0] !== '.',
      unstaged: unmerged || change[1] !== '.',
      unmerged,
      hidden: entry !== undefined && (entry.skipWorktree || entry.assumeUnchanged),
    });
  }
  return found;
}

/** True when something differs from HEAD, untracked files included. @throws GitError */
export async function isDirty(context: Context): Promise<boolean> {
  const status = commandIn(context, [...STATUS, '--untracked-files=normal']);
  const output = succeeded('status', status, await command(status));
  return records(output).some((record) => !record.startsWith('# '));
}

/** The two letters for index and worktree of each changed path. */
function* changesIn(output: Buffer): Generator<[path: string, change: string]> {
  for (const record of records(output)) {
    // 1 XY sub mH mI mW hH hI path; u XY sub m1 m2 m3 mW h1 h2 h3 path
    const fields = record.startsWith('1 ') ? 8 : record.startsWith('u ') ? 10 : 0;
    if (fields === 0) continue;
    let cut = -1;
    for (let field = 0; field < fields; field += 1) cut = record.indexOf(' ', cut + 1);
    yield [record.slice(cut + 1), record.slice(2, 4)];
  }
}
