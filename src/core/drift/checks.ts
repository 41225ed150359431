import type { Severity } from '../findings/finding.ts';
import type { Category, Issue } from './issue.ts';

type Rated = { readonly category: Category; readonly severity: Severity };

/** Every check of drift with what it is about and how bad it is. Those of lint and of the hub bring their own. */
export const CHECKS = {
  'cannot-be-planned': { category: 'target', severity: 'critical' },
  'repository-missing': { category: 'target', severity: 'high' },
  'not-a-repository': { category: 'target', severity: 'high' },
  blocked: { category: 'target', severity: 'medium' },
  missing: { category: 'missing', severity: 'high' },
  'deleted-there': { category: 'configuration', severity: 'high' },
  'changed-there': { category: 'configuration', severity: 'medium' },
  'changed-here': { category: 'configuration', severity: 'medium' },
  'changed-both': { category: 'configuration', severity: 'high' },
  'executable-bit': { category: 'configuration', severity: 'medium' },
  foreign: { category: 'configuration', severity: 'medium' },
  'not-a-file': { category: 'configuration', severity: 'high' },
  unreadable: { category: 'configuration', severity: 'high' },
  'left-by-policy': { category: 'configuration', severity: 'low' },
  'not-recorded': { category: 'configuration', severity: 'low' },
  'field-missing': { category: 'settings', severity: 'medium' },
  'field-changed': { category: 'settings', severity: 'medium' },
  'env-unlike-canonical': { category: 'settings', severity: 'medium' },
  'env-differs': { category: 'settings', severity: 'low' },
  'env-missing': { category: 'settings', severity: 'low' },
  'hook-wired-otherwise': { category: 'settings', severity: 'low' },
  'dead-reference': { category: 'reference', severity: 'low' },
  'left-over': { category: 'obsolete', severity: 'low' },
  'left-over-changed': { category: 'obsolete', severity: 'medium' },
  'no-longer-ours': { category: 'obsolete', severity: 'low' },
  'not-committed': { category: 'worktree', severity: 'medium' },
  'stray-file': { category: 'obsolete', severity: 'low' },
  'skill-not-selected': { category: 'obsolete', severity: 'low' },
  duplicate: { category: 'duplicate', severity: 'low' },
  'near-duplicate': { category: 'duplicate', severity: 'medium' },
  shared: { category: 'duplicate', severity: 'low' },
  'near-shared': { category: 'duplicate', severity: 'low' },
} as const satisfies Readonly<Record<string, Rated>>;

export type Check = keyof typeof CHECKS;

/** An issue of a check, with the category and the severity of that check. */
export function issueOf(check: Check, parts: Omit<Issue, 'check' | 'category' | 'severity'>): Issue {
  const { category, severity } = CHECKS[check];
  return { severity, category, check, ...parts };
}
