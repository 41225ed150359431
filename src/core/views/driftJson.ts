import type { DriftDocument, Issue as IssueDocument } from '../../../generated/drift.ts';
import type { Issue } from '../drift/issue.ts';
import { type DriftReport, issuesOf } from '../drift/report.ts';
import { bandOf } from '../drift/score.ts';
import type { ApplyReport } from '../status/report.ts';
import { applyObject } from './applyJson.ts';
import { bySeverity } from './driftSummary.ts';
import { maskText } from './mask.ts';
import { maskedAddress } from './planJson.ts';
import { printableJson } from './printable.ts';

/** What `--fix` did: what was off before, and what came of the targets. */
export interface Fixed {
  readonly before: DriftReport;
  readonly applied: ApplyReport;
}

/**
 * A report as one JSON object with a newline at the end; texts are masked. It says what is off now: after `--fix` what was off before
 * stands in `fix`. Its shape is a contract (`schemas/drift.schema.json`).
 */
export function driftJson(report: DriftReport, fixed?: Fixed): string {
  const issues = issuesOf(report);
  const object: DriftDocument = {
    format_version: '1.0',
    revision: report.revision,
    partial: report.known > report.targets.length,
    known_targets: report.known,
    ...scores(report),
    summary: {
      issues: issues.length,
      fixable: issues.filter((issue) => issue.fixable).length,
      severities: bySeverity(issues),
      targets: report.targets.length,
      targets_with_issues: report.targets.filter((target) => target.issues.length > 0).length,
      files_checked: report.targets.reduce((sum, target) => sum + target.files, 0),
    },
    targets: report.targets.map((target) => ({
      name: target.name,
      kind: target.kind,
      root: target.root,
      status: target.status,
      reason: target.reason === undefined ? null : maskText(target.reason),
      score: target.score,
      band: bandOf(target.score),
      files_checked: target.files,
      issues: target.issues.length,
    })),
    issues: issues.map(issueObject),
    ...(fixed === undefined ? {} : { fix: fixObject(fixed) }),
  };
  return `${printableJson(JSON.stringify(object, null, 2))}\n`;
}

function scores(report: DriftReport): Pick<DriftDocument, 'score' | 'band' | 'average_score'> {
  return { score: report.score, band: bandOf(report.score), average_score: report.average };
}

function fixObject({ before, applied }: Fixed): NonNullable<DriftDocument['fix']> {
  return { before: { ...scores(before), issues: issuesOf(before).map(issueObject) }, applied: applyObject(applied) };
}

function issueObject(issue: Issue): IssueDocument {
  return {
    severity: issue.severity,
    category: issue.category,
    check: issue.check,
    target: issue.target ?? null,
    path: issue.path ?? null,
    ...(issue.paths === undefined ? {} : { paths: [...issue.paths] }),
    ...(issue.address === undefined ? {} : { address: maskedAddress(issue.address) }),
    ...(issue.line === undefined ? {} : { line: issue.line }),
    place: issue.place ?? null,
    message: maskText(issue.message),
    remedy: maskText(issue.remedy),
    command: issue.command === undefined ? null : maskText(issue.command),
    fixable: issue.fixable,
    ...(issue.related === undefined ? {} : { related: [...issue.related] }),
  };
}
