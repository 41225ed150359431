import type { BlobId, FileMode } from '../../core/values/content.ts';
import type { RelPath } from '../../core/values/paths.ts';
import type { CommitId } from '../../core/values/target.ts';
import { type CommitInfo, type CommittedFile, GitError } from '../../ports/git.ts';
import { type Context, commandIn, inParts, LITERAL, records } from './context.ts';
import { succeeded } from './explain.ts';
import { program } from './process.ts';
import { isCommitId } from './refs.ts';

/** One path in a commit. */
export interface TreeEntry {
  readonly mode: string;
  readonly id: string;
  readonly path: RelPath;
}

/** Runs a git command that starts no other program, and gives what it printed. @throws GitError */
export async function output(
  context: Context,
  operation: string,
  args: readonly string[],
  more: Parameters<typeof commandIn>[2] = {},
): Promise<Buffer> {
  const given = commandIn(context, args, more);
  return succeeded(operation, given, await program(given));
}

/** A text that goes to git as a commit: never taken for an option. @throws GitError */
function checked(context: Context, id: string): string {
  if (isCommitId(id)) return id;
  throw new GitError('read', context.repository.layout.root, `"${id}" is not the id of a commit`);
}

/** What a commit has at these paths. @throws GitError */
export async function treeEntries(context: Context, commit: CommitId, paths: readonly RelPath[]): Promise<TreeEntry[]> {
  const found: TreeEntry[] = [];
  for (const part of inParts(paths)) {
    const args = ['ls-tree', '-z', checked(context, commit), '--', ...part];
    found.push(...entriesIn(await output(context, 'ls-tree', args, { environment: LITERAL })));
  }
  return found;
}

function entriesIn(listing: Buffer): TreeEntry[] {
  return records(listing).map((record) => {
    const cut = record.indexOf('\t');
    const [mode = '', , id = ''] = record.slice(0, cut).split(' ');
    return { mode, id, path: record.slice(cut + 1) as RelPath };
  });
}

/** The links and submodules of a commit. @throws GitError */
export async function specialAt(context: Context, commit: CommitId): Promise<Map<RelPath, 'link' | 'submodule'>> {
  const listing = await output(context, 'ls-tree', ['ls-tree', '-r', '-z', checked(context, commit)]);
  const found = new Map<RelPath, 'link' | 'submodule'>();
  for (const { mode, path } of entriesIn(listing)) {
    if (mode === '120000') found.set(path, 'link');
    if (mode === '160000') found.set(path, 'submodule');
  }
  return found;
}

function isFileMode(mode: string): mode is FileMode {
  return mode === '100644' || mode === '100755';
}

/** The files at these paths in a commit. @throws GitError */
export async function filesAt(
  context: Context,
  commit: CommitId,
  paths: readonly RelPath[],
): Promise<Map<RelPath, CommittedFile>> {
  // Very old commits have 100664, which means 100644.
  const entries = (await treeEntries(context, commit, paths)).map((entry) =>
    entry.mode === '100664' ? { ...entry, mode: '100644' } : entry,
  );
  const files = entries.filter((entry) => isFileMode(entry.mode));
  const contents = await blobs(
    context,
    files.map((entry) => entry.id),
  );
  const found = new Map<RelPath, CommittedFile>();
  for (const { mode, id, path } of files) {
    const bytes = contents.get(id);
    if (isFileMode(mode) && bytes !== undefined) found.set(path, { bytes, mode });
  }
  return found;
}

/** The contents with these ids, of those that are here. @throws GitError */
export async function presentBlobs(context: Context, ids: readonly BlobId[]): Promise<Map<BlobId, Uint8Array>> {
  return (await blobs(context, ids, true)) as Map<BlobId, Uint8Array>;
}

/** The newest commits that changed a file. @throws GitError */
export async function commitsOf(context: Context, path: RelPath, most: number): Promise<CommitId[]> {
  if (context.repository.state.head === undefined) return [];
  const args = ['log', '--format=%H', `--max-count=${most}`, 'HEAD', '--', path];
  const listing = await output(context, 'log', args, { environment: LITERAL });
  return listing.toString('latin1').split('\n').filter(isCommitId);
}

async function blobs(context: Context, ids: readonly string[], mayBeMissing = false): Promise<Map<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  if (ids.length === 0) return contents;
  const input = `${[...new Set(ids)].join('\n')}\n`;
  const answer = await output(context, 'cat-file', ['cat-file', '--batch', '--buffer'], {
    input,
    // What a partial clone left away is not fetched for a look.
    ...(mayBeMissing ? { environment: { GIT_NO_LAZY_FETCH: '1' } } : {}),
  });
  for (let at = 0; at < answer.length; ) {
    const end = answer.indexOf(0x0a, at);
    const [id = '', kind, size] = answer.toString('latin1', at, end).split(' ');
    if (kind === 'missing' && mayBeMissing) {
      at = end + 1;
      continue;
    }
    if (kind !== 'blob') {
      const remedy = '"git fsck" tells what is missing';
      throw new GitError('cat-file', context.repository.layout.root, `the object ${id} is ${kind}; ${remedy}`);
    }
    const from = end + 1;
    contents.set(id, answer.subarray(from, from + Number(size)));
    at = from + Number(size) + 1;
  }
  return contents;
}

/** The commits in `tip` that are not in `base`, newest first. @throws GitError */
export async function commitsSince(context: Context, base: CommitId | undefined, tip: CommitId): Promise<CommitInfo[]> {
  const range = base === undefined ? [] : [`^${checked(context, base)}`];
  const format = '--format=%H %P%n%(trailers:only=true,unfold=true)%x00';
  const args = ['rev-list', '--topo-order', '--no-commit-header', format, checked(context, tip), ...range, '--'];
  const listing = (await output(context, 'rev-list', args)).toString('utf8').split('\0');
  const commits: CommitInfo[] = [];
  for (const record of listing) {
    const [ids = '', ...lines] = record.trim().split('\n');
    const [id = '', parent] = ids.split(' ');
    if (!isCommitId(id)) continue;
    const trailers = new Map<string, string>();
    for (const line of lines) {
      const cut = line.indexOf(':');
      if (cut > 0) trailers.set(line.slice(0, cut).trim(), line.slice(cut + 1).trim());
    }
    commits.push({ id, ...(parent !== undefined && isCommitId(parent) ? { parent } : {}), trailers });
  }
  return commits;
}
