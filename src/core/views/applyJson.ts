import type { Applied, AppliedTarget } from '../../../generated/drift.ts';
import type { ApplyReport, Outcome, TargetReport } from '../status/report.ts';
import { byText } from '../values/address.ts';
import { countsOf } from './applyCounts.ts';
import { maskText } from './mask.ts';
import { printableJson } from './printable.ts';

const OUTCOMES: readonly Outcome[] = ['applied', 'unchanged', 'blocked', 'failed', 'suspended', 'skipped'];

/**
 * What an apply or an undo did as one JSON object, two spaces deep, with a newline at the end. Targets are sorted by name, files by path;
 * `summary` counts files and entries over all targets, and targets by outcome under `targets`. Texts are masked.
 */
export function applyJson(report: ApplyReport): string {
  return `${printableJson(JSON.stringify(applyObject(report), null, 2))}\n`;
}

/** The same as a value, for a document that holds it (`schemas/drift.schema.json`). */
export function applyObject(report: ApplyReport): Applied {
  const targets = [...report.targets].sort((a, b) => byText(a.name, b.name));
  const outcomes = OUTCOMES.map((outcome) => [outcome, targets.filter((target) => target.outcome === outcome).length]);
  return {
    format_version: '1.0',
    verb: report.verb,
    run: report.run ?? null,
    revision: report.revision,
    targets: targets.map(targetObject),
    summary: { ...countsOf(targets), targets: Object.fromEntries(outcomes) },
  };
}

function targetObject(target: TargetReport): AppliedTarget {
  const { files } = target;
  return {
    name: target.name,
    kind: target.kind,
    root: target.root,
    outcome: target.outcome,
    reason: target.reason === undefined ? null : maskText(target.reason),
    delivery: target.delivery,
    commit: target.commit ?? null,
    branch: target.branch ?? null,
    created: target.created === true,
    files: {
      created: [...files.created].sort(byText),
      updated: [...files.updated].sort(byText),
      deleted: [...files.deleted].sort(byText),
    },
    adopted: target.adopted,
    forgotten: target.forgotten,
    conflicts: target.conflicts,
    warnings: target.warnings.map(maskText),
  };
}
