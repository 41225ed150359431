import { closest, distance } from 'fastest-levenshtein';

/**
 * The known name that a person most likely meant, or undefined when none is near.
 * Near is an edit distance of at most a third of the longer name (and at least one edit): `comands` finds `commands`.
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const names = [...known];
  if (names.length === 0) return undefined;
  const best = closest(name, names);
  const limit = Math.max(1, Math.floor(Math.max(name.length, best.length) / 3));
  return distance(name, best) <= limit ? best : undefined;
}

/** ` Did you mean "commands"?`, or nothing: the end of an error's message. */
export function didYouMean(name: string, known: Iterable<string>): string | undefined {
  const best = nearest(name, known);
  return best === undefined ? undefined : `Did you mean "${best}"?`;
}
