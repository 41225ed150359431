import { TEMPLATE } from '../desired/library.ts';
import type { Change, TargetPlan } from '../plan/plan.ts';
import { parseAddress } from '../values/address.ts';
import type { RelPath } from '../values/paths.ts';
import { join } from '../values/paths.ts';
import { shellLine } from '../values/shell.ts';
import { compare, type HubWords, isPromotable, type Remedy, withCommand } from './remedies.ts';

/** What settles a conflict, with every command that does. */
export function settle(plan: TargetPlan, change: Change, hub: HubWords): Remedy {
  const { reason, byPolicy } = change;
  if (plan.status !== 'OutOfSync')
    return compare(
      plan.name,
      hub,
      'it can be settled when the target can be worked on; the issue of the target says how.',
    );
  if (reason === 'not-a-file') return letBe(plan, change, hub, 'Move away what stands there');
  if (reason === 'unreadable') return letBe(plan, change, hub, 'Mend the file');
  if (reason === 'drifted' && byPolicy !== true) return leftOver(plan, change, hub);
  return takeSides(plan, change, hub);
}

function letBe(plan: TargetPlan, change: Change, hub: HubWords, first: string): Remedy {
  const { path } = parseAddress(change.address);
  if (plan.kind === 'directory') return { remedy: `${first}, or take it out of canonical.yaml.` };
  return withCommand(
    ['reconcile', 'forget', plan.name, path, ...hub],
    (command) => `${first}; or leave it to them from now on: \`${command}\`.`,
  );
}

/** Nobody wants it any more, and somebody changed it there: it goes by hand only. */
function leftOver(plan: TargetPlan, change: Change, hub: HubWords): Remedy {
  const keep = promoteWords(plan, change, hub);
  const kept = keep === undefined ? 'Take it into canonical.yaml again' : `Take it into the library: \`${keep}\``;
  const { unit } = parseAddress(change.address);
  if (unit !== 'file')
    return { remedy: `${kept}; or take it out there.`, ...(keep === undefined ? {} : { command: keep }) };
  return withCommand(['rm', '--', join(plan.root, change.path)], (command) => `${kept}; or remove it: \`${command}\`.`);
}

/** Both sides have something: either may be right. */
function takeSides(plan: TargetPlan, change: Change, hub: HubWords): Remedy {
  const { path } = parseAddress(change.address);
  const both = shellLine(['reconcile', 'plan', plan.name, ...hub]);
  const ours = shellLine(['reconcile', 'adopt', plan.name, path, '--take', 'hub', ...hub]);
  const theirs = change.before === undefined ? forgetLine(plan, path, hub) : keeping(plan, change, hub);
  return { remedy: `See both sides with \`${both}\`. To have what the hub has: \`${ours}\`. ${theirs}` };
}

function forgetLine(plan: TargetPlan, path: RelPath, hub: HubWords): string {
  return `To leave it away there: \`${shellLine(['reconcile', 'forget', plan.name, path, ...hub])}\`.`;
}

/** How what stands there comes into the hub: by a command, or where it has to be written by hand. */
export function keeping(plan: TargetPlan, change: Change, hub: HubWords): string {
  const promote = promoteWords(plan, change, hub);
  if (promote !== undefined) return `To keep what stands there, for all: \`${promote}\`.`;
  const { source, place } = change.origin ?? {};
  return `To keep what stands there, write it into ${source ?? place ?? 'the library'}.`;
}

/** Only what is made from one file as it stands can be written back to it. */
function promoteWords(plan: TargetPlan, change: Change, hub: HubWords): string | undefined {
  const { unit, path, part } = parseAddress(change.address);
  const { origin } = change;
  const source = origin?.source;
  if (origin !== undefined && (source === undefined || source.endsWith(TEMPLATE) || source.includes(' + ')))
    return undefined;
  if (unit === 'file' && !isPromotable(plan.kind, path)) return undefined;
  // A wired hook is made from canonical.yaml and its script together.
  if (unit === 'field' && part.startsWith('/hooks/')) return undefined;
  if (unit === 'block' && origin === undefined) return undefined;
  const subject = unit === 'field' ? change.address : path;
  return shellLine(['reconcile', 'promote', plan.name, subject, ...hub]);
}
