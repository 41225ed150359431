import type { Policy } from '../canonical/canonical.ts';
import type { Blocked } from './blocked.ts';
import type { Change } from './plan.ts';

/** What a person allowed on the command line. */
export interface Guards {
  /** Delete everything in a target for which nothing is desired any more. */
  readonly allowEmpty: boolean;
  /** Overrides `policy.maxDeletes`. */
  readonly maxDeletes?: Policy['maxDeletes'];
}

/** A share is not held against a few files: five deletions never need a permission. */
const FREE_DELETES = 5;

/**
 * Stops what looks like a mistake in the source of truth: nothing is desired any more, or very much would be deleted at once.
 * @param counts how many files are desired, and how many entries we own
 */
export function guard(
  changes: readonly Change[],
  counts: { readonly desired: number; readonly owned: number },
  policy: Policy['maxDeletes'],
  guards: Guards,
): Blocked | undefined {
  const deletes = changes.filter((change) => change.action === 'delete').length;
  if (deletes === 0) return undefined;
  if (counts.desired === 0) {
    if (guards.allowEmpty) return undefined;
    const reason = `nothing is desired here any more, so all of ours there (${deletes} ${deletes === 1 ? 'entry' : 'entries'}) would be deleted; if that is meant, give --allow-empty`;
    return { by: 'empty-desired-state', reason };
  }
  const limit = guards.maxDeletes ?? policy;
  const most = 'count' in limit ? limit.count : Math.max(FREE_DELETES, Math.floor(limit.share * counts.owned));
  if (deletes <= most) return undefined;
  const reason = `${deletes} of ${counts.owned} entries would be deleted, more than the ${most} allowed; if that is meant, give --max-deletes ${deletes}`;
  return { by: 'too-many-deletes', reason };
}
