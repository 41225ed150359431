import { type LibraryFile, TEMPLATE } from '../desired/library.ts';
import type { FieldFile } from '../desired/settings.ts';
import { bytesOf } from '../values/content.ts';
import { documentOf, type Field } from '../values/fields.ts';
import type { JsonObject } from '../values/json.ts';
import type { RelPath } from '../values/paths.ts';
import type { TargetName } from '../values/target.ts';
import { dialectFor, type Fields, factorFields, isAllOf } from './fields.ts';
import { adjust, merged } from './given.ts';
import { type Ground, layerOf } from './ground.ts';
import type { Kin } from './kin.ts';
import type { Sorted } from './sorted.ts';

/** The fragments of the library that give each target its fields. */
export interface FragmentPlan {
  readonly library: ReadonlyMap<RelPath, LibraryFile>;
  /** Fragments that `global` selects. */
  readonly global: readonly string[];
  /** What each target selects. */
  readonly targets: ReadonlyMap<TargetName, readonly (string | JsonObject)[]>;
}

const ENDINGS: Readonly<Record<'settings' | 'mcp', string>> = { settings: '', mcp: '.mcp' };

/** Factors the fields of settings.json and .mcp.json: common ones once, the rest in the layers. */
export function planFragments(
  trees: readonly Sorted[],
  ground: Ground,
  kin: readonly Kin[],
  isExcluded: (name: TargetName, path: RelPath) => boolean,
): FragmentPlan {
  const library = new Map<RelPath, LibraryFile>();
  const global: string[] = [];
  const targets = new Map<TargetName, (string | JsonObject)[]>(trees.map(({ tree }) => [tree.name, []]));
  for (const file of ['settings', 'mcp'] as const) {
    const own = ownFields(trees, ground, file, isExcluded, targets);
    const sharing = kin.filter((one) => mayShare(one, file, ground, targets, own));
    const repositories = trees.filter(({ tree }) => tree.kind === 'repository').map(({ tree }) => tree.name);
    const factored = factorFields(
      new Map([...own].map(([name, part]) => [name, part.fields])),
      new Set(ground.isNew ? repositories : []),
      sharing.map(({ members }) => members),
    );
    const put = (path: string, document: JsonObject): void => {
      const content = bytesOf(`${JSON.stringify(document, null, 2)}\n`);
      library.set(path as RelPath, { path: path as RelPath, content, mode: '100644' });
    };
    const name = (wish: string): string => {
      let free = wish;
      for (
        let next = 2;
        [...library.keys(), ...ground.library.keys()].includes(`settings/${free}${ENDINGS[file]}.json` as RelPath);
        next++
      )
        free = `${wish}-${next}`;
      return `${free}${ENDINGS[file]}`;
    };
    if (factored.common.length > 0) {
      const fragment = name('base');
      put(`settings/${fragment}.json`, documentOf(factored.common));
      global.push(fragment);
    }
    for (const shared of factored.shared) {
      const layer = sharing.find(({ members }) => isAllOf(shared.members, members))?.layer;
      if (layer !== undefined) {
        put(`${layer}${file === 'mcp' ? 'mcp' : 'settings'}.json`, documentOf(shared.fields));
        continue;
      }
      const fragment = name(wishFor(shared.fields));
      put(`settings/${fragment}.json`, documentOf(shared.fields));
      for (const member of shared.members) targets.get(member)!.push(fragment);
    }
    for (const { tree } of trees) {
      const document = merged(own.get(tree.name)?.nulls ?? {}, documentOf(factored.own.get(tree.name) ?? []));
      const layer = layerOf(tree.name, tree.kind === 'home');
      if (Object.keys(document).length > 0) put(`${layer}${file === 'mcp' ? 'mcp' : 'settings'}.json`, document);
    }
  }
  return { library, global, targets };
}

/** A layer is laid before what a target takes away, so who takes anything away keeps its fields to itself. */
function mayShare(
  { layer, members }: Kin,
  file: 'settings' | 'mcp',
  ground: Ground,
  targets: ReadonlyMap<TargetName, readonly (string | JsonObject)[]>,
  own: ReadonlyMap<TargetName, OwnPart>,
): boolean {
  const path = `${layer}${file === 'mcp' ? 'mcp' : 'settings'}.json`;
  if (ground.library.has(path as RelPath) || ground.library.has(`${path}${TEMPLATE}` as RelPath)) return false;
  return [...members].every((name) => {
    const takesAway = targets.get(name)?.some((one) => typeof one !== 'string') === true;
    return !takesAway && own.get(name)?.nulls === undefined;
  });
}

interface OwnPart {
  readonly fields: Fields;
  /** Of .mcp.json only: nulls that stand in the same fragment. */
  readonly nulls?: JsonObject;
}

function ownFields(
  trees: readonly Sorted[],
  ground: Ground,
  file: FieldFile,
  isExcluded: (name: TargetName, path: RelPath) => boolean,
  targets: ReadonlyMap<TargetName, (string | JsonObject)[]>,
): Map<TargetName, OwnPart> {
  const own = new Map<TargetName, OwnPart>();
  for (const { tree, parts } of trees) {
    const part = parts.get(file);
    if (part === undefined || isExcluded(tree.name, part.path)) continue;
    const given = ground.given.get(tree.name)?.fields.get(part.path);
    if (given === undefined) own.set(tree.name, { fields: part.fields });
    else {
      const adjusted = adjust(given, part.document, part.fields, dialectFor(file));
      const { nulls } = adjusted;
      if (nulls !== undefined && file === 'settings') targets.get(tree.name)!.push(nulls);
      own.set(tree.name, { fields: adjusted.own, ...(nulls !== undefined && file === 'mcp' ? { nulls } : {}) });
    }
  }
  return own;
}

/** What a shared fragment is called: the section that its fields are in, or what it is. */
function wishFor(fields: readonly Field[]): string {
  const sections = new Set(fields.map((field) => (field.kind === 'hook' ? 'hooks' : field.keys[0]!)));
  const [first] = sections;
  return sections.size === 1 && first !== undefined && /^[A-Za-z][A-Za-z0-9-]*$/.test(first) ? first : 'shared';
}
