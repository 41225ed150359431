import type { RepositoryState } from '../../core/actual/repository.ts';
import type { AbsPath } from '../../core/values/paths.ts';
import type { Opened } from '../../ports/git.ts';
import { crlfRule } from './attributes.ts';
import { type Config, compares, isOn, type Person, repositoryConfig } from './config.ts';
import { findLayout, type Layout } from './layout.ts';
import { readLine } from './read.ts';
import { branchOf, defaultBranch, readHead } from './refs.ts';

type Operation = NonNullable<RepositoryState['operation']>;

/** A repository with where its parts are, for this adapter's own use. */
export interface Repository {
  readonly layout: Layout;
  readonly state: RepositoryState;
  /** All of the configuration; read when first asked for. */
  readonly config: () => Config;
}

export type OpenedRepository =
  | { readonly kind: 'repository'; readonly repository: Repository }
  | Exclude<Opened, { readonly kind: 'repository' }>;

/** Reads what the files of `.git` tell. Starts no process; the configuration is read when asked for. */
export function openRepository(root: AbsPath, person: Person): OpenedRepository {
  try {
    const found = findLayout(root);
    if (found.kind !== 'layout') return found;
    return stateOf(found.layout, person);
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    return { kind: 'damaged', because: `${path ?? `${root}/.git`} cannot be read (${code ?? String(error)})` };
  }
}

function stateOf(layout: Layout, person: Person): OpenedRepository {
  const head = readHead(layout);
  if (head.kind === 'unreadable') return { kind: 'damaged', because: head.because };
  const branch = head.kind === 'branch' ? branchOf(head.ref) : undefined;
  // The placeholder that a repository with reftables has for programs that do not know the format.
  if (branch === '.invalid') {
    const remedy = '"git refs migrate --ref-format=files" there turns them into files';
    return { kind: 'damaged', because: `it keeps its branches as reftables, which cannot be read here; ${remedy}` };
  }
  const operation = operationOf(layout);
  const fallback = defaultBranch(layout, branch !== undefined && head.id !== undefined ? branch : undefined);
  const config = later(() => repositoryConfig(layout, person, branch));
  const rules = later(() => ({ ...compares(config()), crlfAt: crlfRule(layout, config(), person) }));
  const state: RepositoryState = {
    gitDir: layout.gitDir,
    ...(head.id === undefined ? {} : { head: head.id }),
    ...(branch === undefined ? {} : { branch }),
    ...(fallback === undefined ? {} : { defaultBranch: fallback }),
    ...(operation === undefined ? {} : { operation }),
    locked: layout.names.includes('index.lock'),
    bare: isBare(layout, config),
    get config() {
      return rules();
    },
  };
  return { kind: 'repository', repository: { layout, state, config } };
}

/** A folder with an index has a worktree; only without one is the configuration worth reading. */
function isBare(layout: Layout, config: () => Config): boolean {
  if (layout.bare) return true;
  if (layout.names.includes('index') || layout.names.includes('commondir')) return false;
  return isOn(config().get('core.bare'), false);
}

/** Computes a value the first time it is asked for: most plans need no configuration. */
function later<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

function operationOf(layout: Layout): Operation | undefined {
  const { gitDir, names } = layout;
  // A rebase may stop in a cherry-pick or a merge of its own: it comes first.
  if (names.includes('rebase-merge')) return 'rebase';
  if (names.includes('rebase-apply'))
    return readLine(`${gitDir}/rebase-apply/applying`) === undefined ? 'rebase' : 'am';
  if (names.includes('MERGE_HEAD')) return 'merge';
  if (names.includes('CHERRY_PICK_HEAD')) return 'cherry-pick';
  if (names.includes('REVERT_HEAD')) return 'revert';
  if (names.includes('sequencer')) return sequence(gitDir);
  if (names.includes('BISECT_LOG')) return 'bisect';
  return undefined;
}

/** Between two picks of a series there is no CHERRY_PICK_HEAD, only the list of what is left to do. */
function sequence(gitDir: AbsPath): Operation | undefined {
  const todo = readLine(`${gitDir}/sequencer/todo`);
  if (todo === undefined) return undefined;
  return todo.startsWith('revert') ? 'revert' : 'cherry-pick';
}
