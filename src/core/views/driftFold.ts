import type { Issue } from '../drift/issue.ts';
import { byIssue, type DriftReport } from '../drift/report.ts';
import type { TargetName } from '../values/target.ts';

/** Issues that are the same in the same targets. */
export interface Fold {
  /** Sorted by name; empty for the hub. */
  readonly targets: readonly TargetName[];
  /** The worst first; each is that of the first target. */
  readonly issues: readonly Issue[];
}

/**
 * Every issue of a report once, with all the targets that have it; those of the same targets together. The hub comes first, then what has
 * the worst issue.
 */
export function folded(report: DriftReport): Fold[] {
  const same = new Map<string, { issue: Issue; targets: TargetName[] }>();
  for (const target of report.targets) {
    for (const issue of target.issues) {
      const { check, severity, path, address, message, line, fixable, related } = issue;
      const key = JSON.stringify([check, severity, path, address, message, line, fixable, related]);
      const known = same.get(key);
      if (known === undefined) same.set(key, { issue, targets: [target.name] });
      else known.targets.push(target.name);
    }
  }
  const folds = new Map<string, { targets: TargetName[]; issues: Issue[] }>();
  for (const { issue, targets } of same.values()) {
    const key = JSON.stringify(targets);
    const known = folds.get(key);
    if (known === undefined) folds.set(key, { targets, issues: [issue] });
    else known.issues.push(issue);
  }
  const sorted = [...folds.values()].map(({ targets, issues }) => ({ targets, issues: issues.sort(byIssue) }));
  sorted.sort((a, b) => byIssue(a.issues[0]!, b.issues[0]!) || b.targets.length - a.targets.length);
  return report.hub.length === 0 ? sorted : [{ targets: [], issues: report.hub }, ...sorted];
}
