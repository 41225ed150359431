import { roleOf } from '../../core/import/role.ts';
import { folderOf, type LeftOut, type Tree, type TreeFile } from '../../core/import/tree.ts';
import { INVENTORY_PATH, isInventory } from '../../core/inventory/inventory.ts';
import { byText } from '../../core/values/address.ts';
import { type BlobId, blobId } from '../../core/values/content.ts';
import { type AbsPath, join, type RelPath } from '../../core/values/paths.ts';
import type { TargetName } from '../../core/values/target.ts';
import { DiskError } from '../../ports/disk.ts';
import { type Source, worktreeSource } from '../source.ts';
import type { Readers } from '../world.ts';

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
  /** Of each path what was last read there: most trees of one owner have much in common. */
  readonly #seen = new Map<string, Uint8Array>();
  readonly #contents = new Map<BlobId, Uint8Array>();

  constructor(world: Readers) {
    this.#world = world;
  }

  /** All that the client reads in one target. Its troubles are part of the result. */
  read(name: TargetName, kind: Tree['kind'], root: AbsPath): Tree {
    const source = worktreeSource(this.#world.disk, root);
    const files = new Map<RelPath, TreeFile>();
    const left: LeftOut[] = [];
    const take = (path: RelPath): void => {
      const taken = this.#look(source, path);
      if (taken === undefined) return;
      if ('reason' in taken) left.push(taken);
      else files.set(path, taken);
    };
    const tree = folderOf(kind);
    for (const path of kind === 'home' ? SINGLE_HOME : SINGLE) take(path as RelPath);
    this.#leaveOthers(root, source, kind, left);
    for (const path of this.#listed(source, root, tree, left)) take(path);
    const inventory = kind === 'repository' ? this.#look(source, INVENTORY_PATH) : undefined;
    this.#leaveIgnored(root, kind, files, left);
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
        const content = this.#one(file.bytes);
        this.#seen.set(path, content);
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
  #listed(source: Source, root: AbsPath, tree: string, left: LeftOut[]): RelPath[] {
    const paths: RelPath[] = [];
    const { disk, lister } = this.#world;
    for (const folder of FOLDERS) {
      const path = `${tree}${folder}`;
      const probe = source.locate(`${path}/.` as RelPath);
      const real = join(root, probe.path.slice(0, -2) as RelPath);
      const kind = disk.kind(real);
      if (probe.file.kind === 'unreachable') {
        if (disk.kind(join(root, path as RelPath)) !== 'absent')
          left.push({ path: `${path}/`, reason: 'link', detail: probe.file.because });
      } else if (kind === 'directory') {
        try {
          for (const name of lister.files(real)) paths.push(`${path}/${name}` as RelPath);
        } catch (error) {
          if (!(error instanceof DiskError)) throw error;
          left.push({ path: `${path}/`, reason: 'unreadable', detail: error.message });
        }
      }
    }
    return paths;
  }

  /** What else lies in the client's folder is told, and not looked into: memory, plans, logs. */
  #leaveOthers(root: AbsPath, source: Source, kind: Tree['kind'], left: LeftOut[]): void {
    // In the home that is the client's own state, of which there is much.
    if (kind === 'home') return;
    const { path } = source.locate('.claude/.' as RelPath);
    const folder = join(root, path.slice(0, -2) as RelPath);
    for (const name of this.#world.disk.list(folder)) {
      if (FOLDERS.includes(name) || SINGLE.includes(`.claude/${name}`) || isInventory(`.claude/${name}`)) continue;
      const isFolder = this.#world.disk.kind(join(folder, name as RelPath)) === 'directory';
      const place = `.claude/${name}${isFolder ? '/' : ''}`;
      const role = roleOf(isFolder ? `${place}x` : place, kind);
      if (role.is === 'left') left.push({ path: place, reason: role.reason, detail: role.detail });
    }
  }

  /** What git ignores and does not track is nobody's configuration but this machine's; and no plan would commit it. */
  #leaveIgnored(root: AbsPath, kind: Tree['kind'], files: Map<RelPath, TreeFile>, left: LeftOut[]): void {
    const asked = files.size === 0 ? [] : [...files.keys(), INVENTORY_PATH];
    for (const [path, rule] of this.#world.git.ignored(root, asked)) {
      const role = roleOf(path, kind);
      files.delete(path);
      if (path === INVENTORY_PATH) left.push({ path, reason: 'ignored', detail: inventoryDetail(rule) });
      else if (role.is === 'left') left.push({ path, reason: role.reason, detail: role.detail });
      else left.push({ path, reason: 'ignored', detail: `git ignores it (${rule})` });
    }
  }
}

function inventoryDetail(rule: string): string {
  return `git ignores it (${rule}), so plans will be blocked; add "!${INVENTORY_PATH}" there`;
}
