import { Renderer } from '../core/desired/render.ts';
import { type DesiredDocument, entriesOf } from '../core/desired/state.ts';
import { isInventory } from '../core/inventory/inventory.ts';
import { byText } from '../core/values/address.ts';
import { didYouMean } from '../core/values/nearest.ts';
import { type AbsPath, join, type RelPath, relPath } from '../core/values/paths.ts';
import { InputError } from '../core/values/problem.ts';
import type { LoadedHub } from './hub.ts';
import { renderTarget } from './planning/render.ts';
import type { Declared } from './targets.ts';

/** A path of a target, and what the hub wants there. */
export interface TargetPlace {
  readonly target: Declared;
  readonly path: RelPath;
  /** `/permissions/deny/…`: one field of the file; absent is all of it. */
  readonly pointer?: string;
  readonly wanted: DesiredDocument | undefined;
}

/**
 * What a target and a path mean. The path is one in the target, or an absolute one; a field is named by its address.
 * @throws InputError for a target that is none, a path outside of it
 */
export function placeIn(hub: LoadedHub, all: readonly Declared[], name: string, asked: string): TargetPlace {
  const target = all.find((candidate) => candidate.name === name);
  if (target === undefined) {
    const names = all.map((candidate) => candidate.name);
    throw wrongPlace(
      name,
      'is no target of this canonical.yaml.',
      didYouMean(name, names) ?? `There are ${names.join(', ')}.`,
    );
  }
  const cut = asked.indexOf('#');
  const file = (cut < 0 ? asked : asked.slice(0, cut)).replace(/^\.\//, '');
  const inside = file.startsWith(`${target.root}/`) ? file.slice(target.root.length + 1) : file;
  const checked = relPath(inside);
  if ('refused' in checked) throw wrongPlace(asked, `${checked.refused}.`, `Give a path in ${target.root}.`);
  if (isInventory(checked.path))
    throw wrongPlace(
      checked.path,
      'is the record of what is ours, which nobody but reconcile writes.',
      'Give another file.',
    );
  const { desired } = renderTarget(new Renderer(hub), target);
  const pointer = cut < 0 ? undefined : asked.slice(cut + 1);
  const below = [...desired.keys()].filter((path) => path.startsWith(`${checked.path}/`)).sort(byText);
  if (below.length > 0) {
    const more = below.length > 3 ? ` and ${below.length - 3} more` : '';
    throw wrongPlace(
      checked.path,
      'is a folder.',
      `Name the files one by one: ${below.slice(0, 3).join(', ')}${more}.`,
    );
  }
  return {
    target,
    path: checked.path,
    ...(pointer === undefined ? {} : { pointer }),
    wanted: desired.get(checked.path),
  };
}

/** The files of the library that a document is made from. */
export function sourcesOf(document: DesiredDocument): string[] {
  return [...new Set(entriesOf(document).flatMap(({ origin }) => origin.source ?? []))];
}

/** Where the file is on the disk. */
export function fileOf({ target, path }: TargetPlace): AbsPath {
  return join(target.root, path);
}

export function wrongPlace(file: string, message: string, remedy: string): InputError {
  return new InputError([{ place: { file }, severity: 'error', message, remedy }]);
}
