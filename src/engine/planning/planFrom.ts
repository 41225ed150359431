import type { FileRules, RepositoryState } from '../../core/actual/repository.ts';
import type { ActualState } from '../../core/actual/state.ts';
import type { Rendered } from '../../core/desired/assembly.ts';
import { EMPTY, type Inventory } from '../../core/inventory/inventory.ts';
import { guard } from '../../core/plan/guards.ts';
import { lostFindings, movesOf } from '../../core/plan/moveProblems.ts';
import type { Creation } from '../../core/plan/plan.ts';
import type { Bases } from '../../core/plan/question.ts';
import { planTarget, type TargetAnswer, type TargetQuestion } from '../../core/plan/target.ts';
import type { RelPath } from '../../core/values/paths.ts';
import { provable } from '../settled/provable.ts';
import type { Witness } from '../settled/witness.ts';
import type { Source } from '../source.ts';
import { type Declared, policyOf } from '../targets.ts';
import type { Context } from './context.ts';
import { innerInventory, outOfReach } from './inner.ts';
import { observe, readInventory } from './observe.ts';
import { NO_BASES, type Prepared } from './prepared.ts';
import { ignoredPaths, secretsIn, strayLocalFiles } from './refusals.ts';
import { baseOf, blocked, identified, stopped } from './stopped.ts';

/** How files compare where there is no git. */
const NO_GIT: FileRules = { fileMode: true, crlf: false, ignoreCase: false };

const NO_FOLDERS: ReadonlySet<RelPath> = new Set();

/** What a target is planned from. */
interface Given {
  readonly rendered: Rendered;
  /** Where its actual files are read from. */
  readonly source: Source;
  readonly state?: RepositoryState | undefined;
  readonly creation?: Creation | undefined;
  /** What this machine remembers of it. */
  readonly local: Inventory;
  readonly bases?: Bases;
  /** The folders on the way to these files that are repositories of their own. */
  readonly innerOf?: ((files: Iterable<RelPath>) => ReadonlySet<RelPath>) | undefined;
  /** Has written down what was read. */
  readonly seen?: Witness | undefined;
}

/** Compares what is wanted with what is there, and decides. */
export function planFrom(context: Context, target: Declared, given: Given): Prepared {
  const { hub, options } = context;
  const { canonical } = hub;
  const { rendered, source, state, creation, local, seen, bases = NO_BASES } = given;
  const { desired } = rendered;
  const read = readInventory(source, target);
  if ('wrong' in read) return stopped(context, target, 'Error', read.wrong);
  const surrendered = options.surrendered?.get(target.name) ?? EMPTY;
  const seenThere = observe(source, desired, [read.inventory, local, surrendered]);
  const question = (actual: ActualState): TargetQuestion => ({
    name: target.name,
    desired,
    actual,
    committed: { inventory: read.inventory, path: read.path, file: read.file },
    local,
    surrendered,
    only: options.only,
    bases,
    moved: movesOf(canonical.moved, target.name),
    policy: canonical.policy,
    own: policyOf(target),
    // Reads git's configuration, and only where a file differs.
    get files() {
      return state?.config ?? NO_GIT;
    },
  });
  const first = planTarget(question(seenThere));
  // Looked for only on the way to what would change.
  const inner = given.innerOf?.(pathsIn(first)) ?? NO_FOLDERS;
  const actual = inner.size === 0 ? seenThere : outOfReach(seenThere, inner);
  const answer = inner.size === 0 ? first : planTarget(question(actual));
  const owned = read.inventory.size + local.size;
  const refused =
    innerInventory(read.path, inner) ??
    guard(answer.changes, { desired: desired.size, owned }, canonical.policy.maxDeletes, options) ??
    secretsIn(desired, answer.changes) ??
    ignoredPaths(context, target, state, answer.writes);
  const looked = options.look === true ? { looked: { desired, actual, committed: read.inventory, local } } : {};
  if (refused !== undefined) {
    const prepared = blocked(context, target, refused, { state, rendered });
    return options.look === true
      ? { ...prepared, ...looked, plan: { ...prepared.plan, changes: answer.changes } }
      : prepared;
  }
  const pending = answer.changes.length > 0 || answer.writes.length > 0 || creation !== undefined || 'local' in answer;
  const lost = lostFindings(answer.moves, desired);
  const plan = identified(baseOf(context, target, state, creation), {
    status: pending ? 'OutOfSync' : 'InSync',
    changes: answer.changes,
    findings: [...rendered.findings, ...lost, ...strayLocalFiles(context, target, state, answer.writes)],
    writes: answer.writes,
    ...('local' in answer ? { local: answer.local } : {}),
    entries: answer.entries,
  });
  const provably = seen !== undefined && provable(desired, actual, answer, [read.inventory, local]);
  const proof = provably ? seen.proof(rendered.findings, answer.entries) : undefined;
  return {
    target,
    ...(state === undefined ? {} : { state }),
    redo: answer.redo,
    localBefore: local,
    wants: answer.wants,
    keeps: answer.keeps,
    // What a clone will hold is not known before it is there.
    ...(creation?.how === 'clone' ? {} : { openMoves: answer.moves.open }),
    plan,
    ...(proof === undefined ? {} : { proof }),
    ...looked,
  };
}

/** Where something would be written or recorded, the inventory among it. */
function pathsIn({ changes, writes }: TargetAnswer): Set<RelPath> {
  return new Set([...changes.map(({ path }) => path), ...writes.map(({ path }) => path)]);
}
