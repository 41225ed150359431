import type { RepositoryState } from '../../core/actual/repository.ts';
import type { BlobId, FileMode } from '../../core/values/content.ts';
import type { AbsPath, RelPath } from '../../core/values/paths.ts';
import type { GitReader, Opened } from '../../ports/git.ts';
import type { Person } from './config.ts';
import { ignoredPaths } from './ignored.ts';
import { readBytes } from './read.ts';
import { openRepository, type Repository } from './state.ts';
import { trackedBelow } from './tracked.ts';
import { uncommitted } from './uncommitted.ts';

/** Reads git's files and never starts git. */
export function gitReader(person: Person): GitReader {
  return new GitFiles(person);
}

/** Reads the files of `.git`. */
export class GitFiles implements GitReader {
  readonly #reader: Person;
  readonly #opened = new WeakMap<RepositoryState, Repository>();
  /** The index that was read last: who looks at a repository asks several things of it, one after the other. */
  #index: { readonly of: Repository; readonly bytes: Buffer | undefined } | undefined;

  constructor(person: Person) {
    this.#reader = person;
  }

  open(root: AbsPath): Opened {
    const opened = openRepository(root, this.#reader);
    if (opened.kind !== 'repository') return opened;
    const { repository } = opened;
    this.#opened.set(repository.state, repository);
    return { kind: 'repository', state: repository.state };
  }

  ignored(root: AbsPath, paths: readonly RelPath[], state?: RepositoryState): ReadonlyMap<RelPath, string> {
    const repository = this.#known(root, state);
    return repository === undefined ? new Map() : ignoredPaths(repository, paths, this.#reader);
  }

  trackedBelow(root: AbsPath, names: readonly string[], state?: RepositoryState): readonly RelPath[] {
    const repository = this.#known(root, state);
    return repository === undefined ? [] : trackedBelow(repository, names, this.#indexOf(repository));
  }

  uncommitted(
    root: AbsPath,
    files: ReadonlyMap<RelPath, { readonly id: BlobId; readonly mode: FileMode }>,
    state?: RepositoryState,
  ): ReadonlySet<RelPath> | undefined {
    const repository = this.#known(root, state);
    return repository === undefined ? undefined : uncommitted(repository, files, this.#indexOf(repository));
  }

  #indexOf(repository: Repository): Buffer | undefined {
    if (this.#index?.of !== repository)
      this.#index = { of: repository, bytes: readBytes(`${repository.layout.gitDir}/index`) };
    return this.#index.bytes;
  }

  #known(root: AbsPath, state: RepositoryState | undefined): Repository | undefined {
    const known = state === undefined ? undefined : this.#opened.get(state);
    if (known !== undefined) return known;
    const opened = openRepository(root, this.#reader);
    return opened.kind === 'repository' ? opened.repository : undefined;
  }
}
