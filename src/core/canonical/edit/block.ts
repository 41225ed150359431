import { isCollection, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Json } from '../../values/json.ts';
import { endOf, endOfPair, isUnwritten, type KeyPair, NotEditable, startOf } from './found.ts';
import { afterComments, columnOf, insertLines, lineEndOf, lineStart, nextLine, type Splice } from './lines.ts';
import { commentLines, indented, itemLines, pairLines, type Style, valueLines } from './written.ts';

/** How new lines look. */
export interface Look {
  /** Spaces of one level. */
  readonly step: number;
  /** Put above what is new. */
  readonly comment?: string | undefined;
}

/** Adds `key: value` below the last key of a block, laid out like its neighbours. */
export function insertPair(text: string, map: YAMLMap, key: string, value: Json, look: Look): Splice[] {
  const pairs = map.items as KeyPair[];
  const column = columnOf(text, startOf(pairs[0]!.key));
  const at = afterComments(text, nextLine(text, endOf(map)), column);
  const lines = [...commentLines(look.comment), ...pairLines(key, value, look.step, styleOf(pairs.at(-1)!.value))];
  return [insertLines(text, at, [...(isSpaced(text, pairs) ? [''] : []), ...indented(lines, column)])];
}

/** Adds `- value` below the last item of a list. */
export function insertItem(text: string, list: YAMLSeq, value: Json, look: Look): Splice[] {
  const column = columnOf(text, startOf(list));
  const at = afterComments(text, nextLine(text, endOf(list)), column);
  return [insertLines(text, at, indented([...commentLines(look.comment), ...itemLines(value, look.step)], column))];
}

/** Neighbours in brackets want another one in brackets. */
function styleOf(node: Node | null): Style {
  return isCollection(node) && node.flow === true && node.items.length > 0 ? 'flow' : 'block';
}

/** True when a blank line stands between the last two keys. */
function isSpaced(text: string, pairs: readonly KeyPair[]): boolean {
  const [before, last] = pairs.slice(-2);
  if (before === undefined || last === undefined) return false;
  return /\n[ \t]*\r?\n/.test(text.slice(endOfPair(before), startOf(last.key)));
}

/** Puts another value behind a key of a block. @throws NotEditable for a key that is written with `?` */
export function replaceValue(text: string, pair: KeyPair, value: Json, step: number, style: Style): Splice[] {
  const column = columnOf(text, startOf(pair.key));
  const colon = colonAfter(text, pair);
  const { head, rest } = valueLines(value, step, style);
  const below = indented(rest, column);
  const { value: node } = pair;
  const [start, end] = node?.range ?? [colon, colon];
  const under = (at: number): Splice[] => (below.length === 0 ? [] : [insertLines(text, at, below)]);
  if (start === end) {
    const at = isUnwritten(node) ? afterComments(text, nextLine(text, colon), column + 1) : nextLine(text, colon);
    return [{ at: colon, remove: 0, insert: head }, ...under(at)];
  }
  if (!text.slice(colon, start).includes('\n')) {
    const from = colon + text.slice(colon, start).trimEnd().length;
    const to = text[end - 1] === '\n' ? start + text.slice(start, end).replace(/\r?\n$/, '').length : end;
    return [{ at: from, remove: to - from, insert: head }, ...under(nextLine(text, end))];
  }
  const from = lineStart(text, start);
  const to = nextLine(text, endOf(node));
  const eol = lineEndOf(text);
  const lines = below.length === 0 ? '' : below.join(eol) + (text[to - 1] === '\n' ? eol : '');
  return [
    { at: colon, remove: 0, insert: head },
    { at: from, remove: to - from, insert: lines },
  ];
}

function colonAfter(text: string, pair: KeyPair): number {
  const end = pair.key?.range?.[1] ?? 0;
  const space = /^[ \t]*:/.exec(text.slice(end, end + 200));
  if (space === null) throw new NotEditable(startOf(pair.key), 'has no ":" behind it.', 'Write it as "key: value".');
  return end + space[0].length;
}

/** Takes the lines of a key, or of an item of a list, out of a block that has others. @throws NotEditable for one that shares its line */
export function removeLines(text: string, what: { start: number; end: number }): Splice[] {
  const from = lineStart(text, what.start);
  const before = text.slice(from, what.start);
  if (!/^ *(- +)?$/.test(before))
    throw new NotEditable(what.start, 'shares its line with something else.', 'Take it out by hand.');
  const column = before.length - before.trimStart().length;
  const to = afterComments(text, nextLine(text, what.end), column + 1);
  return [{ at: from, remove: to - from, insert: '' }];
}
