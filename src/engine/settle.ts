import { editCanonical } from '../core/canonical/edit/edit.ts';
import type { Change } from '../core/plan/plan.ts';
import type { Only } from '../core/plan/target.ts';
import { type ApplyReport, succeeded } from '../core/status/report.ts';
import { parseAddress } from '../core/values/address.ts';
import { baseName } from '../core/values/paths.ts';
import { InputError } from '../core/values/problem.ts';
import { apply } from './apply.ts';
import { newRun } from './fleet.ts';
import { editedHub, type LoadedHub } from './hub.ts';
import { changeHub, textOfHub, writeOfText } from './hubChange.ts';
import { fileOf, type TargetPlace, wrongPlace } from './place.ts';
import type { Planner } from './planning/planner.ts';
import type { Prepared } from './planning/prepared.ts';
import type { Fleet, Readers } from './world.ts';

/** What settles one path: the hub as it will be, what of canonical.yaml changes, and how the path is decided about. */
export interface Settlement {
  readonly hub: LoadedHub;
  readonly text?: { readonly before: string; readonly after: string };
  readonly only: Only;
}

/**
 * Takes ownership of what stands at a path: of what is as wanted by recording it; of what differs only when the person says whose
 * content it shall be. The replaced bytes go to the journal, as with every apply.
 * @param now the plan of the target @throws InputError when there is nothing to take, or nobody said whose content
 */
export function adoption(
  hub: LoadedHub,
  place: TargetPlace,
  now: readonly Change[],
  take: 'hub' | undefined,
): Settlement {
  const { target, path } = place;
  const only: Only = { paths: new Set([path]) };
  if (place.wanted === undefined) {
    const remedy = `To take it into the library: \`reconcile promote ${target.name} ${path}\`.`;
    throw wrongPlace(path, `is nothing that canonical.yaml wants in ${target.name}.`, remedy);
  }
  const here = now.filter((change) => parseAddress(change.address).path === path);
  const conflicts = here.filter((change) => change.action === 'conflict');
  const [stuck] = conflicts.filter(({ reason }) => reason === 'not-a-file' || reason === 'unreadable');
  if (stuck !== undefined) throw wrongPlace(path, `${stuck.detail ?? 'is no file'}.`, 'Mend that in the target first.');
  const [missing] = here.filter(({ action, address }) => action === 'create' && parseAddress(address).unit === 'file');
  if (missing !== undefined && take === undefined)
    throw wrongPlace(path, `is not there, in ${target.name}.`, 'Give --take hub to have it written.');
  // What was changed there would be repaired: that is nothing to do without a word to somebody who says "adopt".
  const differs = here.some(
    ({ action, reason }) => action === 'conflict' || (action === 'update' && reason !== 'changed'),
  );
  if (!differs || take === 'hub')
    return { hub, only: take === undefined ? only : { ...only, rule: { onConflict: 'overwrite', onDrift: 'repair' } } };
  const remedy = `Give --take hub for the library's (what is there is kept for undo), or --take target for what is there (that is \`reconcile promote ${target.name} ${path}\`).`;
  throw wrongPlace(path, `differs from what the library has, in ${target.name}.`, remedy);
}

/**
 * Stops managing a path of one target: the file stays, the record of it goes, and `exclude` in canonical.yaml keeps it from coming back.
 * @throws InputError when it is not managed there, or excluded already
 */
export function release(world: Readers, hub: LoadedHub, place: TargetPlace, lenient: boolean): Settlement {
  const { target, path, pointer } = place;
  if (pointer !== undefined)
    throw wrongPlace(
      `${path}#${pointer}`,
      'is a field; a file is let go as a whole.',
      'Take a field away with a null in `settings:` of the entry.',
    );
  if (place.wanted === undefined)
    throw wrongPlace(path, `is not managed in ${target.name}.`, `\`reconcile why ${target.name} ${path}\` tells more.`);
  if (target.kind === 'directory')
    throw wrongPlace(target.name, 'has no entry that could exclude a path.', 'Take the hook out of canonical.yaml.');
  const before = textOfHub(world, hub);
  const list = target.kind === 'home' ? ['home', 'exclude'] : ['repositories', target.name, 'exclude'];
  const edited = editCanonical(before, [{ append: list, value: literal(path) }], { file: baseName(hub.file) });
  if ('problems' in edited) throw new InputError(edited.problems);
  const next = editedHub(world, hub, { text: edited.text }, lenient);
  const rule = { prune: false, onConflict: 'overwrite' } as const;
  return { hub: next, text: { before, after: edited.text }, only: { paths: new Set([path]), rule } };
}

/** A glob that matches this path and no other. */
function literal(path: string): string {
  return path.replace(/[\\*?[\]{}()!+@|]/g, '\\$&');
}

/** What cannot be applied changes nothing in the hub either. @throws InputError */
export function refuseStopped({ plan }: Prepared, place: TargetPlace): void {
  if (plan.status === 'InSync' || plan.status === 'OutOfSync') return;
  throw wrongPlace(fileOf(place), `${plan.reason}.`, 'Nothing was written.');
}

/** A settlement with the plan that carries it out. */
export interface PlannedSettlement {
  /** The hub as it is. */
  readonly hub: LoadedHub;
  readonly settlement: Settlement;
  readonly planner: Planner;
  readonly prepared: Prepared;
}

/**
 * Changes hub and target, both or neither: a path that is excluded, but still recorded as ours, would be deleted by the next apply.
 * @throws InputError when canonical.yaml was changed meanwhile, DiskError
 */
export async function settle(fleet: Fleet, planned: PlannedSettlement): Promise<ApplyReport> {
  const { hub, settlement, planner, prepared } = planned;
  const run = newRun(fleet);
  const inTarget = (): Promise<ApplyReport> =>
    apply(fleet, settlement.hub, planner, [prepared], { run, failFast: false });
  const { text } = settlement;
  if (text === undefined) return inTarget();
  let report: ApplyReport | undefined;
  try {
    await changeHub(fleet, hub, run, [writeOfText(fleet, hub, text.before, text.after)], async () => {
      report = await inTarget();
      if (!succeeded(report)) throw new NotDone();
    });
  } catch (error) {
    if (!(error instanceof NotDone)) throw error;
  }
  return report!;
}

/** The target was not changed, so the hub is not either. */
class NotDone extends Error {}
