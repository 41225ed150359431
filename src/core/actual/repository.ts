import type { AbsPath, RelPath } from '../values/paths.ts';
import type { CommitId } from '../values/target.ts';

/** What the files of `.git` tell about a repository, read without starting git. */
export interface RepositoryState {
  /** The folder that holds HEAD and the index (of a linked worktree its own). */
  readonly gitDir: AbsPath;
  /** Absent in a repository without commits. */
  readonly head?: CommitId;
  /** The checked-out branch; absent when HEAD is detached. */
  readonly branch?: string;
  /** The branch that `origin/HEAD` names, else `main` or `master` if there is one; absent when neither is known. */
  readonly defaultBranch?: string;
  readonly operation?: 'merge' | 'rebase' | 'cherry-pick' | 'revert' | 'bisect' | 'am';
  /** True when `index.lock` is there: a git command runs, or died. */
  readonly locked: boolean;
  readonly bare: boolean;
  /** Of the repository's and the person's git configuration, what decides how files compare. */
  readonly config: FileRules;
}

/** How the files of a target compare. */
export interface FileRules {
  /** False where the executable bit means nothing (`core.fileMode`). */
  readonly fileMode: boolean;
  /** True where git turns LF into CRLF on checkout (`core.autocrlf=true`, or `core.eol=crlf`). */
  readonly crlf: boolean;
  /** The same of one path, attributes included; absent where nobody asked git's files. */
  readonly crlfAt?: (path: RelPath) => boolean;
  readonly ignoreCase: boolean;
}
