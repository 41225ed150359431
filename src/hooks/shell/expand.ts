import { forEachChild, parse, type SyntaxNode, type Word, type WordPart } from 'unbash';
import { expandBraces } from './braces.ts';
import { deeper, type Feed, type Frame, type Run, UNKNOWN } from './invocation.ts';
import { outputText } from './output.ts';
import { lookUp, parameterValues } from './parameter.ts';

const MAX_COMBINATIONS = 32;

/**
 * The words that one word of the source becomes: braces, tilde, variables, substitutions and word splitting done, file
 * name patterns left as they are. Where a variable may have several values, all of them are among the words.
 */
export function expandWord(word: Word, frame: Frame, run: Run): string[] {
  run.spend('words', 1 + (word.parts?.length ?? 0));
  if (!word.parts) return [withTilde(word.value, word.text, frame, run)];
  if (hasBraces(word.parts)) {
    const sources = expandBraces(word.text);
    if (!sources) return [UNKNOWN];
    if (sources.length > 1 || sources[0] !== word.text)
      return sources.flatMap((source) => reparsed(source, frame, run));
  }
  const texts = joinParts(word.parts, frame, run, true);
  const first = texts[0];
  if (first !== undefined && word.text.startsWith('~')) texts[0] = withTilde(first, word.text, frame, run);
  return texts;
}

/** The values of a word where the shell does not split it: an assignment, a redirection's target, a pattern. */
export function expandText(word: Word, frame: Frame, run: Run): string[] {
  run.spend('words', 1 + (word.parts?.length ?? 0));
  const texts = word.parts ? joinParts(word.parts, frame, run, false) : [word.value];
  return texts.map((text) => withTilde(text, word.text, frame, run));
}

/** The text of parts without any splitting, as in a here-document. */
export function partsText(parts: readonly WordPart[], frame: Frame, run: Run): string {
  return joinParts(parts, frame, run, false)[0] ?? '';
}

function hasBraces(parts: readonly WordPart[]): boolean {
  return parts.some((part) => part.type === 'BraceExpansion');
}

function reparsed(source: string, frame: Frame, run: Run): string[] {
  run.spend('characters', source.length);
  const command = parse(`: ${source}`).commands[0]?.command;
  if (command?.type !== 'Command') return source === '' ? [] : [UNKNOWN];
  const inner = deeper(frame, '{…}', { via: frame.via });
  return command.suffix.flatMap((word) => (word.type === 'Word' ? expandWord(word, inner, run) : [UNKNOWN]));
}

/** Joins the values of all parts; each combination of values is one text, and with `split` unquoted spaces part them. */
function joinParts(parts: readonly WordPart[], frame: Frame, run: Run, split: boolean): string[] {
  run.spend('words', parts.length);
  let texts: string[][] = [[]];
  let parted = false;
  for (const part of parts) {
    const values = partValues(part, frame, run);
    // `"$@"` without arguments is no word at all; as a part of one it is nothing.
    if (values.length === 0 && parts.length === 1) return [];
    const pieces = values.map((value) => (split && splits(part) ? fields(value, frame) : [value]));
    parted ||= pieces.some((piece) => piece.length > 1);
    texts = texts.flatMap((text) => (pieces.length === 0 ? [text] : pieces.map((piece) => append(text, piece))));
    if (texts.length > MAX_COMBINATIONS) return [UNKNOWN];
  }
  const words = texts.flat();
  return parted ? words.filter((word) => word !== '') : words;
}

function append(text: readonly string[], piece: readonly string[]): string[] {
  const [first, ...rest] = piece;
  if (first === undefined) return [...text];
  const last = text.at(-1);
  return last === undefined ? [...piece] : [...text.slice(0, -1), last + first, ...rest];
}

function splits(part: WordPart): boolean {
  return part.type === 'SimpleExpansion' || part.type === 'ParameterExpansion' || part.type === 'CommandExpansion';
}

/** Splits at what IFS names; an empty first or last field keeps the neighbouring text apart, as the shell does. */
function fields(value: string, frame: Frame): string[] {
  if (value === '') return [];
  const ifs = frame.state.vars.get('IFS')?.[0];
  if (ifs === undefined) return value.split(/[ \t\n]+/);
  const separators = new Set(ifs);
  const pieces = [''];
  for (const character of value) {
    if (separators.has(character)) pieces.push('');
    else pieces.push(`${pieces.pop() ?? ''}${character}`);
  }
  return pieces;
}

