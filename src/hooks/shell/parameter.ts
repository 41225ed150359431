import type { ParameterExpansionPart, Word } from 'unbash';
import { type Frame, isKnown, type Run, UNKNOWN } from './invocation.ts';

type WordText = (word: Word) => readonly string[];

/** The values a variable may have at this point: its own, the session's, or UNKNOWN. */
export function lookUp(name: string, frame: Frame, run: Run): readonly string[] {
  const { state } = frame;
  const own = state.vars.get(name);
  if (own !== undefined) return own;
  if (name === 'PWD') return [state.cwd];
  if (/^[1-9]\d?$/.test(name)) {
    return state.positional ? [state.positional[Number(name) - 1] ?? ''] : [UNKNOWN];
  }
  if (name === '@' || name === '*') return state.positional ?? [UNKNOWN];
  // Digits, a process id, an exit code: nothing that a path or an option could be made of.
  if (name === '$' || name === '?' || name === '#' || name === '!' || name === 'RANDOM' || name === 'UID') return ['1'];
  if (name === 'IFS') return [' '];
  const known = state.remote ? undefined : run.context.variables.get(name);
  return [known ?? UNKNOWN];
}

/** The values of `${…}`. What cannot be computed is UNKNOWN. */
export function parameterValues(
  part: ParameterExpansionPart,
  frame: Frame,
  run: Run,
  textOf: WordText,
): readonly string[] {
  const { operation } = part;
  if (part.prefix === '#') return ['1'];
  let values = lookUp(part.parameter, frame, run);
  if (part.prefix === '!') {
    if (operation?.type === 'Names' || part.index) return [UNKNOWN];
    values = values.flatMap((name) => (isKnown(name) ? lookUp(name, frame, run) : [UNKNOWN]));
  }
  if (part.index && /^\d+$/.test(part.index.value)) values = [values[Number(part.index.value)] ?? ''];
  if (!operation) return values;
  run.spend('characters', WORK_PER_CHARACTER * values.reduce((sum, value) => sum + value.length, 0));
  switch (operation.type) {
    case 'Default':
      return withDefault(operation.operator, values, textOf(operation.operand), part.parameter, frame);
    case 'Remove':
      return mapKnown(values, textOf(operation.operand), (value, pattern) =>
        removed(value, pattern, operation.operator),
      );
    case 'Replace': {
      const replacement = textOf(operation.replacement)[0] ?? '';
      return mapKnown(values, textOf(operation.pattern), (value, pattern) =>
        replaced(value, pattern, replacement, operation.operator),
      );
    }
    case 'Slice':
      return sliced(values, operation.offset.value, operation.length?.value);
    case 'CaseModification':
      return values.map((value) => recased(value, operation.operator));
    case 'Transform':
      return operation.operand.value === 'Q' || operation.operand.value === 'E' ? values : [UNKNOWN];
    case 'Names':
    case 'Unknown':
      return [UNKNOWN];
    default:
      return [UNKNOWN];
  }
}

function withDefault(
  operator: string,
  values: readonly string[],
  operand: readonly string[],
  name: string,
  frame: Frame,
): readonly string[] {
  if (operator.endsWith('?')) return values;
  if (operator.endsWith('+')) return values.every((value) => value === '') ? [''] : operand;
  const results = values.flatMap((value) => {
    if (value === '') return operand;
    return isKnown(value) ? [value] : [...operand, value];
  });
  if (operator.endsWith('=')) frame.state.vars.set(name, results);
  return results;
}

function mapKnown(
  values: readonly string[],
  patterns: readonly string[],
  change: (value: string, pattern: string) => string,
): readonly string[] {
  const pattern = patterns[0] ?? '';
  if (!isKnown(pattern)) return [UNKNOWN];
  return values.map((value) => (isKnown(value) ? change(value, pattern) : UNKNOWN));
}

// Taking a pattern off tries every length.
const MAX_VALUE = 256;
const WORK_PER_CHARACTER = 8;

function removed(value: string, pattern: string, operator: '#' | '##' | '%' | '%%'): string {
  if (value.length > MAX_VALUE) return UNKNOWN;
  const whole = globPattern(pattern);
  if (!whole) return UNKNOWN;
  const front = operator.startsWith('#');
  const longest = operator.length === 2;
  for (let i = 0; i <= value.length; i++) {
    const length = longest ? value.length - i : i;
    const piece = front ? value.slice(0, length) : value.slice(value.length - length);
    if (whole.test(piece)) return front ? value.slice(length) : value.slice(0, value.length - length);
  }
  return value;
}

function replaced(value: string, pattern: string, replacement: string, operator: '/' | '//' | '/#' | '/%'): string {
  if (/[*?[]/.test(pattern) || !isKnown(replacement)) return UNKNOWN;
  if (pattern === '') return value;
  if (operator === '//') return value.replaceAll(pattern, () => replacement);
  if (operator === '/#') return value.startsWith(pattern) ? replacement + value.slice(pattern.length) : value;
  if (operator === '/%') return value.endsWith(pattern) ? value.slice(0, -pattern.length) + replacement : value;
  return value.replace(pattern, () => replacement);
}

function sliced(values: readonly string[], offset: string, length: string | undefined): readonly string[] {
  const start = integer(offset);
  const count = length === undefined ? undefined : integer(length);
  if (start === undefined || (length !== undefined && count === undefined)) return [UNKNOWN];
  return values.map((value) => {
    if (!isKnown(value)) return UNKNOWN;
    const from = start < 0 ? Math.max(0, value.length + start) : start;
    if (count === undefined) return value.slice(from);
    return value.slice(from, count < 0 ? value.length + count : from + count);
  });
}

function integer(text: string): number | undefined {
  return /^\s*-?\d{1,6}\s*$/.test(text) ? Number(text) : undefined;
}

function recased(value: string, operator: '^' | '^^' | ',' | ',,'): string {
  const change = (text: string) => (operator.startsWith('^') ? text.toUpperCase() : text.toLowerCase());
  return operator.length === 2 ? change(value) : change(value.slice(0, 1)) + value.slice(1);
}

/** A shell pattern as a regular expression for a whole text; undefined for the forms that are not followed. */
export function globPattern(pattern: string): RegExp | undefined {
  if (pattern.length > 100 || (pattern.match(/\*/g)?.length ?? 0) > 3) return undefined;
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i]!;
    if (character === '*') source += '[\\s\\S]*';
    else if (character === '?') source += '[\\s\\S]';
    else if (character === '[') {
      const end = pattern.indexOf(']', i + 2);
      if (end < 0) return undefined;
      const body = pattern
        .slice(i + 1, end)
        .replace(/\\/g, '\\\\')
        .replace(/\[/g, '\\[')
        .replace(/^!/, '^');
      source += `[${body}]`;
      i = end;
    } else source += character.replace(/[\\^$.|+(){}\]]/g, '\\$&');
  }
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return undefined;
  }
}
