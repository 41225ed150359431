import type { RepositoryState } from '../core/actual/repository.ts';
import type { BlobId, FileMode } from '../core/values/content.ts';
import type { AbsPath, RelPath } from '../core/values/paths.ts';
import type { CommitId } from '../core/values/target.ts';

export type Opened =
  | { readonly kind: 'repository'; readonly state: RepositoryState }
  | { readonly kind: 'absent' }
  | { readonly kind: 'damaged'; readonly because: string };

/** Starts no process. */
export interface GitReader {
  /**
   * Reads the state of the repository whose worktree's top is `root`; `absent` when there is no `.git` at `root` itself (also when `root`
   * lies inside another repository). Follows `.git` files (linked worktrees, submodules) and common folders.
   */
  open(root: AbsPath): Opened;
  /**
   * The paths among these that git ignores and does not track, with the file and line of the rule: `.gitignore:3`.
   * @param state what `open` gave of this repository just now: it is not opened again then
   */
  ignored(root: AbsPath, paths: readonly RelPath[], state?: RepositoryState): ReadonlyMap<RelPath, string>;
  /**
   * The tracked paths, sorted, in which one of these names stands below the top: as the file's own, or as that of a folder on the way. What
   * lies in other repositories is not among them.
   * @param state what `open` gave of this repository just now: it is not opened again then
   */
  trackedBelow(root: AbsPath, names: readonly string[], state?: RepositoryState): readonly RelPath[];
  /**
   * The paths among these that HEAD does not hold with this content; undefined where only git itself can tell (then ask `inspect`).
   * @param state what `open` gave of this repository just now: it is not opened again then
   */
  uncommitted(
    root: AbsPath,
    files: ReadonlyMap<RelPath, { readonly id: BlobId; readonly mode: FileMode }>,
    state?: RepositoryState,
  ): ReadonlySet<RelPath> | undefined;
}

/** How the index and HEAD see one path. */
export interface PathStatus {
  readonly tracked: boolean;
  /** The index differs from HEAD: the person has staged something. */
  readonly staged: boolean;
  /** The worktree differs from the index. */
  readonly unstaged: boolean;
  readonly unmerged: boolean;
  /** The index holds `skip-worktree` or `assume-unchanged` for it, so git would not see what is written. */
  readonly hidden: boolean;
}

export interface CommittedFile {
  readonly bytes: Uint8Array;
  readonly mode: FileMode;
}

export interface CommitOptions {
  /** Run the repository's own commit hooks. */
  readonly hooks: boolean;
  /** Commit paths that the repository ignores. */
  readonly ignored: boolean;
  /** `inherit` does what git is configured to do. */
  readonly sign: 'inherit' | 'never';
  /** Milliseconds after which a git command is ended. */
  readonly timeout: number;
}

export interface CommitRequest {
  readonly root: AbsPath;
  /** Exactly what the new commit changes: each path with its content there, null for no file. */
  readonly files: ReadonlyMap<RelPath, CommittedFile | null>;
  /**
   * The paths among `files` where the worktree holds something else than what is committed (a person's own unstaged lines
   * around ours). They are committed as given; the worktree keeps what it has.
   */
  readonly apart: ReadonlySet<RelPath>;
  readonly message: string;
  readonly options: CommitOptions;
}

export interface BranchRequest {
  readonly root: AbsPath;
  readonly branch: string;
  /** The commit that the new one is made on. */
  readonly base: CommitId;
  readonly files: ReadonlyMap<RelPath, CommittedFile | null>;
  readonly message: string;
  /** What the branch must be now, undefined for not there: else nothing is done. */
  readonly expected: CommitId | undefined;
}

/** Starts git processes; never two at once in one repository. */
export interface Git extends GitReader {
  /** Makes an empty repository whose first commit will be on `branch`. @throws GitError */
  create(root: AbsPath, branch: string): Promise<void>;
  /** Clones `remote` into `root`, which must not exist or be empty. @throws GitError */
  clone(remote: string, root: AbsPath, branch: string | undefined, timeout: number): Promise<void>;
  /** How index and HEAD see these paths. Writes nothing, not even the index's cached times. @throws GitError */
  inspect(root: AbsPath, paths: readonly RelPath[]): Promise<ReadonlyMap<RelPath, PathStatus>>;
  /** The files at these paths in a commit; paths that are no file there are left out. @throws GitError */
  filesAt(root: AbsPath, commit: CommitId, paths: readonly RelPath[]): Promise<ReadonlyMap<RelPath, CommittedFile>>;
  /** The contents with these ids, of those that the repository has here. @throws GitError */
  blobs(root: AbsPath, ids: readonly BlobId[]): Promise<ReadonlyMap<BlobId, Uint8Array>>;
  /** The newest commits, at most `most`, that changed the file at `path`. @throws GitError */
  commitsOf(root: AbsPath, path: RelPath, most: number): Promise<readonly CommitId[]>;
  /** All the paths in a commit below these folders or at these paths that are symbolic links or submodules, with their kind. @throws GitError */
  specialAt(root: AbsPath, commit: CommitId): Promise<ReadonlyMap<RelPath, 'link' | 'submodule'>>;
  /**
   * Commits exactly `files` on the checked-out branch and nothing else; what the person has staged or changed elsewhere stays as it was.
   * @returns the new commit, or undefined when HEAD holds all of it already (no empty commit is made)
   * @throws GitError, with what a failing hook printed
   */
  commit(request: CommitRequest): Promise<CommitId | undefined>;
  /**
   * Commits `files` on top of `base` as the branch's new tip, without touching worktree, index or HEAD.
   * @throws GitError when the branch is not `expected`, or is checked out somewhere
   */
  commitBranch(request: BranchRequest): Promise<CommitId>;
  /** The commit a branch points to. @throws GitError */
  branchTip(root: AbsPath, branch: string): Promise<CommitId | undefined>;
  /** Of the commits in `tip` that are not in `base`: id, first parent, and the trailers of the message. Newest first. @throws GitError */
  commitsSince(root: AbsPath, base: CommitId | undefined, tip: CommitId): Promise<readonly CommitInfo[]>;
  /** Makes the branch point to `to`, or deletes it, if it points to `from` now. @throws GitError */
  moveBranch(root: AbsPath, branch: string, from: CommitId, to: CommitId | undefined): Promise<void>;
  /** Takes back intent-to-add marks on these paths that a broken-off commit left in the index. @throws GitError */
  withdraw(root: AbsPath, paths: readonly RelPath[]): Promise<void>;
  /** Removes `index.lock` if no living git process works in the repository; does nothing where that cannot be told. @returns whether it did */
  removeDeadLock(root: AbsPath): boolean;
  /** True when something in the repository differs from HEAD (untracked files count). @throws GitError */
  isDirty(root: AbsPath): Promise<boolean>;
}

export interface CommitInfo {
  readonly id: CommitId;
  readonly parent?: CommitId;
  readonly trailers: ReadonlyMap<string, string>;
}

/** A git command that failed: what was tried, in which repository, and git's own words. */
export class GitError extends Error {
  readonly operation: string;
  readonly root: string;
  constructor(operation: string, root: string, said: string, options?: { cause?: unknown }) {
    super(`git ${operation} failed in ${root}: ${said.trim() === '' ? 'git gave no reason' : said.trim()}`, options);
    this.name = 'GitError';
    this.operation = operation;
    this.root = root;
  }
}
