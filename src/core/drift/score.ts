import type { Severity } from '../findings/finding.ts';
import type { Issue } from './issue.ts';

/** What an issue takes from the score. */
const WEIGHTS: Readonly<Record<Severity, number>> = { critical: 25, high: 10, medium: 5, low: 2 };

export type Band = 'clean' | 'good' | 'fair' | 'poor';

/** 100 without issues, and never below 0: each takes 25 (critical), 10 (high), 5 (medium) or 2 (low). */
export function scoreOf(issues: readonly Pick<Issue, 'severity'>[]): number {
  return Math.max(0, 100 - issues.reduce((sum, { severity }) => sum + WEIGHTS[severity], 0));
}

/** 100 is clean, from 80 good, from 60 fair, below that poor. */
export function bandOf(score: number): Band {
  return score >= 100 ? 'clean' : score >= 80 ? 'good' : score >= 60 ? 'fair' : 'poor';
}
