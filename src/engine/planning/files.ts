import type { RepositoryState } from '../../core/actual/repository.ts';
import type { Creation } from '../../core/plan/plan.ts';
import type { Bases } from '../../core/plan/question.ts';
import type { RelPath } from '../../core/values/paths.ts';
import { recall } from '../memory.ts';
import { holds, type Proof } from '../settled/proof.ts';
import { witness } from '../settled/witness.ts';
import { worktreeSource } from '../source.ts';
import type { Declared } from '../targets.ts';
import type { Context } from './context.ts';
import { innerRepositories } from './inner.ts';
import { planFrom } from './planFrom.ts';
import { NO_BASES, type Prepared } from './prepared.ts';
import { renderTarget } from './render.ts';
import { baseOf, identified, idle, stopped } from './stopped.ts';

/** What is known of a target before its files are looked at. */
interface Before {
  readonly state?: RepositoryState;
  readonly creation?: Creation;
  readonly bases?: Bases;
}

/** Plans the files of a folder: a worktree, or one without git. @throws InputError when the hub is wrong, DiskError */
export function planFiles(context: Context, target: Declared, before: Before = {}): Prepared {
  const { world, renderer, options } = context;
  const { state, creation, bases = NO_BASES } = before;
  const proof = creation === undefined ? proofOf(context, target) : undefined;
  if (proof !== undefined && holds(proof, world.disk)) return inSync(context, target, state, proof);
  const rendered = renderTarget(renderer, target);
  const seen = options.observing === undefined ? undefined : witness(world.disk, target.root, options.observing);
  const disk = seen?.disk ?? world.disk;
  const { local, damaged } = recall(disk, world.stateDir, target.root);
  if (damaged !== undefined) {
    const reason = `this machine's record of it ${damaged}; remove it to start anew: ${world.stateDir}/targets`;
    return stopped(context, target, 'Error', reason);
  }
  const source = worktreeSource(disk, target.root);
  const innerOf =
    target.kind === 'repository' && creation === undefined
      ? (files: Iterable<RelPath>) => innerRepositories(disk, target.root, files)
      : undefined;
  return planFrom(context, target, { rendered, source, state, creation, local, bases, innerOf, seen });
}

/** What says that the target is in sync; who looks wants to see what is there, not to be told that it is as it was. */
function proofOf({ hub, options }: Context, target: Declared): Proof | undefined {
  const { look, only, surrendered } = options;
  if (look === true || only !== undefined || surrendered?.has(target.name) === true) return undefined;
  const proof = hub.book.proofs.get(target.name);
  return proof?.root === target.root ? proof : undefined;
}

/** What was proven before, and still holds. */
function inSync(context: Context, target: Declared, state: RepositoryState | undefined, proof: Proof): Prepared {
  const { findings, entries } = proof;
  const rest = { status: 'InSync', changes: [], findings, writes: [], entries } as const;
  const plan = identified(baseOf(context, target, state), rest);
  return { ...idle(target, state), openMoves: [], plan, proof };
}
