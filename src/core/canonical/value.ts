import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Json } from '../values/json.ts';
import type { Problems } from './problems.ts';

/** The nodes that objects and lists were made from. */
export type Nodes = WeakMap<object, YAMLMap | YAMLSeq>;

export interface ReadValue {
  readonly value: Json;
  readonly nodes: Nodes;
  /** Unquoted texts that YAML 1.1 takes for true or false. */
  readonly doubtful: readonly { readonly offset: number; readonly text: string }[];
}

// Aliases may repeat this many values together: enough for any person, too few for a bomb.
const MOST_REPEATED = 10_000;

/** The value of a document, and where its parts stand. Undefined when something is wrong with it. */
export function readValue(document: Document, problems: Problems): ReadValue | undefined {
  const reader = new ValueReader(problems);
  const value = reader.read(document.contents as Node | null);
  return reader.sound ? { value, nodes: reader.nodes, doubtful: reader.doubtful } : undefined;
}

class ValueReader {
  readonly nodes: Nodes = new WeakMap();
  readonly doubtful: { offset: number; text: string }[] = [];
  sound = true;
  readonly #problems: Problems;
  readonly #anchors = new Map<string, { readonly node: Node; open: boolean }>();
  #repeating = 0;
  #repeated = 0;

  constructor(problems: Problems) {
    this.#problems = problems;
  }

  read(node: Node | null): Json {
    if (node === null) return null;
    if (isAlias(node)) return this.#alias(node.source, node);
    if (this.#repeating > 0 && ++this.#repeated > MOST_REPEATED) return null;
    const anchor = 'anchor' in node && typeof node.anchor === 'string' ? { node, open: true } : undefined;
    if (anchor !== undefined && this.#repeating === 0) this.#anchors.set(node.anchor as string, anchor);
    const value = isMap(node) ? this.#map(node) : isSeq(node) ? this.#list(node) : this.#scalar(node);
    if (anchor !== undefined) anchor.open = false;
    return value;
  }

  #alias(name: string, node: Node): Json {
    const anchor = this.#anchors.get(name);
    if (anchor === undefined) {
      return this.#wrong(
        node,
        `the alias *${name} has no anchor above it.`,
        `Put &${name} before the value to repeat.`,
      );
    }
    if (anchor.open) return this.#wrong(node, `the alias *${name} repeats what it stands in.`, 'Write it out.');
    if (this.#repeated > MOST_REPEATED) return null;
    this.#repeating++;
    const value = this.read(anchor.node);
    this.#repeating--;
    if (this.#repeated <= MOST_REPEATED) return value;
    return this.#wrong(node, `aliases repeat more than ${MOST_REPEATED} values.`, 'Write less with them.');
  }

  #list(node: YAMLSeq): Json {
    const list: Json[] = [];
    this.nodes.set(list, node);
    for (const item of node.items as (Node | null)[]) {
      list.push(this.read(item));
      this.#doubt(item);
    }
    return list;
  }

  #map(node: YAMLMap): Json {
    const map: Record<string, Json> = {};
    this.nodes.set(map, node);
    for (const pair of node.items as Pair<Node | null, Node | null>[]) {
      const key = keyText(pair);
      if (key === undefined) this.#wrong(pair.key ?? node, 'a key must be a text.', 'Write "key: value".');
      else if (key === '__proto__') this.#skip(pair.key!, '"__proto__" cannot be a key.', 'Choose another name.');
      else if (key === '<<' && isPlain(pair.key)) {
        this.#wrong(pair.key!, 'merge keys (<<) are not read.', 'Write the keys out, or use "profiles:".');
      } else if (Object.hasOwn(map, key)) {
        this.#skip(pair.key!, `the key "${key}" stands here a second time.`, 'Keep one of them.');
      } else {
        map[key] = this.read(pair.value);
        // `mode: off` is a word of ours.
        if (key !== 'mode') this.#doubt(pair.value);
      }
    }
    return map;
  }

  #scalar(node: Node): Json {
    const value = isScalar(node) ? node.value : undefined;
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    return this.#wrong(node, 'this is not a number to count with.', 'Put it in quotes.');
  }

  #doubt(node: Node | null): void {
    if (!isScalar(node) || node.type !== 'PLAIN' || typeof node.value !== 'string') return;
    if (/^(yes|no|on|off)$/i.test(node.value)) this.doubtful.push({ offset: node.range?.[0] ?? 0, text: node.value });
  }

  /** What is left out makes nothing else wrong: the rest can be looked at. */
  #skip(node: Node, message: string, remedy: string): void {
    this.#problems.add('error', node.range?.[0] ?? 0, message, remedy);
  }

  #wrong(node: Node, message: string, remedy: string): null {
    this.sound = false;
    this.#skip(node, message, remedy);
    return null;
  }
}

/** A key as it was written: `9000:` is the key "9000". Undefined when it is no text. */
export function keyText(pair: Pair<Node | null, Node | null>): string | undefined {
  const { key } = pair;
  if (!isScalar(key) || key.value === null) return undefined;
  return typeof key.value === 'string' ? key.value : key.source;
}

function isPlain(node: Node | null): boolean {
  return isScalar(node) && node.type === 'PLAIN';
}
