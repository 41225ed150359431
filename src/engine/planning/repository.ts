import type { RepositoryState } from '../../core/actual/repository.ts';
import type { Finding } from '../../core/findings/finding.ts';
import { EMPTY } from '../../core/inventory/inventory.ts';
import { BlockedError, blockedBy } from '../../core/plan/blocked.ts';
import type { Creation } from '../../core/plan/plan.ts';
import type { Bases } from '../../core/plan/question.ts';
import { parentOf, type RelPath } from '../../core/values/paths.ts';
import type { CommitId } from '../../core/values/target.ts';
import { GitError } from '../../ports/git.ts';
import { recall } from '../memory.ts';
import type { Source } from '../source.ts';
import type { Declared } from '../targets.ts';
import type { Context } from './context.ts';
import { planFiles } from './files.ts';
import { planFrom } from './planFrom.ts';
import type { Prepared } from './prepared.ts';
import { renderTarget } from './render.ts';
import { blocked, forReading, stopped } from './stopped.ts';

type DeclaredRepository = Extract<Declared, { kind: 'repository' }>;

/** Reads commits; the plan of a target with `branch` delivery needs it. */
export type BaseReader = (
  target: Declared,
  state: RepositoryState,
  paths: readonly RelPath[],
) => Promise<{ base: CommitId; branch: string; source: Source }>;

/** Plans a repository against its worktree. @throws InputError when the hub is wrong, DiskError */
export function planRepository(context: Context, target: DeclaredRepository, bases: Bases): Prepared {
  const { world, options } = context;
  const { disk, git } = world;
  let kind = disk.kind(target.root);
  if (kind === 'absent') return planCreation(context, target);
  if (kind === 'link') {
    const real = disk.realPath(target.root);
    if (real === undefined) return stopped(context, target, 'Error', `${target.root} is a link that leads nowhere`);
    kind = disk.kind(real);
  }
  if (kind !== 'directory') return stopped(context, target, 'Error', `${target.root} is not a folder`);
  const opened = git.open(target.root);
  if (opened.kind === 'damaged') return stopped(context, target, 'Error', opened.because);
  if (opened.kind === 'absent') return planWithoutGit(context, target);
  const { state } = opened;
  const block = blockedBy(state, target.repository.branch);
  if (block === undefined) return planFiles(context, target, { state, bases });
  if (options.look !== true || state.bare) return blocked(context, target, block, { state });
  return forReading(planFiles(context, target, { state, bases }), block);
}

/** Plans a repository against a commit instead of its worktree (`branch` delivery); undefined when there is none. @throws InputError */
export async function planCommit(
  context: Context,
  target: DeclaredRepository,
  read: BaseReader,
): Promise<Prepared | undefined> {
  const opened = context.world.git.open(target.root);
  if (opened.kind !== 'repository') return undefined;
  const rendered = renderTarget(context.renderer, target);
  const desired = new Map([...rendered.desired].filter(([, document]) => document.committed));
  try {
    const { base, branch, source } = await read(target, opened.state, [...desired.keys()]);
    const state = { ...opened.state, head: base, branch };
    return planFrom(context, target, { rendered: { ...rendered, desired }, source, state, local: EMPTY });
  } catch (error) {
    if (error instanceof BlockedError)
      return blocked(context, target, { by: error.by, reason: error.message }, { state: opened.state, rendered });
    if (error instanceof GitError) return stopped(context, target, 'Error', error.message);
    throw error;
  }
}

/** A folder that is there and no repository: an empty one becomes one. */
function planWithoutGit(context: Context, target: DeclaredRepository): Prepared {
  const { world, options } = context;
  if (world.disk.list(target.root).length === 0) return planCreation(context, target);
  if (options.initIn?.has(target.root) === true)
    return planFiles(context, target, { creation: { how: 'init', branch: namedBranch(target) ?? 'main' } });
  const reason =
    'is a folder with files in it, but not the top of a git repository; run `git init` there, or correct the path';
  return blocked(context, target, { by: 'not-a-repository', reason });
}

function planCreation(context: Context, target: DeclaredRepository): Prepared {
  const { world, options } = context;
  if (!options.recreate && recall(world.disk, world.stateDir, target.root).known) {
    const reason =
      'was there when it was last reconciled and is gone; mount its disk, correct the path, or give --recreate to have it made anew';
    return blocked(context, target, { by: 'vanished', reason });
  }
  const { remote } = target.repository;
  const named = namedBranch(target);
  const creation: Creation =
    remote === undefined
      ? { how: 'init', branch: named ?? 'main' }
      : { how: 'clone', remote, ...(named === undefined ? {} : { branch: named }) };
  const prepared = planFiles(context, target, { creation });
  const parent = parentOf(target.root);
  if (world.disk.kind(parent) !== 'absent') return prepared;
  const message = `its folder ${parent} is not there either and will be made too. If it is on a disk that is not mounted, mount it first.`;
  const finding: Finding = { severity: 'medium', check: 'parent-folder-missing', message, fixable: false };
  return { ...prepared, plan: { ...prepared.plan, findings: [...prepared.plan.findings, finding] } };
}

/** The branch that canonical.yaml names; none for whichever is checked out. */
function namedBranch({ repository: { branch } }: DeclaredRepository): string | undefined {
  return branch === '*' ? undefined : branch;
}
