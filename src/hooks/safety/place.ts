import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { currentBranch, findRepository, type Repository, readConfig, resolveRef } from '../common/git.ts';
import type { HookWorld } from '../common/world.ts';
import { addableFiles, changedFiles, stagedFiles } from './files.ts';

/** A repository as the guards ask about it. */
export interface RepositoryFacts {
  readonly root: string;
  readonly gitDir: string;
  /** Undefined with a detached HEAD. */
  readonly branch: string | undefined;
  /** The value of a configuration key (`section.sub.key`), the repository's before the person's. */
  config(key: string): string | undefined;
  hasRef(name: string): boolean;
  /** Files whose staged content differs from the last commit, seen from the root. */
  staged(): readonly string[];
  /** Files that `git add` would take up, seen from the root. */
  addable(): readonly string[];
  /** Tracked files that have changed, seen from the root. */
  changed(): readonly string[];
}

/** Where a command line runs, as far as the rules ask. */
export interface Place {
  readonly cwd: string;
  readonly home: string;
  readonly projectDir: string;
  readonly tempDirs: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Patterns of branches that must not be rewritten or deleted; `*` stands for anything. */
  readonly protectedBranches: readonly string[];
  repository(cwd: string): RepositoryFacts | undefined;
  pathExists(path: string): boolean;
}

export const DEFAULT_PROTECTED_BRANCHES: readonly string[] = ['main', 'master', 'develop', 'production', 'release/*'];

/** The place of a hook run: reads the files of the machine, and those only when a rule asks. */
export function makePlace(world: HookWorld): Place {
  const known = new Map<string, RepositoryFacts | undefined>();
  return {
    cwd: world.cwd,
    home: world.home,
    projectDir: world.projectDir,
    tempDirs: world.tempDirs,
    env: world.env,
    protectedBranches: protectedBranches(world.env),
    pathExists: (path) => existsSync(path),
    repository(cwd) {
      if (!isAbsolute(cwd) || cwd.includes('\0')) return undefined;
      if (!known.has(cwd)) {
        const found = findRepository(cwd);
        known.set(cwd, found && facts(found, world));
      }
      return known.get(cwd);
    },
  };
}

/** `RECONCILE_PROTECTED_BRANCHES`, a list with commas, or the defaults when it is absent or names nothing. */
export function protectedBranches(env: HookWorld['env']): readonly string[] {
  const names = (env.RECONCILE_PROTECTED_BRANCHES ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length > 0 ? names : DEFAULT_PROTECTED_BRANCHES;
}

function facts(repository: Repository, world: HookWorld): RepositoryFacts {
  let values: ReadonlyMap<string, string>[] | undefined;
  return {
    root: repository.root,
    gitDir: repository.gitDir,
    branch: currentBranch(repository),
    config(key) {
      values ??= configFiles(repository, world).map(readConfig);
      return values.find((file) => file.has(key))?.get(key);
    },
    hasRef: (name) =>
      ['refs/heads/', 'refs/tags/', 'refs/remotes/', ''].some(
        (prefix) => resolveRef(repository, prefix + name) !== undefined,
      ),
    staged: () => stagedFiles(repository),
    addable: () => addableFiles(repository),
    changed: () => changedFiles(repository),
  };
}

function configFiles(repository: Repository, world: HookWorld): string[] {
  const own = world.env.XDG_CONFIG_HOME ?? join(world.home, '.config');
  const files = [join(repository.gitDir, 'config.worktree'), join(repository.commonDir, 'config')];
  return world.home === '' ? files : [...files, join(world.home, '.gitconfig'), join(own, 'git', 'config')];
}
