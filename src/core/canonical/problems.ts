import type { Place, Problem } from '../values/problem.ts';

// What is wrong with a whole file of garbage is said well before its thousandth line.
const MOST = 100;

type Found = { readonly offset: number; readonly problem: Problem };

/** Everything that is wrong with one file, with the place of each. Of errors and of warnings the first hundred are kept. */
export class Problems {
  readonly #file: string;
  readonly #text: string;
  #lineStarts: readonly number[] | undefined;
  readonly #found: Record<Problem['severity'], Found[]> = { error: [], warning: [] };
  readonly #unsaid: Record<Problem['severity'], number> = { error: 0, warning: 0 };

  constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
  }

  get failed(): boolean {
    return this.#found.error.length > 0;
  }

  /** True when further errors are only counted: a costly remedy is not needed for them. */
  get full(): boolean {
    return this.#found.error.length >= MOST;
  }

  /** @param offset of the first character that is wrong */
  add(severity: Problem['severity'], offset: number, message: string, remedy?: string): void {
    const found = this.#found[severity];
    if (found.length >= MOST) this.#unsaid[severity]++;
    else {
      const problem = { place: this.placeAt(offset), severity, message, ...(remedy === undefined ? {} : { remedy }) };
      found.push({ offset, problem });
    }
  }

  /** True when an error stands at this very place. */
  hasErrorAt(offset: number): boolean {
    return this.#found.error.some((found) => found.offset === offset);
  }

  // yaml's own LineCounter misses line ends inside what it cannot read.
  placeAt(offset: number): Place {
    this.#lineStarts ??= lineStartsOf(this.#text);
    let [low, high] = [0, this.#lineStarts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#lineStarts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return { file: this.#file, line: low + 1, column: offset - this.#lineStarts[low]! + 1 };
  }

  /** In the order of the file. */
  all(): Problem[] {
    const found = [...this.#found.error, ...this.#found.warning].sort((a, b) => a.offset - b.offset);
    const problems = found.map(({ problem }) => problem);
    for (const severity of ['error', 'warning'] as const) {
      const count = this.#unsaid[severity];
      const message = `${count} more ${severity}s are not shown.`;
      if (count > 0) problems.push({ place: { file: this.#file }, severity, message });
    }
    return problems;
  }
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
