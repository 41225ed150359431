import type { RepositoryState } from '../../core/actual/repository.ts';
import type { BlobId, FileMode } from '../../core/values/content.ts';
import type { AbsPath, RelPath } from '../../core/values/paths.ts';
import type { GitReader, Opened } from '../../ports/git.ts';
import type { Person } from './config.ts';
import { ignoredPaths } from './ignored.ts';
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

  ignored(root: AbsPath, paths: readonly RelPath[]): ReadonlyMap<RelPath, string> {
    const opened = openRepository(root, this.#reader);
    return opened.kind === 'repository' ? ignoredPaths(opened.repository, paths, this.#reader) : new Map();
  }

  trackedBelow(root: AbsPath, names: readonly string[], state?: RepositoryState): readonly RelPath[] {
    const repository = this.#known(root, state);
    return repository === undefined ? [] : trackedBelow(repository, names);
  }

  uncommitted(
    root: AbsPath,
    files: ReadonlyMap<RelPath, { readonly id: BlobId; readonly mode: FileMode }>,
    state?: RepositoryState,
  ): ReadonlySet<RelPath> | undefined {
    const repository = this.#known(root, state);
    return repository === undefined ? undefined : uncommitted(repository, files);
  }

  #known(root: AbsPath, state: RepositoryState | undefined): Repository | undefined {
    const known = state === undefined ? undefined : this.#opened.get(state);
    if (known !== undefined) return known;
    const opened = openRepository(root, this.#reader);
    return opened.kind === 'repository' ? opened.repository : undefined;
  }
}
