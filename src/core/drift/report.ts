import type { Severity } from '../findings/finding.ts';
import type { PlanStatus, TargetPlan } from '../plan/plan.ts';
import { byText } from '../values/address.ts';
import type { AbsPath } from '../values/paths.ts';
import type { Revision, TargetKind, TargetName } from '../values/target.ts';
import type { Issue } from './issue.ts';
import { scoreOf } from './score.ts';

/** What is off in one target. */
interface TargetDrift {
  readonly name: TargetName;
  readonly kind: TargetKind;
  readonly root: AbsPath;
  readonly status: PlanStatus;
  /** For Blocked, Error and Suspended: what is in the way and the way out. */
  readonly reason?: string;
  readonly score: number;
  /** How many files were compared or read. */
  readonly files: number;
  /** The worst first. */
  readonly issues: readonly Issue[];
}

/** What is off in a fleet, where, and what to do about it. */
export interface DriftReport {
  readonly revision: Revision;
  /** Sorted by name. */
  readonly targets: readonly TargetDrift[];
  /** What is off in the hub itself. */
  readonly hub: readonly Issue[];
  /** How many targets canonical.yaml has; more than `targets` when only some were selected. */
  readonly known: number;
  /** Of all issues together; `average` is the mean of the targets' own scores, which says more of a large fleet. */
  readonly score: number;
  readonly average: number;
}

const RANK: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3 };

/** The order of issues: the worst first, then by path, check and words. */
export function byIssue(a: Issue, b: Issue): number {
  return (
    RANK[a.severity] - RANK[b.severity] ||
    byText(a.path ?? '', b.path ?? '') ||
    byText(a.address ?? '', b.address ?? '') ||
    byText(a.check, b.check) ||
    byText(a.message, b.message)
  );
}

/** True for an issue at least as bad as this. */
function isAtLeast(severity: Severity, issue: Pick<Issue, 'severity'>): boolean {
  return RANK[issue.severity] <= RANK[severity];
}

/** All issues of a report: those of the hub, then target by target. */
export function issuesOf(report: DriftReport): Issue[] {
  return [...report.hub, ...report.targets.flatMap((target) => target.issues)];
}

/** Puts a report together; issues are told under their own target. */
export function reportOf(
  plans: readonly TargetPlan[],
  issues: readonly Issue[],
  more: { readonly revision: Revision; readonly known: number; readonly files: ReadonlyMap<TargetName, number> },
): DriftReport {
  const by = byTarget(issues);
  const targets = plans.map((plan): TargetDrift => {
    const own = by.get(plan.name) ?? [];
    const { name, kind, root, status, reason } = plan;
    const files = more.files.get(name) ?? 0;
    return {
      name,
      kind,
      root,
      status,
      ...(reason === undefined ? {} : { reason }),
      score: scoreOf(own),
      files,
      issues: own,
    };
  });
  targets.sort((a, b) => byText(a.name, b.name));
  const sum = targets.reduce((total, target) => total + target.score, 0);
  return {
    revision: more.revision,
    targets,
    hub: by.get(undefined) ?? [],
    known: more.known,
    score: scoreOf(issues),
    average: targets.length === 0 ? 100 : Math.round(sum / targets.length),
  };
}

function byTarget(issues: readonly Issue[]): Map<TargetName | undefined, Issue[]> {
  const by = new Map<TargetName | undefined, Issue[]>();
  for (const issue of [...issues].sort(byIssue)) {
    const known = by.get(issue.target);
    if (known === undefined) by.set(issue.target, [issue]);
    else known.push(issue);
  }
  return by;
}

/** The report with only the issues at least as bad as this; the scores stay those of all. */
export function atLeast(severity: Severity, report: DriftReport): DriftReport {
  const keep = (issues: readonly Issue[]) => issues.filter((issue) => isAtLeast(severity, issue));
  return {
    ...report,
    hub: keep(report.hub),
    targets: report.targets.map((target) => ({ ...target, issues: keep(target.issues) })),
  };
}
