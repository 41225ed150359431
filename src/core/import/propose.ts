import { type FileKind, KINDS, kindAt, type LibraryFile } from '../desired/library.ts';
import { type FieldFile, scriptsNamedIn } from '../desired/settings.ts';
import { byText } from '../values/address.ts';
import type { JsonObject } from '../values/json.ts';
import { collisionKey, type RelPath } from '../values/paths.ts';
import type { TargetName } from '../values/target.ts';
import { type Factored, factorFiles, type Member, type OwnFiles } from './files.ts';
import { type FragmentPlan, planFragments } from './fragments.ts';
import { NOTHING_GIVEN } from './given.ts';
import { type Ground, layerOf } from './ground.ts';
import { kinIn } from './kin.ts';
import { excludesFor, patternsFor, type Shelf, shelfOf } from './patterns.ts';
import { pathOf, type Sorted } from './sorted.ts';
import type { TreeFile } from './tree.ts';

/** What a look at an earlier proposal found out. */
export interface Lessons {
  /** Places that other targets would get if they stood in the library's own folders. */
  readonly barred: ReadonlySet<string>;
  /** Paths that a target cannot have from this hub just as they are there. */
  readonly exclude: ReadonlyMap<TargetName, ReadonlySet<RelPath>>;
}

export const NO_LESSONS: Lessons = { barred: new Set(), exclude: new Map() };

/** What canonical.yaml says about one target. */
export interface TargetPart {
  readonly name: TargetName;
  readonly isHome: boolean;
  readonly select: ReadonlyMap<FileKind, readonly string[]>;
  /** Fragments by name, and objects whose nulls take fields away. */
  readonly settings: readonly (string | JsonObject)[];
  readonly exclude: readonly string[];
  /** True where another hub's inventory is there: what that has and this hub has not is kept. */
  readonly keeps: boolean;
}

export interface Proposal {
  /** New files of the library, by path. */
  readonly library: ReadonlyMap<RelPath, LibraryFile>;
  readonly global: { readonly select: TargetPart['select']; readonly settings: readonly string[] };
  readonly targets: readonly TargetPart[];
}

/** A proposal that names these targets and gives them nothing. */
export function nothingFor(trees: readonly Sorted[]): Proposal {
  const targets = trees.map(({ tree }): TargetPart => {
    return {
      name: tree.name,
      isHome: tree.kind === 'home',
      select: new Map(),
      settings: [],
      exclude: [],
      keeps: false,
    };
  });
  return { library: new Map(), global: { select: new Map(), settings: [] }, targets };
}

/** Works out the library and the words of canonical.yaml that give each of these trees what it has. Pure, and the same each time. */
export function propose(trees: readonly Sorted[], ground: Ground, lessons: Lessons): Proposal {
  const members = trees.map((sorted) => memberOf(sorted, ground, lessons));
  const base = ownFolders(ground.library);
  const repositories = members.filter(({ isHome }) => !isHome).map(({ name }) => name);
  const kin = kinIn(ground.layers, repositories, ground);
  const occupied = new Set([...ground.library.keys()].map(collisionKey));
  const factored = factorFiles(members, { base, isNew: ground.isNew, barred: lessons.barred, kin, occupied });
  const fragments = planFragments(trees, ground, kin, (name, path) => isExcluded(lessons, name, path));
  const library = new Map<RelPath, LibraryFile>(fragments.library);
  for (const [path, file] of factored.layered) put(library, path, file);
  for (const [place, file] of factored.base) put(library, place, file);
  for (const { name, isHome } of members)
    for (const [place, file] of factored.own.get(name)!.overlay) put(library, `${layerOf(name, isHome)}${place}`, file);
  const shelves = shelvesOf([...base.keys(), ...factored.base.keys()]);
  const named = namedBy(trees);
  const isNamedByAll = (place: string): boolean =>
    trees.every(({ files, tree }) => !files.has(place) || named.get(tree.name)!.has(place));
  return {
    library: new Map([...library].sort(([a], [b]) => byText(a, b))),
    global: {
      select: selections(
        [...factored.global].filter((place) => !isNamedByAll(place)),
        shelves,
      ),
      settings: fragments.global,
    },
    targets: trees.map((sorted) => targetPart(sorted, { factored, fragments, lessons, shelves, named, isNamedByAll })),
  };
}

interface Parts {
  readonly factored: Factored;
  readonly fragments: FragmentPlan;
  readonly lessons: Lessons;
  readonly shelves: ReadonlyMap<FileKind, Shelf>;
  /** The places of the scripts that the settings of a target name: these come with the settings. */
  readonly named: ReadonlyMap<TargetName, ReadonlySet<string>>;
  readonly isNamedByAll: (place: string) => boolean;
}

