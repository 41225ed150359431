import type { AuditDocument } from '../../../generated/audit.ts';
import type { Check } from '../health/check.ts';
import type { Reading } from '../monitoring/judge.ts';
import type { Report } from '../reports/report.ts';
import { printableJson } from './printable.ts';
import { reportJson } from './reportJson.ts';

/** What an audit found; a half that was not asked for is absent. */
export interface Audited {
  readonly health?: { readonly drift: { readonly score: number }; readonly checks: readonly Check[] };
  readonly numbers?: { readonly report: Report; readonly breaches: readonly Reading[] };
}

/** An audit as JSON (schemas/audit.schema.json). */
export function auditJson({ health, numbers }: Audited): string {
  const document: AuditDocument = {
    format_version: '1.0',
    ...(health === undefined ? {} : { health: { score: health.drift.score, checks: [...health.checks] } }),
    ...(numbers === undefined ? {} : { breaches: numbers.breaches.map(breach), report: reportJson(numbers.report) }),
  };
  return `${printableJson(JSON.stringify(document, null, 2))}\n`;
}

function breach({ rule, of, value }: Reading): NonNullable<AuditDocument['breaches']>[number] {
  const { name, severity, limit, unit } = rule;
  return { rule: name, severity, ...(of === undefined ? {} : { of }), value, limit, unit };
}
