import type { Answer, Question } from '../question.ts';

/**
 * A seed: created once when absent, then never touched again, whatever happens to it. What the inventory has of it and the answer's
 * record has not is forgotten.
 */
export function planSeed(question: Question): Answer {
  const { desired, actual, last } = question;
  const nothing: Answer = { changes: [], record: new Map() };
  if (desired === undefined || desired.form !== 'seed') return nothing;
  const { address, blob, origin } = desired.entry;
  const seeded = new Map([[address, 'seed' as const]]);
  if (last.get(address) === 'seed') return { changes: [], record: seeded };
  // Somebody's file is no seed of ours; one that was ours and becomes a seed is given away as it is.
  if (actual.file.kind !== 'absent') return nothing;
  const { path } = actual;
  return {
    changes: [{ path, address, action: 'create', reason: 'new', after: { id: blob, mode: desired.mode }, origin }],
    write: { path, before: null, after: { bytes: desired.content, mode: desired.mode }, committed: desired.committed },
    record: seeded,
  };
}
