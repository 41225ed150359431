import type { FileMode } from '../values/content.ts';
import type { RelPath } from '../values/paths.ts';

/** One file of `desired-state/`, its path relative to it. */
export interface LibraryFile {
  readonly path: RelPath;
  readonly content: Uint8Array;
  readonly mode: FileMode;
}

export type Library = ReadonlyMap<RelPath, LibraryFile>;

/** The folders of the library that hold selectable content, and where it goes in a target. */
export const KINDS = {
  commands: 'commands',
  skills: 'skills',
  agents: 'agents',
  rules: 'rules',
  outputStyles: 'output-styles',
  scripts: 'hooks',
} as const;

export type FileKind = keyof typeof KINDS;

const BY_FOLDER: ReadonlyMap<string, FileKind> = new Map(
  (Object.keys(KINDS) as FileKind[]).map((kind) => [KINDS[kind], kind]),
);

/** The kind of what stands at this place of the library's own folders or of a layer: `commands/tdd/red.md`; undefined for settings and others. */
export function kindAt(place: string): FileKind | undefined {
  const cut = place.indexOf('/');
  return cut < 0 ? undefined : BY_FOLDER.get(place.slice(0, cut));
}

/** Templates carry this ending in the library; it is taken off where they are delivered. */
export const TEMPLATE = '.mustache';

/** The delivered name of a library file. */
export function deliveredName(path: string): string {
  return path.endsWith(TEMPLATE) ? path.slice(0, -TEMPLATE.length) : path;
}
