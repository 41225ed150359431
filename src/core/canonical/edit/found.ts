import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { type Path, pathText } from '../places.ts';
import { keyText } from '../value.ts';

export type KeyPair = Pair<Node | null, Node | null>;

/** What makes a text one that cannot be edited as asked: where, what, and the way out. */
export class NotEditable extends Error {
  readonly offset: number;
  readonly remedy: string;
  constructor(offset: number, message: string, remedy: string) {
    super(message);
    this.offset = offset;
    this.remedy = remedy;
  }
}

/** The way to a value, as far as the document goes. */
export type Found = {
  /** The value at the end of the way; null when it is not written. */
  readonly node: Node | null;
  /** The parts of the path that are not there. */
  readonly missing: readonly string[];
  /** True when what was found stands between brackets. */
  readonly inFlow: boolean;
} & (
  | { readonly at: 'document' }
  | { readonly at: 'pair'; readonly holder: YAMLMap; readonly pair: KeyPair }
  | { readonly at: 'item'; readonly holder: YAMLSeq; readonly index: number }
  /** A map that does not have the first of the missing parts. */
  | { readonly at: 'map'; readonly holder: YAMLMap }
);

/** Goes down a document. @throws NotEditable where the way leads through an alias, or through something that holds no keys */
export function find(root: Node | null, path: Path): Found {
  let found: Found = { at: 'document', node: root, missing: [], inFlow: false };
  for (let depth = 0; depth < path.length; depth++) {
    const node: Node | null = found.node;
    const inFlow: boolean = found.inFlow;
    const part = path[depth]!;
    const missing = path.slice(depth).map(String);
    if (isUnwritten(node) || (isEmptyMap(node) && !inFlow)) return { ...found, missing };
    refuseAlias(node, path.slice(0, depth));
    if (isMap(node)) {
      const inside: boolean = inFlow || node.flow === true;
      const pair: KeyPair | undefined = (node.items as KeyPair[]).find(
        (candidate) => keyText(candidate) === String(part),
      );
      if (pair === undefined) return { at: 'map', holder: node, node: null, missing, inFlow: inside };
      found = { at: 'pair', holder: node, pair, node: pair.value, missing: [], inFlow: inside };
    } else if (isSeq(node) && typeof part === 'number' && part < node.items.length) {
      const item = node.items[part] as Node | null;
      found = { at: 'item', holder: node, index: part, node: item, missing: [], inFlow: inFlow || node.flow === true };
    } else {
      const what = isSeq(node) ? 'is a list without such an item' : 'holds no keys';
      throw new NotEditable(startOf(node), `${pathText(path.slice(0, depth))}: ${what}.`, 'Correct it by hand first.');
    }
  }
  return found;
}

function isEmptyMap(node: Node | null): boolean {
  return isMap(node) && node.items.length === 0;
}

/** @throws NotEditable: what is changed there would change elsewhere too */
export function refuseAlias(node: Node | null, path: Path): void {
  if (isAlias(node)) {
    const message = `${pathText(path)}: is written as the alias *${node.source}.`;
    throw new NotEditable(startOf(node), message, 'Write its content out, then do this again.');
  }
}

/** True for what is not there, or a key without a value. */
export function isUnwritten(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null);
}

export function startOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}

/** True for a collection that lies on lines of its own. */
export function isBlock(node: Node | null): node is YAMLMap | YAMLSeq {
  return (isMap(node) || isSeq(node)) && node.flow !== true;
}

/** Where the last character that belongs to a value was, comments aside. */
export function endOf(node: Node | null): number {
  if (isBlock(node) && node.items.length > 0) {
    const last = node.items.at(-1) as KeyPair | Node | null;
    return last !== null && 'key' in last ? endOfPair(last) : endOf(last);
  }
  return node?.range?.[1] ?? 0;
}

export function endOfPair(pair: KeyPair): number {
  return Math.max(endOf(pair.value), pair.key?.range?.[1] ?? 0);
}
