import { isBinary, textOf } from '../values/content.ts';
import { isObject, type Json, type JsonObject } from '../values/json.ts';
import type { TargetKind } from '../values/target.ts';
import { type FrontMatter, readFrontMatter } from './frontMatter.ts';
import { baseOf, type Role, roleOf, type Tree, type TreeFile } from './tree.ts';

/** A content with what it says, each form worked out when it is first asked for. */
interface Reading {
  readonly binary: boolean;
  /** Without a BOM, which the client takes off. */
  readonly text: string;
  readonly matter: FrontMatter;
  /** The beginning of the text, as long as anybody's instructions are: what reads line by line reads this. */
  readonly prose: string;
  /** Undefined for what is not JSON, or is nested deeper than anybody nests. */
  readonly json: { readonly value: Json } | undefined;
}

/** A file of a tree with what it says. */
export interface ReadFile extends TreeFile {
  readonly role: Role;
  /** The folder in the target whose tree it belongs to, as `baseOf` tells. */
  readonly base: string;
  readonly is: Reading;
}

/** A tree whose files can be asked for by what the client takes them for. */
export interface ReadTree {
  readonly tree: Tree;
  readonly files: readonly ReadFile[];
  of(role: Role): readonly ReadFile[];
}

const LONGEST_PROSE = 200_000;
const DEEPEST = 200;

const known = new WeakMap<Uint8Array, Reading>();

/** What a content says. Remembered per array, so that what targets share is read once. */
function readingOf(bytes: Uint8Array): Reading {
  let reading = known.get(bytes);
  if (reading === undefined) {
    reading = lazily(bytes);
    known.set(bytes, reading);
  }
  return reading;
}

function lazily(bytes: Uint8Array): Reading {
  let text: string | undefined;
  let matter: FrontMatter | undefined;
  let json: { readonly value: Json } | 'none' | undefined;
  return {
    binary: isBinary(bytes),
    get text() {
      text ??= textOf(bytes).replace(/^\ufeff/, '');
      return text;
    },
    get prose() {
      return this.text.length > LONGEST_PROSE ? this.text.slice(0, LONGEST_PROSE) : this.text;
    },
    get matter() {
      matter ??= readFrontMatter(this.prose);
      return matter;
    },
    get json() {
      json ??= jsonOf(this.text);
      return json === 'none' ? undefined : json;
    },
  };
}

/** Deeper than anybody nests: what works its way down would run out of stack. */
export function isDeep(text: string): boolean {
  let depth = 0;
  for (const [sign] of text.matchAll(/[[\]{}]/g)) {
    if (sign === '[' || sign === '{') depth++;
    else depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}

function jsonOf(text: string): { readonly value: Json } | 'none' {
  if (isDeep(text)) return 'none';
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return 'none';
  }
}

/** The object that a JSON file holds, or undefined. */
export function objectIn(file: ReadFile): JsonObject | undefined {
  const value = file.is.json?.value;
  return isObject(value) ? value : undefined;
}

const read = new WeakMap<Tree, ReadTree>();

/** A tree with what its files say; remembered, because everybody who looks for something asks. */
export function readTree(tree: Tree): ReadTree {
  let known = read.get(tree);
  if (known === undefined) {
    known = byRole(tree);
    read.set(tree, known);
  }
  return known;
}

function byRole(tree: Tree): ReadTree {
  const files = [...tree.files.values()].map((file): ReadFile => readFile(file, tree));
  const roles = new Map<Role, ReadFile[]>();
  for (const file of files) {
    const list = roles.get(file.role);
    if (list === undefined) roles.set(file.role, [file]);
    else list.push(file);
  }
  return { tree, files, of: (role) => roles.get(role) ?? [] };
}

/** Of each kind of target: its trees share what is the same in them. */
const files: Readonly<Record<TargetKind, WeakMap<TreeFile, ReadFile>>> = {
  repository: new WeakMap(),
  home: new WeakMap(),
  directory: new WeakMap(),
};

function readFile(file: TreeFile, { kind }: Tree): ReadFile {
  let known = files[kind].get(file);
  if (known === undefined) {
    const { path, bytes, mode } = file;
    known = { path, bytes, mode, role: roleOf(path, kind), base: baseOf(path, kind), is: readingOf(bytes) };
    files[kind].set(file, known);
  }
  return known;
}
