/**
 * The known name that a person most likely meant, or undefined when none is near.
 * Near is an edit distance of at most a third of the longer name (and at least one edit): `comands` finds `commands`, `plna` finds `plan`.
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const edits = distance(name, candidate);
    if (edits < fewest) [best, fewest] = [candidate, edits];
  }
  if (best === undefined) return undefined;
  const limit = Math.max(1, Math.floor(Math.max(name.length, best.length) / 3));
  return fewest <= limit ? best : undefined;
}

/** ` Did you mean "commands"?`, or nothing: the end of an error's message. */
export function didYouMean(name: string, known: Iterable<string>): string | undefined {
  const best = nearest(name, known);
  return best === undefined ? undefined : `Did you mean "${best}"?`;
}

/**
 * How many edits make one name of another: a character added, taken away, put in another's place, or two neighbours that changed places
 * (optimal string alignment: no part is edited twice).
 */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let fewest = Math.min(row[j - 1]! + 1, above[j]! + 1, above[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        fewest = Math.min(fewest, before[j - 2]! + 1);
      row.push(fewest);
    }
    [before, above] = [above, row];
  }
  return above[b.length]!;
}
