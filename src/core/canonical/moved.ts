import type { CanonicalDocument } from '../../../generated/canonical.ts';
import { didYouMean } from '../values/nearest.ts';
import { relPath } from '../values/paths.ts';
import type { Moved } from './canonical.ts';
import type { Path } from './places.ts';
import { type Reading, wrong } from './reading.ts';

type Written = NonNullable<CanonicalDocument['moved']>;

/** Files of which we own fields or a block, and the record of what is ours: their paths are the client's, and they never move. */
const SHARED: Readonly<Record<string, string>> = {
  '.claude/settings.json': 'is owned field by field',
  '.claude/settings.local.json': 'is owned field by field',
  '.mcp.json': 'is owned field by field',
  'CLAUDE.md': 'is owned by a block',
  '.claude/.reconcile.json': 'is the record of what is ours',
};

/** `moved:`, in order; what is no move of files, or leads to no one place, is reported. @param targets the names that there are */
export function readMoved(reading: Reading, written: Written, targets: readonly string[]): Moved[] {
  const moved: Moved[] = [];
  for (const [index, entry] of written.entries()) {
    const at: Path = ['moved', index];
    const sound = [checkPath(reading, [...at, 'from'], entry.from), checkPath(reading, [...at, 'to'], entry.to)];
    checkTargets(reading, [...at, 'repositories'], entry.repositories ?? [], targets);
    if (sound.includes(false) || !checkPair(reading, at, entry.from, entry.to)) continue;
    const one: Moved = {
      from: entry.from,
      to: entry.to,
      ...(entry.repositories === undefined ? {} : { targets: entry.repositories }),
      places: { from: placeOf(reading, [...at, 'from']), to: placeOf(reading, [...at, 'to']) },
    };
    if (checkAgainst(reading, at, one, moved)) moved.push(one);
  }
  return moved;
}

/** True when a path is one that moves: the file itself, or anything in the folder. */
export function isFrom(moved: Pick<Moved, 'from'>, path: string): boolean {
  return moved.from.endsWith('/') ? path.startsWith(moved.from) : path === moved.from;
}

function placeOf({ places, problems }: Reading, path: Path) {
  return problems.placeAt(places.valueAt(path));
}

function checkPath(reading: Reading, path: Path, text: string): boolean {
  const say = (message: string, remedy: string): false => {
    wrong(reading, path, message, remedy);
    return false;
  };
  if (/#(\/|block:)/.test(text))
    return say('names a part of a file; only whole files move.', 'Give the path of a file.');
  const bare = text.endsWith('/') ? text.slice(0, -1) : text;
  if (/[*?[{]/.test(bare))
    return say('is a glob; a move has one path.', 'Name the file, or a folder with "/" at its end.');
  if (bare.startsWith('~')) return say('starts outside the target.', 'Start at its root: ".claude/…".');
  const checked = relPath(bare);
  if ('refused' in checked) return say(`${checked.refused}.`, 'Start at the root of the target: ".claude/…".');
  const shared = SHARED[bare];
  return shared === undefined || say(`${shared}, and stays where it is.`, 'Only files that are ours as a whole move.');
}

function checkTargets(reading: Reading, path: Path, names: readonly string[], known: readonly string[]): void {
  for (const [index, name] of names.entries()) {
    if (known.includes(name)) continue;
    const remedy =
      didYouMean(name, known) ?? (known.length === 0 ? 'There are none.' : `There are ${known.join(', ')}.`);
    wrong(reading, [...path, index], `"${name}" is no target.`, remedy);
  }
}

function checkPair(reading: Reading, at: Path, from: string, to: string): boolean {
  const say = (message: string, remedy: string): false => {
    wrong(reading, [...at, 'to'], message, remedy);
    return false;
  };
  if (from.endsWith('/') !== to.endsWith('/'))
    return say(`${from} and ${to}: a folder moves to a folder, a file to a file.`, 'End both with "/", or neither.');
  if (from === to) return say(`${to} is where it was.`, 'Take the entry out, or correct one of its paths.');
  const [old, young] = [from, to].map((path) => (path.endsWith('/') ? path : `${path}/`)) as [string, string];
  if (young.startsWith(old)) return say(`${to} lies in ${from}.`, 'Name the files that moved one by one.');
  if (!from.endsWith('/') && old.startsWith(young))
    return say(`${to} is the folder of ${from}.`, 'A folder cannot become a file in one step.');
  return true;
}

/** Moves of one target must lead each path to one place, and none back to where it was. */
function checkAgainst(reading: Reading, at: Path, one: Moved, earlier: readonly Moved[]): boolean {
  const others = earlier.filter((other) => meet(one, other));
  const same = others.find((other) => other.from === one.from);
  if (same !== undefined)
    return say(reading, [...at, 'from'], `${one.from} moves to ${same.to} already`, same, 'Keep one of the two.');
  const twin = others.find((other) => other.to === one.to);
  if (twin !== undefined)
    return say(reading, [...at, 'to'], `${twin.from} moves to ${one.to} already`, twin, 'Keep one of the two.');
  const back = closing(one, others);
  if (back === undefined) return true;
  const way = 'Where paths are exchanged it cannot be told whether that is done; give one of them a new name.';
  return say(reading, [...at, 'to'], `leads back: ${back.from} moves to ${back.to} already`, back, way);
}

function say(reading: Reading, path: Path, message: string, other: Moved, remedy: string): false {
  wrong(reading, path, `${message} (line ${other.places.from.line}).`, remedy);
  return false;
}

/** True when both can be at work in one target. */
function meet(one: Moved, other: Moved): boolean {
  const { targets } = other;
  return one.targets === undefined || targets === undefined || one.targets.some((name) => targets.includes(name));
}

/** True when what `first` moves may be moved on by `then`. */
function isStep(first: Moved, then: Moved): boolean {
  return isFrom(then, first.to) || (first.to.endsWith('/') && then.from.startsWith(first.to));
}

/** The earlier move with which `one` makes a circle, if any. */
function closing(one: Moved, others: readonly Moved[]): Moved | undefined {
  const seen = new Set<Moved>();
  const open: Moved[] = [one];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at !== one && isStep(at, one)) return at;
    for (const next of others) {
      if (seen.has(next) || !isStep(at, next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return undefined;
}
