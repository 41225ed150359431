import { isInventory } from '../inventory/inventory.ts';
import type { Action, Change, TargetPlan } from '../plan/plan.ts';
import { parseAddress } from '../values/address.ts';
import { fieldText } from '../views/fieldText.ts';
import { tell } from './changes.ts';
import { type Check, issueOf } from './checks.ts';
import type { Issue } from './issue.ts';
import { fix, type HubWords, listed, type Remedy } from './remedies.ts';
import { keeping, settle } from './settle.ts';

/** A value of a field is shown in at most so many columns. */
const VALUE_WIDTH = 60;

/** What the plan of a target says is off: the target itself, what differs from canonical.yaml, and who changed it. */
export function plannedIssues(plan: TargetPlan, hub: HubWords): Issue[] {
  const own = targetIssue(plan, hub);
  const issues = own === undefined ? [] : [own];
  // Of a repository that is not there every file is missing: that is said once.
  if (plan.creation !== undefined) return issues;
  for (const change of plan.changes) {
    const issue = changeIssue(plan, change, hub);
    if (issue !== undefined) issues.push(issue);
  }
  for (const [action, check, what] of RECORDS) {
    const issue = recordIssue(plan, action, check, what, hub);
    if (issue !== undefined) issues.push(issue);
  }
  return issues;
}

/** Only what can be worked on now can be mended. */
function isFixable(plan: TargetPlan, change: Change): boolean {
  return plan.status === 'OutOfSync' && change.action !== 'conflict';
}

function targetIssue(plan: TargetPlan, hub: HubWords): Issue | undefined {
  const { name: target, status, reason = '', blockedBy } = plan;
  if (plan.creation !== undefined) {
    const files = plan.writes.filter((write) => !isInventory(write.path)).length;
    const message = `the repository is not there; ${files} ${files === 1 ? 'file' : 'files'} would be in it`;
    return issueOf('repository-missing', { target, message, fixable: true, ...fix(target, hub) });
  }
  if (status === 'Suspended' || status === 'InSync' || status === 'OutOfSync') return undefined;
  const [message = '', ...ways] = reason.split('; ');
  const remedy = ways.length === 0 ? 'Mend that, then look again.' : `${sentence(ways.join('; '))}.`;
  const check: Check =
    status === 'Error'
      ? 'cannot-be-planned'
      : blockedBy === 'vanished'
        ? 'repository-missing'
        : blockedBy === 'not-a-repository'
          ? 'not-a-repository'
          : 'blocked';
  return issueOf(check, { target, message, remedy, fixable: false });
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const RECORDS = [
  ['adopt', 'not-recorded', 'exactly right, but not recorded as ours yet'],
  ['forget', 'no-longer-ours', 'recorded as ours, but no longer wanted and no longer there as we wrote it'],
] as const;

/** What changes nothing but the record is one issue a target, however many entries it concerns. */
function recordIssue(plan: TargetPlan, action: Action, check: Check, what: string, hub: HubWords): Issue | undefined {
  const changes = plan.changes.filter((change) => change.action === action);
  const paths = [...new Set(changes.map((change) => change.path))];
  const [path] = paths;
  if (path === undefined) return undefined;
  const message = paths.length === 1 ? `is ${what}` : `${paths.length} files are ${what}: ${listed(paths)}`;
  const several = paths.length === 1 ? {} : { paths };
  return issueOf(check, {
    target: plan.name,
    path,
    ...several,
    message,
    fixable: plan.status === 'OutOfSync',
    ...fix(plan.name, hub, branchNote(plan)),
  });
}

function changeIssue(plan: TargetPlan, change: Change, hub: HubWords): Issue | undefined {
  const told = tell(change);
  if (told === undefined) return undefined;
  const { name: target } = plan;
  const { path, address } = change;
  const { unit } = parseAddress(address);
  const subject = unit === 'field' ? `${fieldSubject(change)} ` : unit === 'block' ? 'our block ' : '';
  const fixable = isFixable(plan, change);
  return issueOf(told.check, {
    target,
    path,
    ...(unit === 'file' ? {} : { address }),
    message: subject + told.message,
    fixable,
    ...(fixable ? fix(target, hub, afterwards(plan, change, hub)) : wayOut(plan, change, hub)),
  });
}

function fieldSubject(change: Change): string {
  const { name, value } = fieldText(change, VALUE_WIDTH);
  return value === '' ? name : `${name} (${value})`;
}

/** Who changed it there may have meant it. What is delivered on a branch is mended when that is merged. */
function afterwards(plan: TargetPlan, change: Change, hub: HubWords): string {
  const drifted = change.reason === 'drifted' && change.action === 'update' && change.before?.id !== change.after?.id;
  return `${branchNote(plan)}${drifted ? ` ${keeping(plan, change, hub)}` : ''}`;
}

function branchNote(plan: TargetPlan): string {
  return plan.delivery === 'branch' ? ' It stays drift until the branch is merged.' : '';
}

function wayOut(plan: TargetPlan, change: Change, hub: HubWords): Remedy {
  if (change.action === 'conflict') return settle(plan, change, hub);
  return { remedy: 'It can be mended when the target can be worked on; the issue of the target says how.' };
}
