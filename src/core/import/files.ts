import { byText } from '../values/address.ts';
import { sameBytes } from '../values/content.ts';
import { collisionKey, type RelPath } from '../values/paths.ts';
import type { TargetName } from '../values/target.ts';
import type { Kin } from './kin.ts';
import { ALIKE, likenesses, similarity } from './similar.ts';
import type { TreeFile } from './tree.ts';

/** The files of one target that the library can hold, by their place in it: `commands/tdd/red.md`. */
type Placed = ReadonlyMap<string, TreeFile>;

export interface Member {
  readonly name: TargetName;
  readonly files: Placed;
  /** What the hub delivers to it before anything is added for it, by place. */
  readonly given: ReadonlyMap<string, Version>;
  /** The home takes part in nothing that goes to all repositories. */
  readonly isHome: boolean;
}

/** Content and executable bit. */
export type Version = Pick<TreeFile, 'content' | 'mode'>;

export interface FactorOptions {
  /** What the library's own folders hold already, by place. */
  readonly base: ReadonlyMap<string, Version>;
  /** True where `global` may be written: in a new hub. Else nothing is added for targets that are there already. */
  readonly isNew: boolean;
  /** Places that may not be added to the library's own folders, because targets that are there already would get them. */
  readonly barred: ReadonlySet<string>;
  /** Who shares a layer. */
  readonly kin: readonly Kin[];
  /** What the library holds, in its layers too, by the key of the path. */
  readonly occupied: ReadonlySet<string>;
}

/** Where each file goes. */
export interface Factored {
  /** New in the library's own folders, by place. */
  readonly base: ReadonlyMap<string, TreeFile>;
  /** New in the layer of a language or a framework, by path: `languages/python/commands/a.md`. */
  readonly layered: ReadonlyMap<string, TreeFile>;
  /** Selected for all repositories. */
  readonly global: ReadonlySet<string>;
  readonly own: ReadonlyMap<TargetName, OwnFiles>;
}

export interface OwnFiles {
  /** The target's own versions, which go into its layer. */
  readonly overlay: ReadonlyMap<string, TreeFile>;
  /** What it selects from the library's own folders. */
  readonly select: ReadonlySet<string>;
  /** What the others get, and it does not have. */
  readonly exclude: ReadonlySet<string>;
}

interface MutableOwn {
  readonly overlay: Map<string, TreeFile>;
  readonly select: Set<string>;
  readonly exclude: Set<string>;
}

/**
 * Puts what trees have in common into the library once, and leaves the rest to layers of their own. By path: what stands at one path is
 * versions of one file, of which the one that most have becomes the common one, and among equals the one that is most like the others.
 */
export function factorFiles(members: readonly Member[], options: FactorOptions): Factored {
  const base = new Map<string, TreeFile>();
  const layered = new Map<string, TreeFile>();
  const global = new Set<string>();
  const own = new Map<TargetName, MutableOwn>();
  for (const { name } of members) own.set(name, { overlay: new Map(), select: new Set(), exclude: new Set() });
  const keys = new Set([...options.base.keys()].map((place) => collisionKey(place as RelPath)));
  const places = new Set(members.flatMap((member) => [...member.files.keys(), ...member.given.keys()]));
  for (const place of [...places].sort(byText)) {
    const known = options.base.get(place);
    const mayAdd = known === undefined && !options.barred.has(place) && !keys.has(collisionKey(place as RelPath));
    const common = mayAdd ? chooseCommon(place, members, options) : undefined;
    if (common !== undefined) {
      keys.add(collisionKey(place as RelPath));
      if (common.kin === undefined) base.set(place, common.file);
      else layered.set(`${common.kin.layer}${place}`, common.file);
      if (common.forAll) global.add(place);
    }
    for (const member of members) settle(place, member, common, known, own.get(member.name)!);
  }
  return { base, layered, global, own };
}

function settle(
  place: string,
  member: Member,
  common: Common | undefined,
  known: Version | undefined,
  own: MutableOwn,
): void {
  const file = member.files.get(place);
  const base = known ?? common?.file;
  const goesHere = common?.kin === undefined ? common?.forAll === true && !member.isHome : isKin(common.kin, member);
  const given = goesHere ? base : member.given.get(place);
  if (file === undefined) {
    if (given !== undefined) own.exclude.add(place);
  } else if (given !== undefined) {
    if (!same(file, given)) own.overlay.set(place, file);
  } else if (base !== undefined && same(file, base)) own.select.add(place);
  else own.overlay.set(place, file);
}

