import type { RepositoryState } from '../../core/actual/repository.ts';
import type { Rendered } from '../../core/desired/assembly.ts';
import { EMPTY } from '../../core/inventory/inventory.ts';
import type { Blocked } from '../../core/plan/blocked.ts';
import type { Creation, TargetPlan } from '../../core/plan/plan.ts';
import { planId } from '../../core/plan/target.ts';
import type { Declared } from '../targets.ts';
import { type Context, deliveryOf } from './context.ts';
import { NO_BASES, type Prepared } from './prepared.ts';

export type Base = Pick<TargetPlan, 'name' | 'kind' | 'root' | 'delivery' | 'branch' | 'head' | 'creation'>;

/** What is the same in every plan of a target, whatever is found there. */
export function baseOf(
  context: Context,
  target: Declared,
  state: RepositoryState | undefined,
  creation?: Creation,
): Base {
  const delivery = deliveryOf(context, target);
  return {
    name: target.name,
    kind: target.kind,
    root: target.root,
    // The first commit of a new repository has no base that a branch could be built on.
    delivery: creation?.how === 'init' && delivery === 'branch' ? 'commit' : delivery,
    ...(state?.branch === undefined ? {} : { branch: state.branch }),
    ...(state?.head === undefined ? {} : { head: state.head }),
    ...(creation === undefined ? {} : { creation }),
  };
}

/** The plan with the id that follows from it. */
export function identified(base: Base, rest: Omit<TargetPlan, keyof Base | 'id'>): TargetPlan {
  const { name, branch, head, creation } = base;
  const id = planId({ name, branch, head, creation, changes: rest.changes, writes: rest.writes });
  return { ...base, ...rest, id };
}

/** What is prepared where nothing will be written. */
export function idle(target: Declared, state: RepositoryState | undefined): Omit<Prepared, 'plan'> {
  const nothing = { redo: new Map(), localBefore: EMPTY, wants: [], keeps: NO_BASES };
  return { target, ...(state === undefined ? {} : { state }), ...nothing };
}

/** What is known of a target that is not planned to its end. */
interface Found {
  readonly state?: RepositoryState | undefined;
  readonly rendered?: Rendered | undefined;
}

/** A target about which nothing is planned, for a reason. */
export function stopped(
  context: Context,
  target: Declared,
  status: 'Error' | 'Suspended' | 'Blocked',
  reason: string,
  { state, rendered, by }: Found & { readonly by?: string } = {},
): Prepared {
  const { branch, head, ...base } = baseOf(context, target, state);
  const id = planId({ name: target.name, branch, head, creation: status, changes: [], writes: [] });
  const place = { ...(branch === undefined ? {} : { branch }), ...(head === undefined ? {} : { head }) };
  const why = { status, reason, ...(by === undefined ? {} : { blockedBy: by }) };
  const findings = rendered?.findings ?? [];
  return {
    ...idle(target, state),
    plan: { ...base, ...place, ...why, changes: [], findings, writes: [], entries: 0, id },
  };
}

/** A target that something keeps us from changing. */
export function blocked(context: Context, target: Declared, { by, reason }: Blocked, found: Found = {}): Prepared {
  return stopped(context, target, 'Blocked', reason, { ...found, by });
}

/** A plan that tells what is off in a blocked target, and writes nothing. */
export function forReading(prepared: Prepared, { by, reason }: Blocked): Prepared {
  if (prepared.plan.status === 'Error') return prepared;
  const { local: _, ...plan } = prepared.plan;
  return { ...prepared, plan: { ...plan, status: 'Blocked', reason, blockedBy: by, writes: [] } };
}
