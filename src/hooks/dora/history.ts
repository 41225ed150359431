import { gitOutput } from './git-output.ts';

/** A commit as far as the measures need it. */
export interface Commit {
  sha: string;
  /** Milliseconds since 1970. */
  authored: number;
  subject: string;
  /** The commits it says it reverts. */
  reverts: string[];
}

/** At most this many commits of one deployment get a lead time; a first push may bring thousands. */
const MAX_COMMITS = 200;

/**
 * The commit a remote-tracking branch was moved to at or after `since` (milliseconds), and the one before. Undefined
 * when the branch did not move then: the push was refused, was up to date, or goes to a URL without tracking.
 */
export async function movedRemoteBranch(
  root: string,
  ref: string,
  since: number,
): Promise<{ sha: string; previous?: string } | undefined> {
  const log = await gitOutput(root, ['log', '-g', '-2', '--date=unix', '--format=%H %gd', ref, '--']);
  const [newest, older] = (log ?? '').split('\n');
  const [sha, label] = (newest ?? '').split(' ');
  const moved = Number(/@\{(\d+)\}$/.exec(label ?? '')?.[1] ?? Number.NaN) * 1000;
  // The log has whole seconds.
  if (!sha || !(moved >= since - 1000)) return undefined;
  const before = older?.split(' ')[0] ?? (await gitOutput(root, ['rev-parse', '--verify', '-q', `${ref}@{1}`]));
  return { sha, ...(before && before !== sha && { previous: before }) };
}

/** The commits in `sha` that were not in `previous`, newest first, at most MAX_COMMITS. None when git cannot tell. */
export async function commitsSince(root: string, previous: string | undefined, sha: string): Promise<Commit[]> {
  const range = previous === undefined ? [sha] : [sha, `^${previous}`];
  const format = '--format=%H%x1f%at%x1f%s%x1f%b%x1e';
  const log = await gitOutput(root, ['log', `-${MAX_COMMITS}`, format, ...range, '--']);
  const found: Commit[] = [];
  for (const record of (log ?? '').split('\x1e')) {
    const [id, authored, subject, body] = record.trimStart().split('\x1f');
    if (!id || subject === undefined) continue;
    const reverts = [...(body ?? '').matchAll(/This reverts commit ([0-9a-f]{7,64})/g)].map((match) => match[1]!);
    found.push({ sha: id, authored: Number(authored) * 1000, subject, reverts });
  }
  return found;
}

/** Whether `older` is contained in `newer` and is not the same. */
export async function isAncestor(root: string, older: string, newer: string): Promise<boolean> {
  return older !== newer && (await gitOutput(root, ['merge-base', '--is-ancestor', older, newer])) !== undefined;
}

/** The commit a name stands for, or undefined. */
export function commitOf(root: string, name: string): Promise<string | undefined> {
  return gitOutput(root, ['rev-parse', '--verify', '-q', `${name}^{commit}`]);
}
