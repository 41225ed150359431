import Mustache from 'mustache';
import { isObject, type Json, type JsonObject } from '../values/json.ts';
import { didYouMean } from '../values/nearest.ts';
import type { Problem } from '../values/problem.ts';

// A token of Mustache's parser: type, name or text, start offset, end offset, and for sections their inner tokens.
type Token = [string, string, number, number, Token[]?, number?];

/**
 * Renders a Mustache template strictly: a name that the variables do not have is an error with its place.
 * @param file the template's name in errors; @param escapeText what is done to each inserted text (JSON needs it)
 * @returns the text, or everything that is wrong with the template
 */
export function renderTemplate(
  source: string,
  variables: JsonObject,
  file: string,
  escapeText: (text: string) => string = (text) => text,
): { text: string } | { problems: Problem[] } {
  const shape = `${shapeOf(variables)}\0${source}`;
  if (!sound.has(shape)) {
    const problems = problemsIn(source, variables, file);
    if (problems.length > 0) return { problems };
    sound.add(shape);
  }
  return { text: Mustache.render(source, variables, {}, { escape: (value: unknown) => escapeText(String(value)) }) };
}

/** Templates that were found to name only what variables of this shape have: the targets of a fleet share both. */
const sound = new Set<string>();

/** What a check of names depends on: which names there are, not what they stand for. */
function shapeOf(value: Json): string {
  if (Array.isArray(value)) return `[${value.slice(0, 1).map(shapeOf).join('')}]`;
  if (!isObject(value)) return '.';
  let shape = '{';
  for (const key of Object.keys(value)) shape += `${key}${shapeOf(value[key]!)}`;
  return `${shape}}`;
}

function problemsIn(source: string, variables: JsonObject, file: string): Problem[] {
  let tokens: Token[];
  try {
    tokens = Mustache.parse(source) as unknown as Token[];
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const offset = Number(/ at (\d+)$/.exec(message)?.[1] ?? 0);
    const wrong = message.replace(/ at \d+$/, '');
    return [{ place: placeAt(source, offset, file), severity: 'error', message: `is not a template: ${wrong}.` }];
  }
  const problems: Problem[] = [];
  check(tokens, [variables], (name, offset, known) => {
    const remedy = didYouMean(name, known) ?? `Known are ${[...known].sort().join(', ')}.`;
    problems.push({
      place: placeAt(source, offset, file),
      severity: 'error',
      message: `unknown variable "${name}".`,
      remedy,
    });
  });
  return problems;
}

type Unknown = (name: string, offset: number, known: readonly string[]) => void;

function check(tokens: readonly Token[], stack: readonly Json[], unknown: Unknown): void {
  for (const [type, name, start, , inner] of tokens) {
    if (type === 'text' || type === '!' || type === '=') continue;
    if (type === '>') {
      unknown(`> ${name}`, start, []);
      continue;
    }
    const value = lookUp(name, stack);
    if (value === undefined) unknown(name, start, namesIn(stack));
    if (inner !== undefined) check(inner, [...stack, ...sampleOf(value)], unknown);
  }
}

/** What names inside a section can refer to: the object, or the first element of a list. */
function sampleOf(value: Json | undefined): Json[] {
  if (Array.isArray(value)) return value.slice(0, 1) as Json[];
  return isObject(value) ? [value] : [];
}

function lookUp(name: string, stack: readonly Json[]): Json | undefined {
  if (name === '.') return stack.at(-1);
  const [first, ...rest] = name.split('.');
  const holder = stack.findLast((level) => isObject(level) && Object.hasOwn(level, first!));
  let value: Json | undefined = (holder as JsonObject | undefined)?.[first!];
  for (const part of rest) value = isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  return value;
}

function namesIn(stack: readonly Json[]): string[] {
  const names: string[] = [];
  for (const level of stack) if (isObject(level)) collectNames(level, '', names);
  return names;
}

function collectNames(object: JsonObject, prefix: string, into: string[]): void {
  for (const [key, value] of Object.entries(object)) {
    if (isObject(value)) collectNames(value, `${prefix}${key}.`, into);
    else into.push(prefix + key);
  }
}

function placeAt(source: string, offset: number, file: string): { file: string; line: number; column: number } {
  const before = source.slice(0, offset).split('\n');
  return { file, line: before.length, column: before.at(-1)!.length + 1 };
}
