import type { ContentId } from '../values/content.ts';

export type Decision =
  | { readonly action: 'nothing'; readonly reason: 'never-ours' }
  | { readonly action: 'keep'; readonly reason: 'same' }
  | { readonly action: 'create'; readonly reason: 'new' | 'drifted' }
  | { readonly action: 'update'; readonly reason: 'drifted' | 'changed' }
  | { readonly action: 'delete'; readonly reason: 'removed' }
  | { readonly action: 'adopt'; readonly reason: 'same' }
  | { readonly action: 'forget'; readonly reason: 'removed' }
  | { readonly action: 'conflict'; readonly reason: 'foreign' | 'drifted' | 'drifted-and-changed' };

/**
 * The heart: what to do with one entry. Pure, total, and the same for a file, a field and a block.
 * @param desired what should be there, @param last what we last wrote there, @param actual what is there; undefined is absent
 */
export function decide(desired?: ContentId, last?: ContentId, actual?: ContentId): Decision {
  if (desired === undefined) {
    if (last === undefined) return { action: 'nothing', reason: 'never-ours' };
    if (actual === undefined) return { action: 'forget', reason: 'removed' };
    return actual === last ? { action: 'delete', reason: 'removed' } : { action: 'conflict', reason: 'drifted' };
  }
  if (actual === undefined) return { action: 'create', reason: last === undefined ? 'new' : 'drifted' };
  if (actual === desired)
    return last === desired ? { action: 'keep', reason: 'same' } : { action: 'adopt', reason: 'same' };
  if (last === undefined) return { action: 'conflict', reason: 'foreign' };
  if (last === desired) return { action: 'update', reason: 'drifted' };
  return actual === last
    ? { action: 'update', reason: 'changed' }
    : { action: 'conflict', reason: 'drifted-and-changed' };
}
