import { roleOf } from '../../core/import/role.ts';
import { folderOf, type LeftOut, type Tree, type TreeFile } from '../../core/import/tree.ts';
import { INVENTORY_PATH, isInventory } from '../../core/inventory/inventory.ts';
import { byText } from '../../core/values/address.ts';
import { type BlobId, blobId } from '../../core/values/content.ts';
import { type AbsPath, join, type RelPath } from '../../core/values/paths.ts';
import { DiskError } from '../../ports/disk.ts';
import { type Source, type Worktree, worktreeSource } from '../source.ts';
import type { Readers } from '../world.ts';
import { innerTree, isInner, withoutInner } from './inner.ts';
import { type Listing, listingOf } from './listing.ts';
import type { Candidate } from './request.ts';

/** The folders of the client's tree whose files may come into a hub. */
const FOLDERS = ['commands', 'skills', 'agents', 'rules', 'output-styles', 'hooks'];

/** What else is looked at, from the root of a repository. */
const SINGLE = [
  '.claude/settings.json',
  '.claude/settings.local.json',
  '.claude/CLAUDE.md',
  '.mcp.json',
  'CLAUDE.md',
  'CLAUDE.local.md',
  'AGENTS.md',
  '.worktreeinclude',
];

/** What else is looked at in the home. */
const SINGLE_HOME = ['settings.json', 'settings.local.json', 'CLAUDE.md'];

/** Reads trees, so that equal contents at equal paths are the very same array. */
export class TreeReader {
  readonly #world: Readers;
  /** Of each path what was first read there: most trees of one owner have much in common. */
  readonly #seen = new Map<string, Uint8Array>();
  readonly #contents = new Map<BlobId, Uint8Array>();

  constructor(world: Readers) {
    this.#world = world;
  }

  /** All that the client reads in one target. Its troubles are part of the result. */
  read(candidate: Candidate): Tree {
    const { name, kind, root } = candidate;
    const { disk } = this.#world;
    const source = worktreeSource(disk, root);
    const files = new Map<RelPath, TreeFile>();
    const left: LeftOut[] = [];
    const listing = listingOf(disk, source, root, kind, left);
    const take = (path: RelPath): void => {
      const taken = this.#look(source, path);
      if (taken === undefined) return;
      if ('reason' in taken) left.push(taken);
      else files.set(path, taken);
    };
    const single = kind === 'home' ? SINGLE_HOME : SINGLE;
    const inner = kind === 'repository' && isInner(listing);
    if (inner) left.push(innerTree());
    // What cannot be looked into is told once.
    const shut = inner || left.some(({ path, reason }) => path === '.claude/' && reason === 'unreadable');
    const isOwn = (path: RelPath): boolean => listing.mayHold(path) && !(shut && path.startsWith('.claude/'));
    for (const path of single as RelPath[]) if (isOwn(path)) take(path);
    // In the home what else lies there is the client's own state, of which there is much.
    if (kind === 'repository' && !shut) left.push(...othersIn(listing));
    if (!shut) for (const path of this.#listed(source, root, kind, listing, left)) take(path);
    const hasInventory = kind === 'repository' && isOwn(INVENTORY_PATH);
    const inventory = hasInventory ? this.#look(source, INVENTORY_PATH) : undefined;
    this.#leaveIgnored(candidate, files, left);
    return {
      name,
      kind,
      files: new Map([...files].sort(([a], [b]) => byText(a, b))),
      inventory: inventory === undefined || 'reason' in inventory ? null : inventory,
      left,
    };
  }

  #look(source: Source, path: RelPath): TreeFile | LeftOut | undefined {
    const located = source.locate(path, this.#seen.get(path));
    const { file } = located;
    switch (file.kind) {
      case 'file': {
        const seen = this.#seen.get(path);
        const content = file.bytes === seen ? seen : this.#one(file.bytes);
        if (seen === undefined) this.#seen.set(path, content);
        return { path, content, mode: file.mode };
      }
      case 'absent':
      case 'directory':
        return undefined;
      case 'link':
        return { path, reason: 'link', detail: `is a link to ${file.to}; a hub delivers files only` };
      case 'special':
        return { path, reason: 'unreadable', detail: 'is no file' };
      case 'unreachable':
        return { path, reason: 'link', detail: file.because };
      case 'unreadable':
        return { path, reason: 'unreadable', detail: file.because };
    }
  }

  /** The array that stands for this content, wherever it was read. */
  #one(bytes: Uint8Array): Uint8Array {
    const id = blobId(bytes);
    const known = this.#contents.get(id);
    if (known === undefined) this.#contents.set(id, bytes);
    return known ?? bytes;
  }

  /** The files in the folders of the tree. A folder that is a link is looked into where a plan would write through it. */
  #listed(source: Worktree, root: AbsPath, kind: Tree['kind'], listing: Listing, left: LeftOut[]): RelPath[] {
    const paths: RelPath[] = [];
    const { disk, lister } = this.#world;
    for (const name of FOLDERS) {
      const path = `${folderOf(kind)}${name}` as RelPath;
      if (!listing.mayHold(path)) continue;
      try {
        const found = source.list(path, lister);
        if ('files' in found) paths.push(...withoutInner(found.files, left));
        else if (disk.kind(join(root, path)) !== 'absent')
          left.push({ path: `${path}/`, reason: 'link', detail: found.blocked });
      } catch (error) {
        if (!(error instanceof DiskError)) throw error;
        left.push({ path: `${path}/`, reason: 'unreadable', detail: error.message });
      }
    }
    return paths;
  }

  /** What git ignores and does not track is nobody's configuration but this machine's; and no plan would commit it. */
  #leaveIgnored({ kind, root, state }: Candidate, files: Map<RelPath, TreeFile>, left: LeftOut[]): void {
    const asked = files.size === 0 ? [] : [...files.keys(), INVENTORY_PATH];
    for (const [path, rule] of this.#world.git.ignored(root, asked, state)) {
      const role = roleOf(path, kind);
      files.delete(path);
      if (path === INVENTORY_PATH) left.push({ path, reason: 'ignored', detail: inventoryDetail(rule) });
      else if (role.is === 'left') left.push({ path, reason: role.reason, detail: role.detail });
      else left.push({ path, reason: 'ignored', detail: `git ignores it (${rule})` });
    }
  }
}

/** What else lies in the client's folder of a repository is told, and not looked into: memory, plans, logs. */
function othersIn({ entries }: Listing): LeftOut[] {
  const left: LeftOut[] = [];
  for (const { name, kind } of entries) {
    if (FOLDERS.includes(name) || SINGLE.includes(`.claude/${name}`) || isInventory(`.claude/${name}`)) continue;
    const place = `.claude/${name}${kind === 'directory' ? '/' : ''}`;
    const role = roleOf(kind === 'directory' ? `${place}x` : place, 'repository');
    if (role.is === 'left') left.push({ path: place, reason: role.reason, detail: role.detail });
  }
  return left;
}

function inventoryDetail(rule: string): string {
  return `git ignores it (${rule}), so plans will be blocked; take the rule out, or set \`policy.ignored: commit\``;
}
