import { fileChanges, type Tally, tallyOf } from '../plan/fileChange.ts';
import { isPending, type Plan, type TargetPlan } from '../plan/plan.ts';
import { counted, grouped, nounOf } from './wording.ts';

/** `39 files to create, 2 to update, 1 conflict`: the first number says what is counted. Empty when there is none. */
export function tallyText(tally: Tally): string {
  const parts: string[] = [];
  const todo: readonly [number, string][] = [
    [tally.create, 'create'],
    [tally.update, 'update'],
    [tally.delete, 'delete'],
    [tally.adopt, 'adopt'],
    [tally.forget, 'forget'],
  ];
  for (const [count, verb] of todo) {
    if (count > 0) parts.push(`${parts.length === 0 ? counted(count, 'file') : grouped(count)} to ${verb}`);
  }
  if (tally.conflict > 0) parts.push(counted(tally.conflict, 'conflict'));
  return parts.join(', ');
}

/** How many targets are blocked, in error or suspended: `1 blocked, 2 suspended`. */
function stoppedText(targets: readonly TargetPlan[]): string {
  const parts: string[] = [];
  for (const [status, word] of [
    ['Blocked', 'blocked'],
    ['Error', 'in error'],
    ['Suspended', 'suspended'],
  ] as const) {
    const count = targets.filter((target) => target.status === status).length;
    if (count > 0) parts.push(`${count} ${word}`);
  }
  return parts.join(', ');
}

/**
 * The plan in one line: `Plan: 39 files to create, 2 to update, 1 conflict, in 2 of 4 repositories; 1 blocked.` Files are counted, each
 * once however many of its fields change (see `tallyOf`).
 */
export function summaryText(plan: Plan): string {
  const { targets } = plan;
  if (plan.known === 0)
    return 'No targets yet: `reconcile new PATH` brings a project in, `reconcile import PATH` one that has grown.';
  if (targets.length === 0) return 'No targets: none was selected.';
  const changed = targets.filter((target) => target.status === 'OutOfSync');
  const stopped = stoppedText(targets);
  const rest = `${stopped === '' ? '' : `; ${stopped}`}.${partialText(plan)}`;
  if (changed.length === 0) {
    const inSync = targets.filter((target) => target.status === 'InSync').length;
    if (inSync === 0) {
      const whom =
        targets.length === 1 ? `: the target is ${stopped.slice(2)}` : ` in ${targets.length} targets: ${stopped}`;
      return `No changes${whom}.${partialText(plan)}`;
    }
    return `No changes. ${inSync} of ${counted(targets.length, 'target')} ${inSync === 1 || targets.length === 1 ? 'is' : 'are'} in sync${rest}`;
  }
  const noun = nounOf(targets);
  const created = changed.filter((target) => target.creation !== undefined).length;
  const parts = [
    ...(created === 0 ? [] : [`${counted(created, noun.one, noun.many)} to create`]),
    tallyText(tallyOf(changed.flatMap(fileChanges))),
  ].filter((part) => part !== '');
  const what = parts.length === 0 ? 'only records to update' : parts.join(', ');
  return `Plan: ${what}, in ${changed.length} of ${counted(targets.length, noun.one, noun.many)}${rest}`;
}

function partialText(plan: Plan): string {
  if (plan.known <= plan.targets.length) return '';
  return ` Only ${plan.targets.length} of ${plan.known} targets selected.`;
}

/** What to do next: apply, keep, or settle conflicts. One sentence a line; empty when there is nothing to do. */
export function hintLines(plan: Plan, names: readonly string[]): string[] {
  const lines: string[] = [];
  const words = names
    .map((name) => ` ${/^[\w./@:+-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`}`)
    .join('');
  if (plan.targets.some(isPending)) {
    lines.push(`Run \`reconcile apply${words}\` to do this, or \`reconcile plan${words} --out plan.json\` to keep it.`);
  }
  const conflicted = plan.targets.some((target) => target.changes.some((change) => change.action === 'conflict'));
  if (conflicted)
    lines.push('A conflict is left alone. Take what stands there into the hub, or remove it there, and plan again.');
  return lines;
}
