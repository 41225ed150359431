import { fleetLine } from '../health/fleet.ts';
import type { Audited } from './auditJson.ts';
import { healthMarkdown } from './healthMarkdown.ts';
import { reportMarkdown, sectionMarkdown } from './reportMarkdown.ts';
import { tokenSections } from './tokenSections.ts';

/** An audit as Markdown. Ends with a newline. */
export function auditMarkdown({ health, tokens, numbers }: Audited): string {
  const costs = tokenSections(tokens ?? []).map(sectionMarkdown);
  const parts = [
    ...(health === undefined ? [] : [`# Health\n\n${fleetLine(health.drift)}\n\n${healthMarkdown(health.checks)}\n`]),
    ...costs.map((section) => `${section}\n`),
    ...(numbers === undefined ? [] : [reportMarkdown(numbers.report)]),
  ];
  return parts.join('\n');
}
