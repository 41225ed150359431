import type { Answer, Question } from '../question.ts';

/** A seed: created once when absent, then never touched again, whatever happens to it. */
export function planSeed(question: Question): Answer {
  const { desired, actual, last } = question;
  const address = desired === undefined || desired.form !== 'seed' ? [...last.keys()][0]! : desired.entry.address;
  const base = { path: actual.path, address };
  if (desired === undefined || desired.form !== 'seed') {
    return { changes: [{ ...base, action: 'forget', reason: 'removed' }], record: new Map() };
  }
  if (last.get(address) === 'seed') return { changes: [], record: last };
  // A file that was ours and becomes a seed is given away as it is.
  if (last.size > 0) return { changes: [{ ...base, action: 'forget', reason: 'removed' }], record: new Map() };
  if (actual.file.kind !== 'absent') return { changes: [], record: new Map() };
  const after = { bytes: desired.content, mode: desired.mode };
  return {
    changes: [
      {
        ...base,
        action: 'create',
        reason: 'new',
        after: { id: desired.entry.blob, mode: desired.mode },
        origin: desired.entry.origin,
      },
    ],
    write: { path: actual.path, before: null, after, committed: desired.committed },
    record: new Map([[address, 'seed']]),
  };
}
