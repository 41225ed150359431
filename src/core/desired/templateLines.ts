import Mustache from 'mustache';
import { textOf } from '../values/content.ts';
import type { JsonObject } from '../values/json.ts';
import { type LibraryFile, TEMPLATE } from './library.ts';

// A token of Mustache's parser: type, name or text, start offset, end offset, and for sections their inner tokens.
type Token = [string, string, number, number, Token[]?, ...unknown[]];

/** Control characters around the number of a line: no text of a library has them. */
const OPEN = '\u0001';
const CLOSE = '\u0002';
const MARK = /\u0001(\d+)\u0002/g;

/**
 * Which line of a template each line of what it renders to comes from, both from 1. All lines of a value that was inserted count to the
 * line of its tag.
 * @param source a template that renders without a problem
 */
export function templateLines(source: string, variables: JsonObject): (line: number) => number {
  const starts = lineStarts(source);
  const tokens = marked(Mustache.parse(source) as unknown as Token[], starts);
  const writer = new Mustache.Writer();
  const context = new Mustache.Context(variables);
  const text = writer.renderTokens(tokens as unknown as string[][], context, {}, source, { escape: String });
  const lines: number[] = [];
  let last = 1;
  for (const line of text.split('\n')) {
    const marks = [...line.matchAll(MARK)];
    last = Number(marks[0]?.[1] ?? last);
    lines.push(last);
    // What follows a value of several lines stands where its tag does.
    last = Number(marks.at(-1)?.[1] ?? last);
  }
  return (line) => lines[Math.min(line, lines.length) - 1] ?? 1;
}

/** Each text with the number of its line before it, and before each line in it; each value with that of its tag. */
function marked(tokens: readonly Token[], starts: readonly number[]): Token[] {
  return tokens.flatMap((token): Token[] => {
    const [type, text, start, end, inner, ...rest] = token;
    if (type === 'text') return [[type, withLines(text, lineAt(starts, start)), start, end]];
    if (inner !== undefined) return [[type, text, start, end, marked(inner, starts), ...rest]];
    const mark: Token = ['text', `${OPEN}${lineAt(starts, start)}${CLOSE}`, start, start];
    return type === 'name' || type === '&' || type === '{' ? [mark, token] : [token];
  });
}

function withLines(text: string, first: number): string {
  const lines = text.split('\n');
  return lines
    .map((line, at) => (line === '' && at === lines.length - 1 ? '' : `${OPEN}${first + at}${CLOSE}${line}`))
    .join('\n');
}

function lineStarts(source: string): number[] {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let line = 0;
  while (line < starts.length && starts[line]! <= offset) line++;
  return line;
}

/** The same for a file of the library, worked out when it is first asked for; one that is no template has its own lines. */
export function linesIn({ path, content }: LibraryFile, variables: JsonObject): (line: number) => number {
  if (!path.endsWith(TEMPLATE)) return (line) => line;
  let lines: ((line: number) => number) | undefined;
  return (line) => {
    lines ??= templateLines(textOf(content), variables);
    return lines(line);
  };
}
