import type { BlobId } from '../../values/content.ts';
import type { Decision } from '../decide.ts';
import type { Question, Wanted } from '../question.ts';
import { mergeContents } from './contents.ts';

/** What merging makes of a conflict. */
export type Settled =
  | { readonly kind: 'merged'; readonly bytes: Uint8Array; readonly redo: (bytes: Uint8Array) => Uint8Array }
  | { readonly kind: 'clash'; readonly because: string }
  | { readonly kind: 'wants'; readonly wants: Wanted };

/**
 * Merges what was changed there and here, where policy has it merged and what was last written is known. Undefined where there is
 * nothing to merge. `theirs` and `ours` are what is there and what is wanted.
 */
export function settle(
  question: Question,
  decision: Decision,
  given: {
    readonly blob: BlobId | undefined;
    readonly block?: string;
    readonly theirs: Uint8Array | undefined;
    readonly ours: Uint8Array | undefined;
  },
): Settled | undefined {
  const { blob, theirs, ours } = given;
  if (decision.action !== 'conflict' || decision.reason !== 'drifted-and-changed') return undefined;
  if (question.rule.onConflict !== 'merge' || blob === undefined || theirs === undefined || ours === undefined)
    return undefined;
  const base = question.bases.get(blob);
  const { path } = question.actual;
  if (base === undefined) {
    const wants = { path, blob, ...(given.block === undefined ? {} : { block: given.block }) };
    return { kind: 'wants', wants };
  }
  if (base === null) return { kind: 'clash', because: 'what was last written there is in no history' };
  const merged = mergeContents(path, base, theirs, ours);
  if (merged.kind === 'clash') return merged;
  const redo = (bytes: Uint8Array): Uint8Array => {
    const again = mergeContents(path, base, bytes, ours);
    if (again.kind === 'clash') throw new Error(`our change cannot be merged into it: ${again.because}`);
    return again.value;
  };
  return { kind: 'merged', bytes: merged.value, redo };
}

/** For a conflict that could not be merged: why. */
export function unsettled(settled: Settled | undefined): { detail?: string } {
  return settled?.kind === 'clash' ? { detail: settled.because } : {};
}
