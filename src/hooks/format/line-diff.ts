/** A place where two texts differ: lines [aStart, aEnd) of the first stand for lines [bStart, bEnd) of the second. */
export interface Hunk {
  aStart: number;
  aEnd: number;
  bStart: number;
  bEnd: number;
}

// Beyond this many differing lines the texts have little in common, and the search would cost its square.
const MAX_DISTANCE = 2000;

/**
 * The hunks between two lists of lines, in order, apart from each other by at least one equal line (Myers' shortest
 * edit script). Texts that differ in more than 2,000 lines give one hunk for all between their common ends.
 */
export function diffLines(a: readonly string[], b: readonly string[]): Hunk[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let aEnd = a.length;
  let bEnd = b.length;
  while (aEnd > start && bEnd > start && a[aEnd - 1] === b[bEnd - 1]) {
    aEnd -= 1;
    bEnd -= 1;
  }
  if (start === aEnd && start === bEnd) return [];
  const trace = shortestPath(a.slice(start, aEnd), b.slice(start, bEnd));
  if (!trace) return [{ aStart: start, aEnd, bStart: start, bEnd }];
  return hunksOf(trace, aEnd - start, bEnd - start, start);
}

/** The furthest points for each number of edits, as Myers' algorithm leaves them. */
type Trace = Int32Array[];

function shortestPath(a: readonly string[], b: readonly string[]): Trace | undefined {
  const max = Math.min(a.length + b.length, MAX_DISTANCE);
  const furthest = new Int32Array(2 * max + 3);
  const trace: Trace = [];
  for (let edits = 0; edits <= max; edits++) {
    trace.push(furthest.slice(max - edits, max + edits + 3));
    for (let k = -edits; k <= edits; k += 2) {
      const at = max + 1 + k;
      const down = k === -edits || (k !== edits && furthest[at - 1]! < furthest[at + 1]!);
      let x = down ? furthest[at + 1]! : furthest[at - 1]! + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      furthest[at] = x;
      if (x >= a.length && x - k >= b.length) return trace;
    }
  }
  return undefined;
}

function hunksOf(trace: Trace, aLength: number, bLength: number, offset: number): Hunk[] {
  const hunks: Hunk[] = [];
  let x = aLength;
  let y = bLength;
  for (let edits = trace.length - 1; edits > 0; edits--) {
    const before = trace[edits]!;
    const k = x - y;
    // In the slice kept for this number of edits, diagonal 0 stands at edits + 1.
    const at = edits + 1 + k;
    const down = k === -edits || (k !== edits && before[at - 1]! < before[at + 1]!);
    const fromK = down ? k + 1 : k - 1;
    const fromX = before[edits + 1 + fromK]!;
    const fromY = fromX - fromK;
    // One line inserted or removed at this point.
    addEdit(hunks, down ? [fromX, fromX, fromY, fromY + 1] : [fromX, fromX + 1, fromY, fromY], offset);
    x = fromX;
    y = fromY;
  }
  return hunks.reverse();
}

/** Puts an edit before the last hunk (edits come from the end), joined to it where nothing lies between. */
function addEdit(hunks: Hunk[], [aStart, aEnd, bStart, bEnd]: [number, number, number, number], offset: number): void {
  const next = hunks.at(-1);
  if (next && next.aStart === aEnd + offset && next.bStart === bEnd + offset) {
    next.aStart = aStart + offset;
    next.bStart = bStart + offset;
    return;
  }
  hunks.push({ aStart: aStart + offset, aEnd: aEnd + offset, bStart: bStart + offset, bEnd: bEnd + offset });
}

/** The first text with some of the hunks applied, which are in order. */
export function applyHunks(a: readonly string[], b: readonly string[], hunks: readonly Hunk[]): string[] {
  const result: string[] = [];
  let at = 0;
  for (const hunk of hunks) {
    result.push(...a.slice(at, hunk.aStart), ...b.slice(hunk.bStart, hunk.bEnd));
    at = hunk.aEnd;
  }
  result.push(...a.slice(at));
  return result;
}
