import type { Node, YAMLMap, YAMLSeq } from 'yaml';
import { endOf, endOfPair, type KeyPair, startOf } from './found.ts';
import { columnOf, lineEndOf, nextLine, type Splice } from './lines.ts';

type Item = KeyPair | Node | null;

/** Adds one thing behind the last one between brackets. Where each stands on a line of its own, so does the new one. */
export function insertFlow(text: string, holder: YAMLMap | YAMLSeq, content: string): Splice[] {
  const [start, close] = [startOf(holder), (holder.range?.[1] ?? 1) - 1];
  const items = holder.items as Item[];
  const last = items.at(-1);
  if (last === undefined) return [{ at: start + 1, remove: close - start - 1, insert: content }];
  const end = endOfItem(last);
  const comma = commaAfter(text, end);
  const begin = startOfItem(last);
  const ownLine = text.slice(items.length > 1 ? endOfItem(items.at(-2)!) : start, begin).includes('\n');
  if (!ownLine) return [{ at: comma ?? end, remove: 0, insert: comma === undefined ? `, ${content}` : ` ${content}` }];
  const line = `${' '.repeat(columnOf(text, begin))}${content}`;
  const eol = lineEndOf(text);
  const after = nextLine(text, comma ?? end);
  if (after > close) return [{ at: comma ?? end, remove: 0, insert: `${comma === undefined ? ',' : ''}${eol}${line}` }];
  return [
    ...(comma === undefined ? [{ at: end, remove: 0, insert: ',' }] : []),
    { at: after, remove: 0, insert: `${line}${comma === undefined ? '' : ','}${eol}` },
  ];
}

/** Takes one thing out from between brackets. */
export function removeFlow(text: string, holder: YAMLMap | YAMLSeq, index: number): Splice[] {
  const items = holder.items as Item[];
  const item = items[index]!;
  const next = items[index + 1];
  if (next !== undefined) return [cut(startOfItem(item), startOfItem(next))];
  const before = items[index - 1];
  if (before !== undefined) return [cut(endOfItem(before), endOfItem(item))];
  const end = endOfItem(item);
  return [cut(startOfItem(item), commaAfter(text, end) ?? end)];
}

function cut(at: number, end: number): Splice {
  return { at, remove: end - at, insert: '' };
}

function startOfItem(item: Item): number {
  return item !== null && 'key' in item ? startOf(item.key) : startOf(item);
}

function endOfItem(item: Item): number {
  return item !== null && 'key' in item ? endOfPair(item) : endOf(item);
}

/** Behind the comma that follows, over spaces and comments; undefined when there is none. */
function commaAfter(text: string, offset: number): number | undefined {
  const between = /^(?:[ \t\r\n]|(?<=[ \t\n])#[^\n]*)*,/.exec(text.slice(offset));
  return between === null ? undefined : offset + between[0].length;
}
