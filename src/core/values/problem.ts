/** Where something is wrong: a file, and when known the line and column in it, both from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** One thing that is wrong with what a person wrote. `message` says what, `remedy` what to do. */
export interface Problem {
  readonly place: Place;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly remedy?: string;
}

/** `canonical.yaml:41:7`, or as much of it as is known. */
export function placeText(place: Place): string {
  let text = place.file;
  if (place.line !== undefined) text += `:${place.line}`;
  if (place.line !== undefined && place.column !== undefined) text += `:${place.column}`;
  return text;
}

/** One line for a person: place, what is wrong, what to do. */
export function problemText(problem: Problem): string {
  const remedy = problem.remedy === undefined ? '' : ` ${problem.remedy}`;
  return `${placeText(problem.place)}  ${problem.message}${remedy}`;
}

/** Bad input, with all that is wrong with it. Its message is ready for a person; it needs no stack trace. */
export class InputError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(problemText).join('\n'));
    this.name = 'InputError';
    this.problems = problems;
  }
}
