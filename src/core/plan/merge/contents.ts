import { bytesOf, latin1Of } from '../../values/content.ts';
import type { RelPath } from '../../values/paths.ts';
import { mergeJson } from './json.ts';
import type { Merged } from './merged.ts';
import { mergeText } from './text.ts';

/** Merges two changes of one content, JSON by its values and other text by its lines. Bytes that nobody changed stay as they are. */
export function mergeContents(
  path: RelPath,
  base: Uint8Array,
  theirs: Uint8Array,
  ours: Uint8Array,
): Merged<Uint8Array> {
  if ([base, theirs, ours].some((bytes) => bytes.includes(0))) return { kind: 'clash', because: 'it is not text' };
  if (path.endsWith('.json')) {
    const merged = mergeJson(utf8(base), utf8(theirs), utf8(ours));
    return merged.kind === 'merged' ? { kind: 'merged', value: bytesOf(merged.value) } : merged;
  }
  const merged = mergeText(latin1Of(base), latin1Of(theirs), latin1Of(ours));
  return merged.kind === 'merged'
    ? { kind: 'merged', value: Uint8Array.from(Buffer.from(merged.value, 'latin1')) }
    : merged;
}

function utf8(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
