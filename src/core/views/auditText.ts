import type { Audited } from './auditJson.ts';
import { healthText } from './healthText.ts';
import { type ReportTextOptions, reportText, sectionsText } from './reportText.ts';
import { tokenSections } from './tokenSections.ts';

/** An audit for people at a terminal. Ends with a newline. */
export function auditText(
  { health, tokens, numbers }: Audited,
  options: ReportTextOptions & { readonly verbose: boolean },
): string {
  const costs = tokenSections(tokens ?? []);
  const parts = [
    ...(health === undefined ? [] : [healthText(health.checks, options)]),
    ...(costs.length === 0 ? [] : [sectionsText(costs, options)]),
    ...(numbers === undefined ? [] : [reportText(numbers.report, options)]),
  ];
  return parts.join('\n');
}
