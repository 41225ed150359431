import { type TreeFile, treeOf } from '../findings/tree.ts';
import { blobId, type FileMode } from '../values/content.ts';
import type { RelPath } from '../values/paths.ts';
import type { TargetName } from '../values/target.ts';
import { isOurs, type SeenTarget } from './seen.ts';

/** The folders of the client's tree whose parts are compared with each other. */
const KINDS = ['commands', 'skills', 'agents', 'rules', 'output-styles', 'hooks'] as const;

type ItemKind = (typeof KINDS)[number];

/** What the client takes for one thing: a command, an agent, a rule, a whole skill with all that is in its folder. */
export interface Item {
  readonly target: TargetName;
  readonly kind: ItemKind;
  /** As in canonical.yaml: `tdd/cycle` for a command, `review` for a skill. */
  readonly name: string;
  /** The file, or the folder of a skill. */
  readonly path: RelPath;
  readonly files: readonly { readonly path: RelPath; readonly bytes: Uint8Array; readonly mode: FileMode }[];
  /** The same for items of the same content: every file with its path in the item and its mode. */
  readonly print: string;
}

/** Which item a path of a target belongs to; undefined for what belongs to none. */
function itemAt(
  seen: Pick<SeenTarget, 'kind'>,
  path: RelPath,
): { key: string; kind: ItemKind; name: string; path: RelPath } | undefined {
  const tree = treeOf(seen.kind);
  if (seen.kind === 'directory' || !path.startsWith(tree)) return undefined;
  const inside = path.slice(tree.length);
  const cut = inside.indexOf('/');
  const kind = KINDS.find((one) => one === inside.slice(0, cut));
  if (kind === undefined) return undefined;
  const rest = inside.slice(cut + 1);
  if (kind === 'skills') {
    const end = rest.indexOf('/');
    if (end < 0) return undefined;
    const name = rest.slice(0, end);
    return { key: `skills/${name}`, kind, name, path: `${tree}skills/${name}` as RelPath };
  }
  const name = kind === 'hooks' ? rest : rest.replace(/\.md$/, '');
  return { key: `${kind}/${name}`, kind, name, path };
}

/** What stands in a target and is not ours; of a skill of ours that somebody put files into, only those files. */
export function foreignItems(seen: SeenTarget): { readonly items: Item[]; readonly strays: RelPath[] } {
  const groups = new Map<string, { at: NonNullable<ReturnType<typeof itemAt>>; files: TreeFile[] }>();
  for (const file of seen.tree.files.values()) {
    if (isOurs(seen, file.path)) continue;
    const at = itemAt(seen, file.path);
    if (at === undefined) continue;
    const group = groups.get(at.key);
    if (group === undefined) groups.set(at.key, { at, files: [file] });
    else group.files.push(file);
  }
  const ours = groups.size === 0 ? new Set<string>() : deliveredKeys(seen);
  const items: Item[] = [];
  const strays: RelPath[] = [];
  for (const [key, { at, files }] of groups) {
    if (at.kind === 'skills' && ours.has(key)) strays.push(...files.map((file) => file.path));
    else items.push(itemOf(seen.name, at, files));
  }
  return { items, strays };
}

function deliveredKeys(seen: SeenTarget): Set<string> {
  const keys = new Set<string>();
  for (const path of seen.desired.keys()) {
    const at = itemAt(seen, path);
    if (at !== undefined) keys.add(at.key);
  }
  return keys;
}

/** What the hub delivers to a target, as items. */
export function deliveredItems(seen: SeenTarget): Item[] {
  const groups = new Map<string, { at: NonNullable<ReturnType<typeof itemAt>>; files: Item['files'][number][] }>();
  for (const document of seen.desired.values()) {
    if (document.form !== 'file') continue;
    const at = itemAt(seen, document.path);
    if (at === undefined) continue;
    const file = { path: document.path, bytes: document.content, mode: document.mode };
    const group = groups.get(at.key);
    if (group === undefined) groups.set(at.key, { at, files: [file] });
    else group.files.push(file);
  }
  return [...groups.values()].map(({ at, files }) => itemOf(seen.name, at, files));
}

function itemOf(
  target: TargetName,
  { kind, name, path }: { readonly kind: ItemKind; readonly name: string; readonly path: RelPath },
  files: Item['files'],
): Item {
  // The name of the file itself is no part of what is in it; inside a skill, names are.
  const prints = files.map((file) => `${file.path.slice(path.length)} ${file.mode} ${blobId(file.bytes)}`);
  return { target, kind, name, path, files, print: `${kind} ${prints.sort().join('\n')}` };
}
