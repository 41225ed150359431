import { isObject, type Json, type JsonObject } from '../values/json.ts';
import type { Problem } from '../values/problem.ts';
import type { Canonical } from './canonical.ts';
import { interpret, namesIn, type Surroundings } from './interpret.ts';
import { type Path, Places } from './places.ts';
import { Problems } from './problems.ts';
import type { CheckedDocument } from './schema.ts';
import { Shape } from './shape.ts';
import { readDocument } from './text.ts';
import { type ReadValue, readValue } from './value.ts';

export interface ParseOptions extends Surroundings {
  /** The file's name in problems and places: `canonical.yaml`. */
  readonly file: string;
  /** Unknown keys are warnings. */
  readonly lenient: boolean;
}

/**
 * Reads canonical.yaml. Never throws: all that is wrong is in the problems, with places, in the order of the file.
 * Where there is no error, warnings are part of the result.
 */
export function parseCanonical(
  text: string,
  options: ParseOptions,
): { canonical: Canonical } | { problems: readonly Problem[] } {
  const yaml = text.startsWith('\ufeff') ? text.slice(1) : text;
  const problems = new Problems(options.file, yaml);
  const document = readDocument(yaml, problems);
  const read = document === undefined ? undefined : readValue(document, problems);
  if (read === undefined) return { problems: problems.all() };
  if (read.value === null) {
    problems.add('error', 0, 'is empty.', 'Add "repositories:" with the first repository.');
    return { problems: problems.all() };
  }
  const places = new Places(read.value, read.nodes);
  const shape = new Shape(read.value, places, problems, options.lenient);
  if (!shape.check() || !isObject(read.value)) return { problems: problems.all() };
  warnOfWords(read, problems);
  const names = namesIn(read.value);
  for (const path of shape.unusable) drop(read.value, path);
  const canonical = interpret(read.value as CheckedDocument, names, places, problems, options);
  return problems.failed ? { problems: problems.all() } : { canonical: { ...canonical, warnings: problems.all() } };
}

/** `no` is a text in YAML 1.2, and false to a program that reads YAML 1.1. */
function warnOfWords({ doubtful }: ReadValue, problems: Problems): void {
  for (const { offset, text } of doubtful) {
    if (problems.hasErrorAt(offset)) continue;
    const message = `${text} is a text here, but true or false to older readers of YAML.`;
    problems.add('warning', offset, message, `Put it in quotes: "${text}".`);
  }
}

/** Takes what has a wrong shape out of the document: a repository or a profile alone, of anything else the section. */
function drop(root: JsonObject, path: Path): void {
  const [section, name] = path;
  if (typeof section !== 'string') return;
  const holder = root[section];
  const single = name !== undefined && ['repositories', 'profiles', 'project_specific'].includes(section);
  if (single && isObject(holder)) delete (holder as Record<string, Json>)[name];
  else delete (root as Record<string, Json>)[section];
}
