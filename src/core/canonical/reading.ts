import type { AbsPath } from '../values/paths.ts';
import { absolute } from '../values/paths.ts';
import { placeText } from '../values/problem.ts';
import { type Path, type Places, pathText } from './places.ts';
import type { Problems } from './problems.ts';
import { expand } from './variables.ts';

/** What readers of the sections share: where things stand, and where to say what is wrong. */
export interface Reading {
  readonly places: Places;
  readonly problems: Problems;
  readonly home: AbsPath;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where relative paths start; undefined when no workspace is set. */
  readonly workspace: AbsPath | undefined;
}

/** `canonical.yaml:41`, the line of what stands at `path`. */
export function lineOf({ places, problems }: Reading, path: Path): string {
  const { column: _, ...place } = problems.placeAt(places.keyAt(path));
  return placeText(place);
}

/** Reports that the value at `path` is wrong. */
export function wrong(
  reading: Pick<Reading, 'places' | 'problems'>,
  path: Path,
  message: string,
  remedy?: string,
): void {
  reading.problems.add('error', reading.places.valueAt(path), `${pathText(path)}: ${message}`, remedy);
}

/** The absolute path that a text means: `~`, `${VAR:-default}`, or relative to `base`. Undefined, and reported, when it means none. */
export function readPath(reading: Reading, path: Path, text: string, base = reading.workspace): AbsPath | undefined {
  const expanded = expand(text, reading.env);
  if ('wrong' in expanded) {
    wrong(reading, path, expanded.wrong, expanded.remedy);
    return undefined;
  }
  const whole = expanded.text;
  if (whole === '') wrong(reading, path, 'is empty.', 'Give a path.');
  else if (/^~[^/]/.test(whole)) wrong(reading, path, 'names the home of another user.', 'Give an absolute path.');
  else if (/^[/~]/.test(whole) || base !== undefined) return absolute(whole, base ?? reading.home, reading.home);
  else wrong(reading, path, 'is relative, but no workspace is set.', 'Add "workspace:" or give an absolute path.');
  return undefined;
}
