import type { Commit } from './history.ts';

/** A deployment that happened. `t` is milliseconds; `id` names it in the metrics. */
export interface Deploy {
  t: number;
  id: string;
  ref: string;
  sha?: string;
}

/** What is remembered of a repository's deployments, oldest first. */
export type DeployEntry =
  | ({ kind: 'deploy' } & Deploy)
  | { kind: 'failed'; t: number; id: string }
  | { kind: 'restored'; t: number };

type DoraEvent = 'deploy' | 'lead_time' | 'deploy_failed' | 'restored' | 'rework';

/** One measured fact. `value` is seconds for lead_time and restored, else 1; `at` is milliseconds. */
export interface Measure {
  event: DoraEvent;
  id: string;
  at: number;
  value: number;
  context: string;
}

/** What one deployment adds: rows for the metrics and entries for the memory. */
export interface Measured {
  measures: Measure[];
  entries: DeployEntry[];
}

interface Deployed {
  deploy: Deploy;
  /** The commits it contains first. */
  commits: readonly Commit[];
  /** It went back to an earlier commit. */
  rollback: boolean;
}

/**
 * Measures a successful deployment against what is remembered. The commit that was deployed last gives nothing: nothing
 * changed. A revert, hotfix or rollback within `windowMs` says that the deployment before it failed. The first good
 * deployment after a failure restores.
 */
export function measureDeploy(log: readonly DeployEntry[], deployed: Deployed, windowMs: number): Measured {
  const { deploy, commits, rollback } = deployed;
  const last = lastDeploy(log);
  const openFailure = unrestored(log);
  if (last?.sha !== undefined && last.sha === deploy.sha && !openFailure) return { measures: [], entries: [] };
  const about = `${deploy.ref} ${deploy.sha?.slice(0, 12) ?? ''} ${commits.length} commits`.replace(/ {2,}/g, ' ');
  const measures: Measure[] = [{ event: 'deploy', id: deploy.id, at: deploy.t, value: 1, context: about }];
  const entries: DeployEntry[] = [{ kind: 'deploy', ...deploy }];
  for (const { sha, authored, subject } of commits) {
    const seconds = Math.max(0, (deploy.t - authored) / 1000);
    measures.push({ event: 'lead_time', id: sha, at: deploy.t, value: seconds, context: subject });
  }
  let failedAt = openFailure?.t;
  if (rollback || isFix(deploy.ref, commits)) {
    measures.push({ event: 'rework', id: deploy.id, at: deploy.t, value: 1, context: about });
    if (last && failedAt === undefined && deploy.t - last.t <= windowMs) {
      // Told at the time of the deployment that failed, so that a rate per day has both in the same day.
      measures.push({ event: 'deploy_failed', id: last.id, at: last.t, value: 1, context: `fixed by ${about}` });
      entries.unshift({ kind: 'failed', t: last.t, id: last.id });
      failedAt = last.t;
    }
  }
  if (failedAt !== undefined) {
    const value = Math.max(0, (deploy.t - failedAt) / 1000);
    measures.push({ event: 'restored', id: deploy.id, at: deploy.t, value, context: about });
    entries.push({ kind: 'restored', t: deploy.t });
  }
  return { measures, entries };
}

/** Measures a failed deploy command, or a CI run that failed for what was deployed last. One failure is told once. */
export function measureFailure(
  log: readonly DeployEntry[],
  failure: { t: number; id: string; context: string },
): Measured {
  if (unrestored(log)) return { measures: [], entries: [] };
  const { t, id, context } = failure;
  return { measures: [{ event: 'deploy_failed', id, at: t, value: 1, context }], entries: [{ kind: 'failed', t, id }] };
}

/** The newest deployment, or undefined. */
export function lastDeploy(log: readonly DeployEntry[]): Deploy | undefined {
  let last: Deploy | undefined;
  for (const entry of log) if (entry.kind === 'deploy' && (!last || entry.t >= last.t)) last = entry;
  return last;
}

function unrestored(log: readonly DeployEntry[]): { t: number; id: string } | undefined {
  let open: { t: number; id: string } | undefined;
  for (const entry of log) {
    if (entry.kind === 'failed') open = entry;
    if (entry.kind === 'restored') open = undefined;
  }
  return open;
}

// `Revert "…"` is git's own subject; the others are words of conventional commits. A whole word at the start only.
const FIX_SUBJECT = /^(revert|hotfix|rollback)\b|^\w+\((hotfix|rollback)\)/i;

function isFix(ref: string, commits: readonly Commit[]): boolean {
  if (/^(hotfix|rollback|revert)[/-]/i.test(ref)) return true;
  return commits.some((commit) => commit.reverts.length > 0 || FIX_SUBJECT.test(commit.subject));
}
