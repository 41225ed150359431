import type { RepositoryState } from '../../core/actual/repository.ts';
import type { Canonical } from '../../core/canonical/canonical.ts';
import type { Tree } from '../../core/import/tree.ts';
import { EMPTY, type Inventory, parseInventory } from '../../core/inventory/inventory.ts';
import { type AbsPath, baseName, tilde } from '../../core/values/paths.ts';
import { InputError, type Problem } from '../../core/values/problem.ts';
import type { TargetName } from '../../core/values/target.ts';
import { targetsOf } from '../targets.ts';
import type { Readers } from '../world.ts';

/** A target that is to be imported. */
export interface Candidate {
  readonly name: TargetName;
  readonly kind: Tree['kind'];
  readonly root: AbsPath;
  /** Of a repository. */
  readonly state?: RepositoryState;
}

/** What a person asked to import, made sure of. */
export interface Wanted {
  readonly candidates: readonly Candidate[];
  /** What the hub has already. */
  readonly known: readonly { readonly name: TargetName; readonly root: AbsPath }[];
}

const TAKEN: readonly string[] = ['home', 'hooks_shared'];

/**
 * Looks at the places that are to be imported, and names them.
 * @param hub what canonical.yaml says, where there is one
 * @throws InputError with everything that is wrong with them
 */
export function wantedOf(
  world: Readers,
  roots: readonly AbsPath[],
  withHome: boolean,
  hub: Canonical | undefined,
): Wanted {
  const problems: Problem[] = [];
  const candidates: Candidate[] = [];
  const known: { name: TargetName; root: AbsPath }[] = [];
  const targets = hub === undefined ? [] : targetsOf(hub);
  const owners = new Map(targets.map((target) => [world.disk.realPath(target.root) ?? target.root, target.name]));
  const names = new Set<string>([...TAKEN, ...targets.map((target) => target.name)]);
  const seen = new Set<string>();
  for (const root of roots) {
    const real = world.disk.realPath(root) ?? root;
    if (seen.has(real)) continue;
    seen.add(real);
    const owner = owners.get(real);
    if (owner !== undefined) {
      known.push({ name: owner, root });
      continue;
    }
    const opened = openAt(world, root);
    if ('state' in opened) candidates.push(candidateAt(root, opened.state, names));
    else problems.push({ place: { file: tilde(root, world.home) }, severity: 'error', ...opened });
  }
  if (withHome) {
    const root = `${world.home}/.claude` as AbsPath;
    if (hub?.home !== undefined) known.push({ name: 'home' as TargetName, root: hub.home.path });
    else candidates.push({ name: 'home' as TargetName, kind: 'home', root });
  }
  if (problems.length > 0) throw new InputError(problems);
  return { candidates, known };
}

/** The repository at `root`, or why it cannot be imported. */
function openAt(world: Readers, root: AbsPath): { state: RepositoryState } | { message: string; remedy: string } {
  if (root.includes('$'))
    return { message: 'has a "$" in it, which canonical.yaml would read as a variable.', remedy: 'Rename the folder.' };
  const kind = world.disk.kind(world.disk.realPath(root) ?? root);
  if (kind === 'absent') return { message: 'there is no such folder.', remedy: 'Correct the path.' };
  if (kind !== 'directory') return { message: 'is not a folder.', remedy: 'Give the folder of a git repository.' };
  const opened = world.git.open(root);
  if (opened.kind === 'damaged') return { message: `${opened.because}.`, remedy: 'Repair the repository first.' };
  if (opened.kind === 'repository' && opened.state.bare)
    return {
      message: 'is a bare repository, which has no files to look at.',
      remedy: 'Give a clone or a worktree of it.',
    };
  if (opened.kind === 'repository') return { state: opened.state };
  return {
    message: 'is not the top of a git repository, so nothing can be reconciled there.',
    remedy: 'Give the top of the repository, or run `git init` there.',
  };
}

function candidateAt(root: AbsPath, state: RepositoryState, names: Set<string>): Candidate {
  return { name: freeName(root, names) as TargetName, kind: 'repository', root, state };
}

/** The folder's name as canonical.yaml allows it; the second of two with one name is numbered. */
function freeName(root: AbsPath, names: Set<string>): string {
  const wish =
    baseName(root)
      .replace(/[^A-Za-z0-9_.-]+/g, '-')
      .replace(/^[.-]+/, '') || 'repository';
  let name = wish;
  for (let next = 2; names.has(name); next++) name = `${wish}-${next}`;
  names.add(name);
  return name;
}

/** @throws InputError for a tree whose inventory cannot be trusted: no plan would do anything there */
export function inventoryOf(tree: Tree, root: AbsPath): Inventory {
  if (tree.inventory === null) return EMPTY;
  const parsed = parseInventory(tree.inventory.content);
  if ('inventory' in parsed) return parsed.inventory;
  const message = `${parsed.wrong}, so no plan would do anything there.`;
  throw new InputError([
    {
      place: { file: `${root}/${tree.inventory.path}` },
      severity: 'error',
      message,
      remedy: 'Restore it from git, or remove it to start anew.',
    },
  ]);
}
