import picomatch from 'picomatch';
import { byText } from '../values/address.ts';
import type { RelPath } from '../values/paths.ts';
import { deliveredName, type FileKind, KINDS, type Library, type LibraryFile } from './library.ts';

/**
 * The folders of the library that a target draws from, the most general first; `''` is the base catalogue.
 * Of one file the version in the last of them is delivered.
 */
export type Layers = readonly string[];

/** What can be selected of one kind: by the name under which it is delivered. */
export type Catalogue = ReadonlyMap<string, LibraryFile>;

/** Lists what a target with these layers can select of a kind. */
export function catalogue(library: Library, layers: Layers, folder: string): Catalogue {
  const found = new Map<string, LibraryFile>();
  const folders = foldersOf(library);
  for (const layer of layers) {
    const prefix = `${layer}${folder}/`;
    for (const file of folders.get(prefix) ?? []) found.set(deliveredName(file.path.slice(prefix.length)), file);
  }
  return found;
}

const known = new WeakMap<Library, ReadonlyMap<string, readonly LibraryFile[]>>();

/** The files of the library by their folder in their layer: `commands/`, `repositories/alpha/skills/`. Made once for all targets. */
function foldersOf(library: Library): ReadonlyMap<string, readonly LibraryFile[]> {
  let folders = known.get(library);
  if (folders === undefined) {
    const made = new Map<string, LibraryFile[]>();
    for (const file of library.values()) {
      const folder =
        /^(?:(?:home|(?:languages|frameworks|profiles|repositories)\/[^/]+)\/)?[^/]+\//.exec(file.path)?.[0] ?? '';
      const files = made.get(folder);
      if (files === undefined) made.set(folder, [file]);
      else files.push(file);
    }
    folders = made;
    known.set(library, folders);
  }
  return folders;
}

/** What a layer folder holds of a kind: being there is being selected. */
export function layerNames(library: Library, layer: string, folder: string): string[] {
  return layer === '' ? [] : [...catalogue(library, [layer], folder).keys()].sort(byText);
}

/**
 * The names that a pattern selects: `research` or `research.md` one file, `tdd/` or `tdd` a folder, `speckit.*` a glob.
 * Of skills a name is a folder with all that is in it.
 */
export function namesFor(
  pattern: string,
  kind: FileKind | 'seeds' | 'memory' | 'settings',
  items: Catalogue,
): string[] {
  if (!isGlob(pattern)) return [...(indexOf(items, kind).get(pattern) ?? [])].sort(byText);
  const folder = pattern.endsWith('/') ? pattern : `${pattern}/`;
  const isMatch = globMatcher(pattern);
  const selected = [...items.keys()].filter((name) => {
    if (name.startsWith(folder)) return true;
    if (pattern.endsWith('/')) return false;
    return isMatch(name) || isMatch(shortOf(name, kind));
  });
  return selected.sort(byText);
}

/** The name that selects an item: without its ending, of skills the folder. */
function shortOf(name: string, kind: string): string {
  return kind === 'skills' ? name.split('/')[0]! : stemOf(name);
}

type Index = ReadonlyMap<string, ReadonlySet<string>>;

const indexes = new WeakMap<Catalogue, Map<boolean, Index>>();

/** What each word without a wildcard selects, made once for all patterns. */
function indexOf(items: Catalogue, kind: string): Index {
  const known = indexes.get(items) ?? new Map<boolean, Index>();
  indexes.set(items, known);
  let index = known.get(kind === 'skills');
  if (index === undefined) {
    const made = new Map<string, Set<string>>();
    const put = (word: string, name: string): unknown => made.set(word, (made.get(word) ?? new Set()).add(name));
    for (const name of items.keys()) {
      put(name, name);
      put(shortOf(name, kind), name);
      for (let cut = name.indexOf('/'); cut >= 0; cut = name.indexOf('/', cut + 1)) {
        put(name.slice(0, cut), name);
        put(name.slice(0, cut + 1), name);
      }
    }
    index = made;
    known.set(kind === 'skills', index);
  }
  return index;
}

/** The names to suggest when a pattern selects nothing: stems, and for skills folders. */
export function selectableNames(kind: string, items: Catalogue): string[] {
  const names = new Set<string>();
  for (const name of items.keys()) {
    if (kind !== 'skills') names.add(stemOf(name));
    const cut = name.indexOf('/');
    if (cut > 0) names.add(kind === 'skills' ? name.slice(0, cut) : name.slice(0, cut + 1));
  }
  return [...names];
}

/** Where a selected item of a kind goes, from the folder that holds the client's tree (`.claude/` or the home itself). */
export function destination(tree: string, kind: FileKind, name: string): RelPath {
  return `${tree}${KINDS[kind]}/${name}` as RelPath;
}

export function stemOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 || dot === name.length - 1 || name.includes('/', dot) ? name : name.slice(0, dot);
}

/** True when a pattern has a wildcard. */
export function isGlob(pattern: string): boolean {
  return /[*?[\]{}!]/.test(pattern);
}

type Matcher = (path: string) => boolean;

const matchers = new Map<string, Matcher>();

/** A matcher for a glob, made once per pattern: `*` stays inside a folder, `**` does not, dot files match. */
export function globMatcher(pattern: string): Matcher {
  let matcher = matchers.get(pattern);
  if (matcher === undefined) {
    matcher = remembering(picomatch(pattern, { dot: true }));
    matchers.set(pattern, matcher);
  }
  return matcher;
}

/** Many targets ask about the same paths. What was answered is forgotten when it is much. */
function remembering(matcher: Matcher): Matcher {
  const answers = new Map<string, boolean>();
  return (path) => {
    let answer = answers.get(path);
    if (answer === undefined) {
      answer = matcher(path);
      if (answers.size >= MOST_ANSWERS) answers.clear();
      answers.set(path, answer);
    }
    return answer;
  };
}

const MOST_ANSWERS = 5_000;