function partValues(part: WordPart, frame: Frame, run: Run): readonly string[] {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return [part.value];
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.length === 0 ? [''] : joinParts(part.parts, frame, run, false);
    case 'SimpleExpansion':
      return lookUp(part.text.slice(1), frame, run);
    case 'ParameterExpansion':
      // Every level of nesting is read from the source again.
      run.spend('characters', part.text.length);
      visitSubstitutions(part.index, frame, run);
      if (part.operation?.type === 'Replace') hiddenSubstitution(part.text, frame, run);
      if (part.operation?.type === 'Slice') visitSubstitutions(part.operation, frame, run);
      return parameterValues(part, frame, run, (word) => expandText(word, frame, run));
    case 'CommandExpansion':
      return [substitute(part.script, part.text, frame, run)];
    case 'ArithmeticExpansion':
      run.spend('characters', part.text.length);
      visitSubstitutions(part.expression, frame, run);
      return ['1'];
    case 'ProcessSubstitution':
      return [processSubstitution(part, frame, run)];
    case 'ExtendedGlob':
      return ['*'];
    case 'BraceExpansion':
    case 'Glob':
      return [part.text];
  }
}

/** A `/` inside a substitution ends the parser's pattern too early, so that it does not see the substitution. */
function hiddenSubstitution(text: string, frame: Frame, run: Run): void {
  const code = /\$\(([\s\S]*)\)/.exec(text)?.[1] ?? /`([\s\S]*)`/.exec(text)?.[1];
  if (code?.includes('/')) run.code(code, deeper(frame, '$(…)', { stdin: undefined }));
}

/** What a command substitution prints, without its last newlines; UNKNOWN where that cannot be told. */
function substitute(script: Parameters<Run['script']>[0] | undefined, text: string, frame: Frame, run: Run): string {
  run.spend('characters', text.length);
  if (!script) return UNKNOWN;
  const inner = deeper(frame, '$(…)', { stdin: undefined });
  const produced = run.script(script, inner);
  const output = outputText(produced, run);
  return output === undefined ? UNKNOWN : output.replace(/\n+$/, '');
}

function processSubstitution(part: WordPart & { type: 'ProcessSubstitution' }, frame: Frame, run: Run): string {
  run.spend('characters', part.text.length);
  const name = `/dev/fd/${63 - run.feeds.size}`;
  const feed: Feed = { text: UNKNOWN, from: [] };
  if (part.script) {
    const writes = part.operator === '>';
    const inner = deeper(frame, writes ? '>(…)' : '<(…)', { stdin: writes ? feed : undefined });
    const produced = run.script(part.script, inner);
    run.feeds.set(name, { text: writes ? undefined : outputText(produced, run), from: produced });
  } else run.feeds.set(name, feed);
  return name;
}

/** Runs every substitution below a node, for its effects. */
export function visitSubstitutions(node: SyntaxNode | undefined, frame: Frame, run: Run): void {
  const waiting: SyntaxNode[] = node ? [node] : [];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    run.spend('words', 1);
    if (next.type === 'ArithmeticCommandExpansion') substitute(next.script, next.text, frame, run);
    else if (next.type === 'CommandExpansion' || next.type === 'ProcessSubstitution') partValues(next, frame, run);
    else {
      if (next.type === 'ArithmeticExpansion' || next.type === 'ParameterExpansion')
        run.spend('characters', next.text.length);
      forEachChild(next, (child) => waiting.push(child));
    }
  }
}

function withTilde(value: string, source: string, frame: Frame, run: Run): string {
  if (!source.startsWith('~')) return value;
  const match = /^~([^/]*)/.exec(value);
  if (!match) return value;
  const rest = value.slice(match[0].length);
  const user = match[1] ?? '';
  switch (user) {
    case '':
      return (frame.state.vars.get('HOME')?.[0] ?? run.context.home) + rest;
    case '+':
      return frame.state.cwd + rest;
    case '-':
      return UNKNOWN + rest;
    default:
      return `/home/${user}${rest}`;
  }
}
