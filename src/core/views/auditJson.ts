import type { AuditDocument } from '../../../generated/audit.ts';
import type { DriftReport } from '../drift/report.ts';
import type { Check } from '../health/check.ts';
import type { Reading } from '../monitoring/judge.ts';
import type { Report } from '../reports/report.ts';
import { printableJson } from './printable.ts';
import { reportJson } from './reportJson.ts';
import type { TokenAccount } from './tokenSections.ts';
import { tokensObject } from './tokensJson.ts';

/** What an audit found; a half that was not asked for is absent. */
export interface Audited {
  readonly health?: { readonly drift: DriftReport; readonly checks: readonly Check[] };
  /** What the configuration costs; with `health`. */
  readonly tokens?: readonly TokenAccount[];
  readonly numbers?: { readonly report: Report; readonly breaches: readonly Reading[] };
}

/** An audit as JSON (schemas/audit.schema.json). */
export function auditJson({ health, tokens, numbers }: Audited): string {
  const document: AuditDocument = {
    format_version: '1.0',
    ...(health === undefined ? {} : { health: { score: health.drift.score, checks: [...health.checks] } }),
    ...(tokens === undefined ? {} : { tokens: tokens.map(account) }),
    ...(numbers === undefined ? {} : { breaches: numbers.breaches.map(breach), report: reportJson(numbers.report) }),
  };
  return `${printableJson(JSON.stringify(document, null, 2))}\n`;
}

function breach({ rule, of, value }: Reading): NonNullable<AuditDocument['breaches']>[number] {
  const { name, severity, limit, unit } = rule;
  return { rule: name, severity, ...(of === undefined ? {} : { of }), value, limit, unit };
}

function account({ target, delivered, budget, ...change }: TokenAccount): NonNullable<AuditDocument['tokens']>[number] {
  return {
    target,
    ...tokensObject(change),
    delivered: { always: delivered.always, on_path: delivered.onPath, on_invocation: delivered.onInvocation },
    ...(budget === undefined
      ? {}
      : { budget: { always: budget.always?.tokens ?? null, per_item: budget.perItem?.tokens ?? null } }),
  };
}
