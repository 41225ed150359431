import type { RepositoryState } from '../core/actual/repository.ts';
import { INVENTORY_PATH, parseInventory } from '../core/inventory/inventory.ts';
import { BlockedError } from '../core/plan/blocked.ts';
import { parseAddress } from '../core/values/address.ts';
import type { RelPath } from '../core/values/paths.ts';
import type { CommitId } from '../core/values/target.ts';
import type { CommittedFile, Git } from '../ports/git.ts';
import { begin, end, type Journal } from './journal.ts';
import type { Prepared } from './planning/prepared.ts';
import { commitSource, type Source } from './source.ts';
import type { Declared } from './targets.ts';
import type { Fleet } from './world.ts';

/** Reads from the base branch what a plan needs: the worktree and what is checked out there do not matter. @throws GitError, BlockedError */
export async function readBase(
  git: Git,
  target: Extract<Declared, { kind: 'repository' }>,
  state: RepositoryState,
  paths: readonly RelPath[],
): Promise<{ base: CommitId; branch: string; source: Source }> {
  const named = target.repository.branch;
  const branch = named === undefined || named === '*' ? (state.defaultBranch ?? state.branch) : named;
  const base = branch === undefined ? undefined : await git.branchTip(target.root, branch);
  if (branch === undefined || base === undefined) {
    throw new BlockedError(
      'no-base',
      `its branch ${branch ?? '(unknown)'} has no commit to build on; commit there first, or set \`branch:\``,
    );
  }
  const files = new Map<RelPath, CommittedFile>(await git.filesAt(target.root, base, [...paths, INVENTORY_PATH]));
  const inventory = files.get(INVENTORY_PATH);
  const parsed = inventory === undefined ? undefined : parseInventory(inventory.bytes);
  const owned =
    parsed !== undefined && 'inventory' in parsed
      ? [...parsed.inventory.keys()].map((address) => parseAddress(address).path)
      : [];
  const more = [...new Set(owned)].filter((path) => !files.has(path) && !paths.includes(path));
  if (more.length > 0) for (const [path, file] of await git.filesAt(target.root, base, more)) files.set(path, file);
  return { base, branch, source: commitSource(files, await git.specialAt(target.root, base)) };
}

/**
 * Commits a plan on a branch of its own, on top of the base. A branch that holds commits of somebody else is never moved.
 * @returns the commit, or a note why none was needed
 * @throws BlockedError, GitError
 */
export async function deliverBranch(
  world: Fleet,
  prepared: Prepared,
  branch: string,
  message: string,
  run: string,
): Promise<{ commit?: CommitId; note?: string }> {
  const { plan } = prepared;
  const base = plan.head!;
  const tip = await world.git.branchTip(plan.root, branch);
  if (tip !== undefined) {
    const commits = await world.git.commitsSince(plan.root, base, tip);
    const foreign = commits.find((commit) => !commit.trailers.has('Reconcile-Plan'));
    if (foreign !== undefined) {
      throw new BlockedError(
        'edited-branch',
        `${branch} holds a commit that is not ours (${foreign.id.slice(0, 7)}); merge or delete the branch`,
      );
    }
    const last = commits[0];
    if (last !== undefined && last.parent === base && last.trailers.get('Reconcile-Plan') === plan.id) {
      return { note: `${branch} holds this already; it waits to be merged` };
    }
  }
  const files = new Map<RelPath, CommittedFile | null>(plan.writes.map((write) => [write.path, write.after]));
  const journal: Journal = {
    run,
    verb: 'apply',
    name: plan.name,
    kind: plan.kind,
    root: plan.root,
    delivery: 'branch',
    planId: plan.id,
    head: base,
    writes: [],
    folders: [],
    created: false,
    branch: { name: branch, ...(tip === undefined ? {} : { before: tip }) },
  };
  begin(world.disk, world.runsDir, journal);
  const commit = await world.git.commitBranch({ root: plan.root, branch, base, files, message, expected: tip });
  end(world.disk, world.runsDir, journal, { outcome: 'done', commit, at: world.clock.now() });
  return { commit };
}
