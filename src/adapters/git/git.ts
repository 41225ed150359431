import { mkdirSync } from 'node:fs';
import type { BlobId } from '../../core/values/content.ts';
import { type AbsPath, parentOf, type RelPath } from '../../core/values/paths.ts';
import type { CommitId } from '../../core/values/target.ts';
import {
  type BranchRequest,
  type CommitInfo,
  type CommitRequest,
  type CommittedFile,
  type Git,
  GitError,
  type PathStatus,
} from '../../ports/git.ts';
import { awayFor } from './away.ts';
import { branchTip, commitBranch, moveBranch } from './branch.ts';
import { type Command, command, type Runner } from './command.ts';
import { commit, withdraw } from './commit.ts';
import type { Person } from './config.ts';
import type { Context } from './context.ts';
import { succeeded } from './explain.ts';
import { inspect, isDirty } from './inspect.ts';
import { removeDeadLock } from './lock.ts';
import { commitsOf, commitsSince, filesAt, presentBlobs, specialAt } from './objects.ts';
import { GitFiles } from './reader.ts';
import { isBranchName } from './refs.ts';
import { openRepository } from './state.ts';
import { Turns } from './turns.ts';

export interface GitOptions extends Person {
  /** Milliseconds for a git command that has no timeout of its own; a minute when absent. */
  readonly timeout?: number;
}

const MINUTE = 60_000;

/** Git as it is installed on this machine. The environment is the person's; what git gets of it is decided in `environment.ts`. */
export function makeGit(options: GitOptions): Git {
  return new InstalledGit(options);
}

class InstalledGit extends GitFiles implements Git {
  readonly #person: Person;
  readonly #timeout: number;
  readonly #away: () => Runner | undefined;
  readonly #turns = new Turns();
  readonly #commonFolders = new Map<AbsPath, string>();

  constructor(options: GitOptions) {
    super(options);
    this.#person = options;
    this.#timeout = options.timeout ?? MINUTE;
    this.#away = awayFor(options);
  }

  async create(root: AbsPath, branch: string): Promise<void> {
    const opened = this.open(root);
    if (opened.kind !== 'absent') throw new GitError('init', root, 'there is a git repository, or what is left of one');
    if (!isBranchName(branch)) throw new GitError('init', root, `"${branch}" cannot be the name of a branch`);
    mkdirSync(root, { recursive: true });
    await this.#turns.take(root, () => this.#print(root, 'init', ['init', `--initial-branch=${branch}`]));
  }

  async clone(remote: string, root: AbsPath, branch: string | undefined, timeout: number): Promise<void> {
    const parent = parentOf(root);
    mkdirSync(parent, { recursive: true });
    const checkedOut = branch === undefined ? [] : [`--branch=${branch}`];
    const args = ['clone', '--origin=origin', '--no-recurse-submodules', ...checkedOut, '--', remote, root];
    await this.#turns.take(root, () => this.#print(parent, 'clone', args, timeout));
  }

  inspect(root: AbsPath, paths: readonly RelPath[]): Promise<ReadonlyMap<RelPath, PathStatus>> {
    return this.#inTurn('inspect', root, (context) => inspect(context, paths));
  }

  filesAt(root: AbsPath, id: CommitId, paths: readonly RelPath[]): Promise<ReadonlyMap<RelPath, CommittedFile>> {
    return this.#inTurn('read', root, (context) => filesAt(context, id, paths));
  }

  blobs(root: AbsPath, ids: readonly BlobId[]): Promise<ReadonlyMap<BlobId, Uint8Array>> {
    return this.#inTurn('read', root, (context) => presentBlobs(context, ids));
  }

  commitsOf(root: AbsPath, path: RelPath, most: number): Promise<readonly CommitId[]> {
    return this.#inTurn('log', root, (context) => commitsOf(context, path, most));
  }

  specialAt(root: AbsPath, id: CommitId): Promise<ReadonlyMap<RelPath, 'link' | 'submodule'>> {
    return this.#inTurn('read', root, (context) => specialAt(context, id));
  }

  commit(request: CommitRequest): Promise<CommitId | undefined> {
    const { timeout } = request.options;
    const away = this.#away();
    const more = { timeout, ...(away === undefined ? {} : { away }) };
    return this.#inTurn('commit', request.root, (context) => commit({ ...context, ...more }, request));
  }

  commitBranch(request: BranchRequest): Promise<CommitId> {
    return this.#inTurn('commit', request.root, (context) => commitBranch(context, request));
  }

  branchTip(root: AbsPath, branch: string): Promise<CommitId | undefined> {
    return this.#inTurn('read branch', root, async (context) => branchTip(context, branch));
  }

  commitsSince(root: AbsPath, base: CommitId | undefined, tip: CommitId): Promise<readonly CommitInfo[]> {
    return this.#inTurn('rev-list', root, (context) => commitsSince(context, base, tip));
  }

  moveBranch(root: AbsPath, branch: string, from: CommitId, to: CommitId | undefined): Promise<void> {
    return this.#inTurn('move branch', root, (context) => moveBranch(context, branch, from, to));
  }

  withdraw(root: AbsPath, paths: readonly RelPath[]): Promise<void> {
    return this.#inTurn('withdraw', root, (context) => withdraw(context, paths));
  }

  removeDeadLock(root: AbsPath): boolean {
    const opened = openRepository(root, this.#person);
    return opened.kind === 'repository' && removeDeadLock(opened.repository.layout);
  }

  isDirty(root: AbsPath): Promise<boolean> {
    return this.#inTurn('status', root, (context) => isDirty(context));
  }

  /** The repository is opened when it is its turn: the work before may have changed it. */
  #inTurn<T>(operation: string, root: AbsPath, work: (context: Context) => Promise<T>): Promise<T> {
    return this.#turns.take(this.#keyOf(root), async () => {
      const opened = openRepository(root, this.#person);
      if (opened.kind === 'absent') throw new GitError(operation, root, 'there is no git repository');
      if (opened.kind === 'damaged') throw new GitError(operation, root, opened.because);
      return work({ repository: opened.repository, person: this.#person, timeout: this.#timeout });
    });
  }

  /** Linked worktrees share branches and objects: they take turns too. */
  #keyOf(root: AbsPath): string {
    const known = this.#commonFolders.get(root);
    if (known !== undefined) return known;
    const opened = openRepository(root, this.#person);
    if (opened.kind !== 'repository') return root;
    this.#commonFolders.set(root, opened.repository.layout.commonDir);
    return opened.repository.layout.commonDir;
  }

  async #print(root: AbsPath, operation: string, args: readonly string[], timeout = this.#timeout): Promise<void> {
    const given: Command = { root, args, timeout, person: this.#person };
    succeeded(operation, given, await command(given));
  }
}
