import type { Finding } from '../findings/finding.ts';
import { fileChanges, tallyOf } from '../plan/fileChange.ts';
import type { Action, Change, Plan, PlanStatus, Side, TargetPlan } from '../plan/plan.ts';
import { type Address, byText, parseAddress } from '../values/address.ts';
import { type CostChange, type CostChanges, NO_COSTS } from './costText.ts';
import { byFinding } from './findingText.ts';
import { maskText } from './mask.ts';
import { printableJson } from './printable.ts';
import { tokensObject } from './tokensJson.ts';

const STATUSES: readonly PlanStatus[] = ['InSync', 'OutOfSync', 'Blocked', 'Error', 'Suspended'];

/**
 * A plan as one JSON object, two spaces deep, with a newline at the end. The shape is a contract (`format_version`); it has no
 * time stamp, and everything is sorted, so that the same plan gives the same bytes. Values of fields are not in it; texts are masked.
 * `costs` of targets, where they are given, are told as `tokens`.
 * `summary` counts entries by action, files by action under `files`, and targets by status under `targets`.
 */
export function planJson(plan: Plan, costs: CostChanges = NO_COSTS): string {
  const targets = [...plan.targets].sort((a, b) => byText(a.name, b.name));
  const object = {
    format_version: '1.0',
    revision: plan.revision,
    partial: plan.known > targets.length,
    known_targets: plan.known,
    targets: targets.map((target) => targetObject(target, costs.get(target.name))),
    summary: summaryObject(targets),
  };
  return `${printableJson(JSON.stringify(object, null, 2))}\n`;
}

function summaryObject(targets: readonly TargetPlan[]): object {
  const actions: Record<Action, number> = { create: 0, update: 0, delete: 0, adopt: 0, forget: 0, conflict: 0 };
  for (const target of targets) for (const change of target.changes) actions[change.action]++;
  const statuses = STATUSES.map((status) => [status, targets.filter((target) => target.status === status).length]);
  return { ...actions, files: tallyOf(targets.flatMap(fileChanges)), targets: Object.fromEntries(statuses) };
}

function targetObject(target: TargetPlan, cost: CostChange | undefined): object {
  const changes = [...target.changes].sort((a, b) => byText(a.path, b.path) || byText(a.address, b.address));
  return {
    name: target.name,
    kind: target.kind,
    root: target.root,
    status: target.status,
    reason: target.reason === undefined ? null : maskText(target.reason),
    ...(target.blockedBy === undefined ? {} : { blocked_by: target.blockedBy }),
    plan_id: target.id,
    delivery: target.delivery,
    ...(target.branch === undefined ? {} : { branch: target.branch }),
    ...(target.head === undefined ? {} : { head: target.head }),
    ...(target.creation === undefined ? {} : { creation: creationObject(target.creation) }),
    entries: target.entries,
    ...(cost === undefined ? {} : { tokens: tokensObject(cost) }),
    changes: changes.map(changeObject),
    findings: [...target.findings].sort(byFinding).map(findingObject),
  };
}

function creationObject(creation: NonNullable<TargetPlan['creation']>): object {
  if (creation.how === 'init') return { how: creation.how, branch: creation.branch };
  const branch = creation.branch === undefined ? {} : { branch: creation.branch };
  return { how: creation.how, remote: maskText(creation.remote), ...branch };
}

function changeObject(change: Change): object {
  const { origin } = change;
  return {
    path: change.path,
    address: maskedAddress(change.address),
    action: change.action,
    reason: change.reason,
    ...(change.from === undefined ? {} : { from: change.from }),
    before: sideObject(change.before),
    after: sideObject(change.after),
    ...(change.detail === undefined ? {} : { detail: maskText(change.detail) }),
    ...(change.byPolicy === undefined ? {} : { by_policy: true }),
    ...(origin === undefined
      ? {}
      : {
          origin: {
            selector: maskText(origin.selector),
            ...(origin.place === undefined ? {} : { place: origin.place }),
            ...(origin.source === undefined ? {} : { source: origin.source }),
          },
        }),
  };
}

/** A field's pointer may hold a text of a list or a command. Names of files are told as they are: programs need them. */
export function maskedAddress(address: Address): string {
  const { unit, part } = parseAddress(address);
  if (unit !== 'field') return address;
  const parts = part.split('/').map((one) => maskText(one.replaceAll('~1', '/').replaceAll('~0', '~')));
  const pointer = parts.map((one) => one.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
  return address.slice(0, address.length - part.length) + pointer;
}

function sideObject(side: Side | undefined): object | null {
  return side === undefined ? null : { id: side.id, mode: side.mode };
}

function findingObject(finding: Finding): object {
  return {
    severity: finding.severity,
    check: finding.check,
    message: maskText(finding.message),
    path: finding.path ?? null,
    place: finding.place ?? null,
    fixable: finding.fixable,
    ...(finding.line === undefined ? {} : { line: finding.line }),
    ...(finding.effect === undefined ? {} : { effect: maskText(finding.effect) }),
    ...(finding.remedy === undefined ? {} : { remedy: maskText(finding.remedy) }),
  };
}
