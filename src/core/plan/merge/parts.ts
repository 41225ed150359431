import { diffIndices } from 'node-diff3';

/** Lines of a text that was put together from parts, and what stands in their place now. Numbers are indexes of lines. */
interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
  /** Where it stands in the changed text. */
  readonly at: number;
}

/** Which part a change is about could not be told: its first line in the changed text, from 1, and the parts it may be about. */
export interface Unclear {
  readonly line: number;
  readonly parts: readonly number[];
}

/** A comparison of texts with nothing in common grows with the product of their lines. */
const MOST_LINES = 20_000;

/**
 * Puts changed lines back into the parts of a text: each change into the part whose lines it changes, or that it stands beside. A change
 * that would read the same as one of another part is not guessed about.
 * @param parts the parts as they stand in the text, an empty line between them; none begins or ends with one
 * @param there the text as it is now
 * @returns each part as it is to be, or the first change that may be about none or several
 */
export function intoParts(parts: readonly string[], there: string): { parts: string[] } | { unclear: Unclear } {
  const own = parts.map((part) => part.split('\n'));
  const [before, after] = [parts.join('\n\n').split('\n'), there.split('\n')];
  if (Math.max(before.length, after.length) > MOST_LINES)
    return { unclear: { line: 1, parts: parts.map((_, at) => at) } };
  const starts = startsOf(own);
  const changed = own.map((lines) => [...lines]);
  // From the last to the first, so that the indexes of what is left stay.
  for (const hunk of hunksOf(before, after).reverse()) {
    const places = slid(hunk, before).flatMap((one) => placesOf(one, starts, own));
    const about = [...new Set(places.map(({ part }) => part))];
    const [place] = places;
    if (place === undefined || about.length > 1) {
      return {
        unclear: {
          line: hunk.at + 1,
          parts: about.length > 1 ? about.sort((a, b) => a - b) : touched(hunk, starts, own),
        },
      };
    }
    const { part, hunk: here } = place;
    changed[part]!.splice(here.from - starts[part]!, here.to - here.from, ...here.lines);
  }
  const texts = changed.map((lines) => lines.join('\n'));
  if (together(texts) === there) return { parts: texts };
  const about = own.flatMap((lines, part) => (lines.join('\n') === texts[part] ? [] : [part]));
  return { unclear: { line: (hunksOf(before, after)[0]?.at ?? 0) + 1, parts: about } };
}

/** The text that parts make: of each without empty lines around it, and of nothing but such nothing. */
function together(parts: readonly string[]): string {
  return parts
    .map((text) => text.replace(/^\n+|\n+$/g, ''))
    .filter((text) => text !== '')
    .join('\n\n');
}

/** Where each part begins among the lines of the whole. */
function startsOf(parts: readonly (readonly string[])[]): number[] {
  let line = 0;
  return parts.map((lines) => {
    const start = line;
    line += lines.length + 1;
    return start;
  });
}

function hunksOf(before: string[], after: string[]): Hunk[] {
  return diffIndices(before, after).map(({ buffer1: [from, count], buffer2: [at, added] }) => ({
    from,
    to: from + count,
    lines: after.slice(at, at + added),
    at,
  }));
}

/** All changes that give the same text: lines put in or taken out can be moved along equal lines. */
function slid(hunk: Hunk, before: readonly string[]): Hunk[] {
  const found = [hunk];
  if (hunk.from !== hunk.to && hunk.lines.length > 0) return found;
  for (let one = hunk; ; ) {
    const moved = one.from > 0 ? shifted(one, before, -1) : undefined;
    if (moved === undefined) break;
    found.push(moved);
    one = moved;
  }
  for (let one = hunk; ; ) {
    const moved = one.to < before.length ? shifted(one, before, 1) : undefined;
    if (moved === undefined) break;
    found.push(moved);
    one = moved;
  }
  return found;
}

/** The change a line further up or down, where that gives the same text. */
function shifted(hunk: Hunk, before: readonly string[], by: -1 | 1): Hunk | undefined {
  const { from, to, lines } = hunk;
  const moved = lines.length > 0 ? lines : before.slice(from, to);
  const [passed, turned] = by < 0 ? [before[from - 1]!, moved.at(-1)!] : [before[to]!, moved[0]!];
  if (passed !== turned) return undefined;
  const turn = by < 0 ? [passed, ...moved.slice(0, -1)] : [...moved.slice(1), passed];
  return { from: from + by, to: to + by, lines: lines.length > 0 ? turn : [], at: hunk.at + by };
}

/** The parts that hold all the lines of a change; for lines that are only put in, those at whose edge or inside of which they stand. */
function placesOf(
  hunk: Hunk,
  starts: readonly number[],
  parts: readonly (readonly string[])[],
): { part: number; hunk: Hunk }[] {
  return parts.flatMap((lines, part) => {
    const start = starts[part]!;
    return hunk.from >= start && hunk.to <= start + lines.length ? [{ part, hunk }] : [];
  });
}

function touched({ from, to }: Hunk, starts: readonly number[], parts: readonly (readonly string[])[]): number[] {
  return parts.flatMap((lines, part) => (from <= starts[part]! + lines.length && to >= starts[part]! ? [part] : []));
}
