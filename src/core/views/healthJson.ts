import type { HealthDocument } from '../../../generated/health.ts';
import type { DriftReport } from '../drift/report.ts';
import { type Check, countsOf, exitOf } from '../health/check.ts';
import { printableJson } from './printable.ts';

/** Checks as JSON, with the drift of the fleet where they are of one (schemas/health.schema.json). */
export function healthJson(
  checks: readonly Check[],
  drift?: Pick<DriftReport, 'score' | 'average' | 'known' | 'targets'>,
): string {
  const fleet =
    drift === undefined
      ? {}
      : { score: drift.score, average: drift.average, targets: drift.targets.length, known: drift.known };
  const document: HealthDocument = {
    format_version: '1.0',
    healthy: exitOf(checks) === 0,
    summary: { ...countsOf(checks), ...fleet },
    checks: [...checks],
  };
  return `${printableJson(JSON.stringify(document, null, 2))}\n`;
}
