import type { Issue } from '../drift/issue.ts';
import { type DriftReport, issuesOf } from '../drift/report.ts';
import { bandOf } from '../drift/score.ts';
import type { Severity } from '../findings/finding.ts';
import { counted, grouped, nounOf } from './wording.ts';

const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** How many issues there are of each severity. */
export function bySeverity(issues: readonly Issue[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const { severity } of issues) counts[severity]++;
  return counts;
}

/** The report in a line: `Score 75 (fair): 1 high, 3 medium, in 1 of 4 repositories.` */
export function driftSummary(report: DriftReport): string {
  const issues = issuesOf(report);
  if (report.known === 0 && issues.length === 0)
    return 'No targets yet: `reconcile new PATH` brings a project in, `reconcile import PATH` one that has grown.';
  const noun = nounOf(report.targets);
  const all = counted(report.targets.length, noun.one, noun.many);
  const stopped = report.targets.filter(({ status }) => status === 'Suspended').length;
  const rest = `${stopped === 0 ? '' : `; ${stopped} suspended and not looked at`}.${partialText(report)}`;
  const score = `Score ${report.score} (${bandOf(report.score)})`;
  if (issues.length === 0) return `${score}: no drift in ${all}${rest}`;
  const counts = bySeverity(issues);
  const parts = SEVERITIES.filter((one) => counts[one] > 0).map((one) => `${grouped(counts[one])} ${one}`);
  const concerned = report.targets.filter((target) => target.issues.length > 0).length;
  const where = concerned === 0 ? 'in the hub' : `in ${concerned} of ${all}`;
  const average = report.targets.length > 1 ? `; the targets have ${report.average} on average` : '';
  return `${score}: ${parts.join(', ')}, ${where}${average}${rest}`;
}

function partialText(report: DriftReport): string {
  if (report.known <= report.targets.length) return '';
  return ` Only ${report.targets.length} of ${report.known} targets selected.`;
}
