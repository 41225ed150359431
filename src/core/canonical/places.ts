import { isMap, isScalar, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Json } from '../values/json.ts';
import { keyText, type Nodes } from './value.ts';

/** From the document's root: keys, and numbers in lists. */
export type Path = readonly (string | number)[];

interface Found {
  readonly key: number;
  readonly value: number | undefined;
  readonly node: Node | null;
}

/** Where the values of a document stand. Nothing is looked up before it is asked for. */
export class Places {
  readonly #root: Json;
  readonly #nodes: Nodes;
  readonly #pairs = new WeakMap<YAMLMap, Map<string, Pair<Node | null, Node | null>>>();

  constructor(root: Json, nodes: Nodes) {
    this.#root = root;
    this.#nodes = nodes;
  }

  /** The offset of the value at `path`, of its key when it has no value, or of the nearest thing above that is there. */
  valueAt(path: Path): number {
    const { key, value } = this.#find(path);
    return value ?? key;
  }

  /** True when the document has this section. */
  hasSection(name: string): boolean {
    const root = typeof this.#root === 'object' && this.#root !== null ? this.#nodes.get(this.#root) : undefined;
    return isMap(root) && this.#pairsOf(root).has(name);
  }

  /** The offset of the key (in a list: of the value) at `path`. */
  keyAt(path: Path): number {
    return this.#find(path).key;
  }

  /** The plain text that a person wrote at `path`: `1.0` for the number 1. Undefined for anything but an unquoted scalar. */
  plainAt(path: Path): string | undefined {
    const { node } = this.#find(path);
    return isScalar(node) && node.type === 'PLAIN' ? node.source : undefined;
  }

  #find(path: Path): Found {
    let at: Found = { key: 0, value: undefined, node: null };
    let value: unknown = this.#root;
    for (const part of path) {
      const node = typeof value === 'object' && value !== null ? this.#nodes.get(value) : undefined;
      if (node === undefined) return at;
      if (isMap(node)) {
        const pair = this.#pairsOf(node).get(String(part));
        if (pair === undefined) return at;
        at = { key: pair.key?.range?.[0] ?? at.key, value: startOf(pair.value), node: pair.value };
      } else {
        const item = node.items[Number(part)] as Node | null | undefined;
        if (item === undefined) return at;
        at = { key: startOf(item) ?? node.range?.[0] ?? at.key, value: startOf(item), node: item };
      }
      value = (value as Record<string | number, unknown>)[part];
    }
    return at;
  }

  #pairsOf(map: YAMLMap): Map<string, Pair<Node | null, Node | null>> {
    let pairs = this.#pairs.get(map);
    if (pairs === undefined) {
      pairs = new Map();
      for (const pair of map.items as Pair<Node | null, Node | null>[]) pairs.set(keyText(pair) ?? '', pair);
      this.#pairs.set(map, pairs);
    }
    return pairs;
  }
}

/** Where a value starts; undefined for one that is not written (`home:`). */
function startOf(node: Node | null): number | undefined {
  const range = node?.range;
  return range == null || (isScalar(node) && node.value === null && range[0] === range[1]) ? undefined : range[0];
}

/** `global.hooks.stop[2]`: for messages. */
export function pathText(path: Path): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (/^[\w$*.-]+$/.test(part) && part !== '') text += text === '' ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}
