import { isObject, type Json } from '../values/json.ts';
import { didYouMean } from '../values/nearest.ts';
import { EVENT_NAMES, HOOK_EVENTS } from './events.ts';
import { type Issue, keysAt, mismatch, plainIssues } from './issues.ts';
import { type Path, type Places, pathText } from './places.ts';
import type { Problems } from './problems.ts';
import { shapes } from './schema.ts';

/** Holds a document to the schema and reports what does not fit. */
export class Shape {
  /** The paths of what has a wrong shape and may not be used. */
  readonly unusable: Path[] = [];
  readonly #root: Json;
  readonly #places: Places;
  readonly #problems: Problems;
  readonly #unknown: 'error' | 'warning';

  /** @param lenient unknown keys are warnings */
  constructor(root: Json, places: Places, problems: Problems, lenient: boolean) {
    this.#root = root;
    this.#places = places;
    this.#problems = problems;
    this.#unknown = lenient ? 'warning' : 'error';
  }

  /** @returns false when the document is not worth a further look */
  check(): boolean {
    const issues = this.#issues();
    for (const issue of issues ?? []) this.#report(issue);
    if (issues === undefined || !isObject(this.#root)) return false;
    this.#warnOfOthers(this.#root, [], Object.keys(shapes().SECTIONS), 'section');
    const { thresholds } = this.#root;
    if (isObject(thresholds))
      this.#warnOfOthers(thresholds, ['thresholds'], Object.keys(shapes().THRESHOLDS), 'threshold');
    return true;
  }

  #issues(): Issue[] | undefined {
    try {
      const result = shapes().canonicalSchema.safeParse(this.#root);
      return result.success ? [] : plainIssues(result.error.issues);
    } catch (cause) {
      // zod hands its issues on as arguments of a call, and more than about 100,000 do not fit on the stack.
      if (!(cause instanceof RangeError)) throw cause;
      this.#problems.add(
        'error',
        0,
        'has too many errors to list.',
        'Correct one entry and compare the others with it.',
      );
      return undefined;
    }
  }

  #report(issue: Issue): void {
    const path = issue.path as Path;
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(shapes().canonicalSchema, path);
      for (const key of issue.keys) this.#unknownName('key', [...path, key], known, known);
    } else if (issue.code === 'invalid_key') this.#invalidName(path);
    else if (valueAt(this.#root, path) === undefined) this.#missing(path);
    else {
      this.unusable.push(path);
      const { wrong, remedy } = mismatch(issue, valueAt(this.#root, path)!, this.#places.plainAt(path));
      const subject = path.length === 0 ? '' : `${pathText(path)}: `;
      this.#problems.add('error', this.#places.valueAt(path), subject + wrong, remedy);
    }
  }

  #invalidName(path: Path): void {
    if (path.at(-2) === 'hooks') return this.#unknownName('event', path, EVENT_NAMES.keys(), HOOK_EVENTS);
    this.unusable.push(path);
    const message = `${pathText(path)}: is not a name.`;
    this.#problems.add('error', this.#places.keyAt(path), message, 'Use letters, digits, "_", "-" and ".".');
  }

  #unknownName(word: string, path: Path, names: Iterable<string>, shown: readonly string[]): void {
    const name = String(path.at(-1));
    const remedy = didYouMean(name, names) ?? `Known are ${shown.join(', ')}.`;
    const message = `${pathText(path.slice(0, -1))}: unknown ${word} "${name}".`;
    this.#problems.add(this.#unknown, this.#places.keyAt(path), message, remedy);
  }

  #missing(path: Path): void {
    this.unusable.push(path);
    const name = String(path.at(-1));
    const message = `${pathText(path.slice(0, -1))}: has no "${name}".`;
    this.#problems.add('error', this.#places.keyAt(path), message, `Add "${name}:".`);
  }

  #warnOfOthers(holder: object, path: Path, known: readonly string[], word: string): void {
    for (const key of Object.keys(holder)) {
      if (known.includes(key)) continue;
      const at = [...path, key];
      const remedy = didYouMean(key, known) ?? 'It is kept, and not used.';
      this.#problems.add('warning', this.#places.keyAt(at), `${pathText(at)}: unknown ${word}.`, remedy);
    }
  }
}

function valueAt(root: Json, path: Path): Json | undefined {
  let value: unknown = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value as Json;
}