interface Common {
  readonly file: TreeFile;
  /** The only ones that have it, where these are of one language or framework: they get it by their layer. */
  readonly kin: Kin | undefined;
  /** More than half of the repositories have the path, so that all get it, and those that lack it are excepted. */
  readonly forAll: boolean;
}

/** The version that the library gets, if what stands at this path has anything in common. */
function chooseCommon(place: string, members: readonly Member[], options: FactorOptions): Common | undefined {
  const open = members.filter((member) => !member.given.has(place));
  const holders = open.filter((member) => member.files.has(place));
  const repositories = holders.filter((member) => !member.isHome).length;
  const files = holders.map((member) => member.files.get(place)!);
  const best = mostCommon(files);
  if (best === undefined) return undefined;
  const all = members.filter((member) => !member.isHome).length;
  const agreeing = files.filter((file) => same(file, best)).length;
  const isCommon = (): boolean => agreeing > 1 || files.some((file) => file !== best && isAlike(file, best));
  const kin = agreeing > 1 ? kinOf(place, holders, free(place, open, options)) : undefined;
  if (kin !== undefined) return { file: best, kin, forAll: false };
  const forAll = options.isNew && repositories * 2 > all && (all === 1 || isCommon());
  return forAll || agreeing > 1 ? { file: best, kin, forAll } : undefined;
}

/** Those whose layer has nothing at this place yet, and who get nothing there from another one. */
function free(place: string, open: readonly Member[], { kin, occupied }: FactorOptions): Kin[] {
  const names = new Set(open.map(({ name }) => name));
  return kin.filter(
    ({ layer, members }) =>
      [...members].every((name) => names.has(name)) && !occupied.has(collisionKey(`${layer}${place}` as RelPath)),
  );
}

/** Who shares a layer, if more than half of them have the file and nobody else; those of whom the fewest lack it. */
function kinOf(place: string, holders: readonly Member[], kin: readonly Kin[]): Kin | undefined {
  // Of a layer's scripts only what is selected or wired is delivered: they are told better by what selects them.
  if (place.startsWith('hooks/')) return undefined;
  const fitting = kin.filter(
    (one) => holders.length * 2 > one.members.size && holders.every((member) => isKin(one, member)),
  );
  return fitting.reduce<Kin | undefined>(
    (best, one) => (best === undefined || one.members.size < best.members.size ? one : best),
    undefined,
  );
}

function isKin({ members }: Kin, member: Member): boolean {
  return !member.isHome && members.has(member.name);
}

/** The version that most have; among those that equally many have the one most like all; then the first. */
function mostCommon(files: readonly TreeFile[]): TreeFile | undefined {
  const all = versionsOf(files);
  const most = all.reduce((sum, { count }) => Math.max(sum, count), 0);
  const first = all.filter(({ count }) => count === most);
  if (first.length < 2) return first[0]?.file;
  const scores = likenesses(
    all.map(({ file }) => file.content),
    all.map(({ count }) => count),
  );
  let best: number | undefined;
  for (const [at, { count }] of all.entries())
    if (count === most && (best === undefined || scores[at]! > scores[best]!)) best = at;
  return all[best!]!.file;
}

function isAlike(a: Version, b: Version): boolean {
  return similarity(a.content, b.content) >= ALIKE;
}

/** Equal contents of all trees are the very same array. */
function versionsOf(files: readonly TreeFile[]): { readonly file: TreeFile; readonly count: number }[] {
  const groups = new Map<Uint8Array, { readonly file: TreeFile; count: number }[]>();
  for (const file of files) {
    const known = groups.get(file.content) ?? [];
    const group = known.find((one) => one.file.mode === file.mode);
    if (group === undefined) groups.set(file.content, [...known, { file, count: 1 }]);
    else group.count++;
  }
  return [...groups.values()].flat();
}

function same(a: Version, b: Version): boolean {
  return a.mode === b.mode && sameBytes(a.content, b.content);
}
