import type { ActualState, Located } from '../actual/state.ts';
import type { Moved } from '../canonical/canonical.ts';
import { isFrom } from '../canonical/moved.ts';
import type { DesiredDocument, DesiredState } from '../desired/state.ts';
import { EMPTY, type Inventory } from '../inventory/inventory.ts';
import { fileAddress, parseAddress } from '../values/address.ts';
import { blobId, type ContentId, sameBytes } from '../values/content.ts';
import type { RelPath } from '../values/paths.ts';
import type { Change, FileSide } from './plan.ts';
import type { Answer, Question } from './question.ts';

/** What the moves of a target come to, there. */
export interface Moves {
  /** By its new path, the path at which a file is recorded as ours. */
  readonly pairs: ReadonlyMap<RelPath, RelPath>;
  /** Those that something of ours still waits for. */
  readonly open: readonly Moved[];
  /** Files of ours that would move to a path at which nothing is wanted. */
  readonly lost: readonly { readonly from: RelPath; readonly to: RelPath; readonly moved: Moved }[];
}

export const NO_MOVES: Moves = { pairs: new Map(), open: [], lost: [] };

interface Known {
  readonly desired: DesiredState;
  readonly actual: ActualState;
  readonly committed: { readonly inventory: Inventory };
  readonly local: Inventory;
  readonly moved: readonly Moved[];
}

/**
 * Which files of ours move: recorded at a path that is wanted no more, and wanted at a path that is not recorded. Where several would
 * move to one path, the one with the shortest way does.
 */
export function movesIn({ desired, committed, local, moved }: Known): Moves {
  if (moved.length === 0) return NO_MOVES;
  const best = new Map<RelPath, { readonly from: RelPath; readonly steps: number }>();
  const open = new Set<Moved>();
  const lost: { from: RelPath; to: RelPath; moved: Moved }[] = [];
  const recorded = (path: RelPath) => committed.inventory.has(fileAddress(path)) || local.has(fileAddress(path));
  for (const [address, id] of [...committed.inventory, ...local]) {
    const { path, unit } = parseAddress(address);
    if (unit !== 'file' || desired.has(path)) continue;
    const way = follow(path, moved);
    if (way === undefined) continue;
    for (const one of way.steps) open.add(one);
    const wanted = desired.get(way.to);
    if (wanted === undefined) lost.push({ from: path, to: way.to, moved: way.steps[0]! });
    if (wanted?.form !== (id === 'seed' ? 'seed' : 'file') || recorded(way.to)) continue;
    const other = best.get(way.to);
    if (other === undefined || way.steps.length < other.steps)
      best.set(way.to, { from: path, steps: way.steps.length });
  }
  const pairs = new Map([...best].map(([to, { from }]) => [to, from] as const));
  return { pairs, open: moved.filter((one) => open.has(one)), lost };
}

/** Where a path leads to by these moves, each of them made at most once; the one that names most of the path goes first. */
function follow(path: RelPath, moved: readonly Moved[]): { to: RelPath; steps: readonly Moved[] } | undefined {
  const steps: Moved[] = [];
  let to = path;
  for (;;) {
    const fitting = moved.filter((one) => !steps.includes(one) && isFrom(one, to));
    const [step] = fitting.sort((a, b) => b.from.length - a.from.length);
    if (step === undefined) return steps.length === 0 ? undefined : { to, steps };
    to = (step.to + to.slice(step.from.length)) as RelPath;
    steps.push(step);
  }
}

/** Asks the planner about one path, with some of the question put otherwise. */
export type Ask = (path: RelPath, over: Partial<Question>) => Answer;

interface Part {
  readonly path: RelPath;
  readonly answer: Answer;
}

/**
 * Decides about a file of ours that has another path now, by the table: what was last written and what is there are taken from the old
 * path. Pure. Nothing is taken away at the old path unless the file arrives at the new one.
 */
