import type { Finding } from '../findings/finding.ts';
import type { TargetPlan } from '../plan/plan.ts';
import { foundIssue } from './findings.ts';
import type { Issue } from './issue.ts';
import { plannedIssues } from './planned.ts';
import type { HubWords } from './remedies.ts';

/**
 * What plans say is off: the changes, what is in the way, and the findings. Those about lines of the hub are told once.
 * @param findings about the hub itself
 */
export function planIssues(plans: readonly TargetPlan[], findings: readonly Finding[], hub: HubWords): Issue[] {
  const told = plans.flatMap((plan) => plan.findings.map((finding) => ({ finding, target: plan.name })));
  const own = told.filter(({ finding }) => finding.place === undefined);
  const lines = told.flatMap(({ finding }) => (finding.place === undefined ? [] : [finding]));
  const once = new Map(
    [...findings, ...lines].map((one) => [JSON.stringify([one.check, one.place, one.message]), one]),
  );
  return [
    ...plans.flatMap((plan) => plannedIssues(plan, hub)),
    ...[...once.values()].map((finding) => foundIssue(finding, 'canonical')),
    ...own.map(({ finding, target }) => foundIssue(finding, 'canonical', target)),
  ];
}