function targetPart({ tree, files }: Sorted, parts: Parts): TargetPart {
  const { name } = tree;
  const isHome = tree.kind === 'home';
  const own = parts.factored.own.get(name)!;
  const named = parts.named.get(name)!;
  const scripts = [...own.overlay.keys()].filter(
    (place) => place.startsWith('hooks/') && !isGlobal(place, parts, isHome),
  );
  const select = [...own.select, ...scripts].filter((place) => !named.has(place));
  const lacks = [...own.exclude].filter(
    (place) => !(place.startsWith('hooks/') && parts.isNamedByAll(place)) || named.has(place),
  );
  const exclude = new Set([
    ...lacks.map((place) => pathOf(place, tree.kind)),
    ...(parts.lessons.exclude.get(name) ?? []),
  ]);
  const shelf = withOwn(parts.shelves, own);
  return {
    name,
    isHome,
    select: selections(select, shelf),
    settings: parts.fragments.targets.get(name) ?? [],
    exclude: excludesFor(
      exclude,
      [...files.values()].map((file) => file.path).filter((path) => !exclude.has(path)),
    ),
    keeps: tree.inventory !== null,
  };
}

function isGlobal(place: string, { factored, isNamedByAll }: Parts, isHome: boolean): boolean {
  return !isHome && factored.global.has(place) && !isNamedByAll(place);
}

function memberOf({ tree, files }: Sorted, ground: Ground, lessons: Lessons): Member {
  const excluded = lessons.exclude.get(tree.name);
  const kept = excluded === undefined ? files : new Map([...files].filter(([, file]) => !excluded.has(file.path)));
  const given = (ground.given.get(tree.name) ?? NOTHING_GIVEN).files;
  return { name: tree.name, files: kept, given, isHome: tree.kind === 'home' };
}

function isExcluded(lessons: Lessons, name: TargetName, path: RelPath): boolean {
  return lessons.exclude.get(name)?.has(path) === true;
}

/** What the library's own folders hold, by place. */
function ownFolders(library: ReadonlyMap<RelPath, LibraryFile>): Map<string, LibraryFile> {
  return new Map([...library].filter(([path]) => kindAt(path) !== undefined));
}

function put(library: Map<RelPath, LibraryFile>, path: string, file: TreeFile): void {
  library.set(path as RelPath, { path: path as RelPath, content: file.content, mode: file.mode });
}

function byKind(places: Iterable<string>): Map<FileKind, Set<string>> {
  const kinds = new Map<FileKind, Set<string>>();
  for (const place of places) {
    const kind = kindAt(place)!;
    const names = kinds.get(kind) ?? new Set();
    kinds.set(kind, names.add(place.slice(KINDS[kind].length + 1)));
  }
  return kinds;
}

function shelvesOf(places: readonly string[]): Map<FileKind, Shelf> {
  return new Map([...byKind(places)].map(([kind, names]) => [kind, shelfOf(kind, names)]));
}

/** What a target can select: the library's own folders and its own layer. */
function withOwn(shelves: ReadonlyMap<FileKind, Shelf>, own: OwnFiles): ReadonlyMap<FileKind, Shelf> {
  const more = byKind(own.overlay.keys());
  if (more.size === 0) return shelves;
  const all = new Map(shelves);
  for (const [kind, names] of more) all.set(kind, shelfOf(kind, [...(shelves.get(kind)?.names ?? []), ...names]));
  return all;
}

function selections(places: Iterable<string>, shelves: ReadonlyMap<FileKind, Shelf>): Map<FileKind, readonly string[]> {
  const kinds = byKind(places);
  const order = (Object.keys(KINDS) as FileKind[]).filter((kind) => kinds.has(kind));
  return new Map(order.map((kind) => [kind, patternsFor(kinds.get(kind)!, shelves.get(kind)!)]));
}

function namedBy(trees: readonly Sorted[]): Map<TargetName, ReadonlySet<string>> {
  return new Map(
    trees.map(({ tree, parts }) => {
      const file: FieldFile = 'settings';
      const stack = new Map(
        [...(parts.get(file)?.fields ?? [])].map(([pointer, field]) => [pointer, { field, origin: { selector: '' } }]),
      );
      return [tree.name, new Set([...scriptsNamedIn(stack)].map((name) => `hooks/${name}`))];
    }),
  );
}