export function planMove(
  { desired, actual, committed, local }: Known,
  { from, to }: { readonly from: RelPath; readonly to: RelPath },
  ask: Ask,
): Part[] {
  const address = fileAddress(from);
  const last = (committed.inventory.get(address) ?? local.get(address))!;
  const wanted = desired.get(to) as Extract<DesiredDocument, { form: 'file' | 'seed' }>;
  const moved = { last: new Map([[wanted.entry.address, last]]) };
  const [old, there] = [actual.get(from) ?? absent(from), actual.get(to) ?? absent(to)];
  const gone: Part = { path: from, answer: { changes: [], record: EMPTY } };
  // Given away under its old name: it is not created a second time.
  if (last === 'seed') return [gone, { path: to, answer: { changes: [], record: moved.last } }];
  // By way of a link both paths are one and the same file.
  if (old.path === there.path && there.file.kind === 'file') return [gone, { path: to, answer: ask(to, moved) }];
  if (old.file.kind === 'file' && there.file.kind === 'absent')
    return [takenAway(from, old), { path: to, answer: arriving(wanted, old, there, last, ask) }];
  if (old.file.kind === 'absent') {
    // Deleted there; or somebody has moved it himself, if what stands there is what we wrote or want.
    const answer = ask(to, moved);
    const restored = there.file.kind === 'absent' && !inConflict(answer);
    const same = answer.changes.every(({ reason }) => reason === 'same' || reason === 'changed');
    // What is just as wanted is adopted, so that it is committed where he has not done that yet.
    if (there.file.kind === 'file' && answer.changes.length === 0) return [gone, { path: to, answer: ask(to, {}) }];
    if (restored || (there.file.kind === 'file' && !inConflict(answer) && same)) return [gone, { path: to, answer }];
    if (there.file.kind === 'absent') return [{ path: to, answer: { ...answer, record: EMPTY } }];
  }
  const answer = ask(to, {});
  if (inConflict(answer)) return [{ path: to, answer }];
  return [
    { path: from, answer: ask(from, {}) },
    { path: to, answer },
  ];
}

function absent(path: RelPath): Located {
  return { path, file: { kind: 'absent' } };
}

function inConflict({ changes }: Answer): boolean {
  return changes.some((change) => change.action === 'conflict');
}

function takenAway(path: RelPath, { path: real, file }: Located): Part {
  const write = { path: real, before: sideOf(file), after: null, committed: true };
  return { path, answer: { changes: [], write, redo: () => null, record: EMPTY } };
}

function sideOf(file: Located['file']): FileSide {
  if (file.kind !== 'file') throw new Error('only files move');
  return { bytes: file.bytes, mode: file.mode };
}

/** The file at its new path. What the table leaves alone there, drift and conflicts, arrives as it is. */
function arriving(
  wanted: Extract<DesiredDocument, { form: 'file' | 'seed' }>,
  old: Located,
  there: Located,
  last: ContentId,
  ask: Ask,
): Answer {
  const { address, origin } = wanted.entry;
  const answer = ask(wanted.path, { last: new Map([[address, last]]), actual: { path: there.path, file: old.file } });
  const before = sideOf(old.file);
  const after = answer.write?.after ?? before;
  const [told] = answer.changes;
  const change: Change = {
    ...(told?.action === 'update' ? told : { path: there.path, address, action: 'update', reason: 'moved', origin }),
    from: old.path,
    before: { id: blobId(before.bytes), mode: before.mode },
    after: { id: blobId(after.bytes), mode: after.mode },
    ...(told?.action === 'conflict' ? { detail: 'what was changed there goes with it, and is a conflict then' } : {}),
  };
  const asWanted = sameBytes(after.bytes, wanted.content);
  return {
    ...answer,
    changes: [change],
    write: { path: there.path, before: null, after, committed: wanted.committed, from: old.path },
    // Of what a person has changed and not committed, the commit holds the committed version.
    redo: answer.redo ?? ((bytes) => (asWanted ? wanted.content : bytes)),
  };
}
