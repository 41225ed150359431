import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import type { Told } from './check.ts';
import type { ReadFile } from './reading.ts';

const trees = new Map<string, Node | undefined>();
const KEPT = 8;

/** The line, from 1, on which a value of a JSON text stands; undefined when it is not there. */
export function lineOfKeys(text: string, keys: readonly (string | number)[]): number | undefined {
  if (!trees.has(text)) {
    if (trees.size >= KEPT) trees.clear();
    trees.set(text, parseTree(text));
  }
  const root = trees.get(text);
  const node = root === undefined ? undefined : findNodeAtLocation(root, [...keys]);
  if (node === undefined) return undefined;
  // The key is on the line that people look for, also when the value begins below it.
  return lineAt(text, node.parent?.type === 'property' ? node.parent.offset : node.offset);
}

/** Where the lines of the text end that was asked about last: many ask about one text, one after the other. */
let counted: { readonly text: string; readonly ends: readonly number[] } | undefined;

/** The line, from 1, of an offset in a text. */
export function lineAt(text: string, offset: number): number {
  if (counted?.text !== text) counted = { text, ends: endsOf(text) };
  const { ends } = counted;
  let [from, to] = [0, ends.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (ends[middle]! < offset) from = middle + 1;
    else to = middle;
  }
  return from + 1;
}

function endsOf(text: string): number[] {
  const ends: number[] = [];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) ends.push(at);
  return ends;
}

/** Path and line of a value in a JSON file, with the way to it. */
export function at(file: ReadFile, keys: readonly (string | number)[]): Pick<Told, 'path' | 'line' | 'keys'> {
  const line = lineOfKeys(file.is.text, keys);
  return { path: file.path, keys, ...(line === undefined ? {} : { line }) };
}
