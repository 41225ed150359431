import type * as z from 'zod/mini';
import type { Json } from '../values/json.ts';
import { didYouMean } from '../values/nearest.ts';

type ZodIssue = z.core.$ZodIssue;
/** An issue that is about one thing. */
export type Issue =
  | Exclude<ZodIssue, z.core.$ZodIssueInvalidUnion>
  | (Union & { readonly expected: readonly string[] });
type Union = { readonly code: 'one_of'; readonly path: PropertyKey[]; readonly message: string };

/**
 * Issues without unions: of the alternatives the one whose type was meant, and when none was, one issue with all that is expected.
 * @param under the path that the issues' own paths start at
 */
export function plainIssues(issues: readonly ZodIssue[], under: PropertyKey[] = []): Issue[] {
  return issues.flatMap((issue): Issue[] => {
    const path = [...under, ...issue.path];
    if (issue.code !== 'invalid_union') return [{ ...issue, path }];
    const alternatives = issue.errors.map((errors) => plainIssues(errors, path));
    const meant = alternatives.find((errors) => !errors.some((error) => isTypeAt(error, path)));
    if (meant !== undefined) return meant;
    const expected = alternatives
      .flat()
      .filter((error) => isTypeAt(error, path))
      .flatMap(expectedBy);
    return [{ code: 'one_of', path, message: '', expected: [...new Set(expected)] }];
  });
}

function isTypeAt(issue: Issue, path: PropertyKey[]): boolean {
  return (issue.code === 'invalid_type' || issue.code === 'one_of') && issue.path.length === path.length;
}

function expectedBy(issue: Issue): readonly string[] {
  if (issue.code === 'one_of') return issue.expected;
  return issue.code === 'invalid_type' ? [wordFor(issue.expected)] : [];
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys and values',
  record: 'keys and values',
};

function wordFor(type: string): string {
  return WORDS[type] ?? type;
}

/** What is wrong with a value, and what to do. @param written the unquoted text that the value was made from */
export function mismatch(issue: Issue, found: Json, written: string | undefined): { wrong: string; remedy?: string } {
  const is = `is ${shown(found, written)}`;
  if (issue.code === 'one_of' || issue.code === 'invalid_type') {
    const expected = expectedBy(issue);
    const verb = expected.at(-1) === WORDS['object'] ? 'are' : 'is';
    return said(`${is}, but ${listed(expected)} ${verb} wanted.`, remedyFor(expected, found, written));
  }
  if (issue.code === 'invalid_value') {
    const names = issue.values.map(String);
    return said(
      `${is}, but ${listed(names)} is wanted.`,
      typeof found === 'string' ? didYouMean(found, names) : undefined,
    );
  }
  if (issue.code === 'too_small') {
    const isEmpty = issue.origin === 'string' || issue.origin === 'array';
    if (isEmpty) return said('is empty.', 'Fill it, or take the key out.');
    return said(`${is}, but ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum} is wanted.`);
  }
  if (issue.code === 'too_big') return said(`${is}, but at most ${issue.maximum} is wanted.`);
  // Patterns carry in their message what they want.
  return said(`${is}, but ${issue.message} is wanted.`);
}

function said(wrong: string, remedy?: string): { wrong: string; remedy?: string } {
  return remedy === undefined ? { wrong } : { wrong, remedy };
}

function remedyFor(expected: readonly string[], found: Json, written: string | undefined): string | undefined {
  if (expected.includes('true or false') && typeof found === 'string') {
    if (/^(y|yes|on)$/i.test(found)) return 'Write true.';
    if (/^(n|no|off)$/i.test(found)) return 'Write false.';
  }
  const isScalar = typeof found === 'number' || typeof found === 'boolean';
  if (expected.includes('a text') && isScalar) return `Put it in quotes: "${written ?? String(found)}".`;
  if (/number/.test(expected.join()) && typeof found === 'string' && /^\d+(\.\d+)?$/.test(found))
    return 'Remove the quotes.';
  if (expected.join() === 'a list' && typeof found === 'string') return 'Put "- " before it, on a line of its own.';
  return undefined;
}

function shown(value: Json, written: string | undefined): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'keys and values';
  if (typeof value !== 'string') return `${typeof value === 'number' ? 'the number ' : ''}${written ?? String(value)}`;
  return `the text ${JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)}`;
}

/** `a, b or c`. */
function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** The keys that the schema knows at a path. */
export function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'optional' || def.type === 'nullable') return keysAt(def.innerType, path);
  if (def.type === 'union') return def.options.flatMap((option) => keysAt(option, path));
  const [first, ...rest] = path;
  if (first === undefined) return def.type === 'object' ? Object.keys(def.shape) : [];
  if (def.type === 'record') return keysAt(def.valueType, rest);
  if (def.type === 'array') return keysAt(def.element, rest);
  const inner = def.type === 'object' ? def.shape[String(first)] : undefined;
  return inner === undefined ? [] : keysAt(inner, rest);
}
