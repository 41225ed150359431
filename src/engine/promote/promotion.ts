import { editCanonical } from '../../core/canonical/edit/edit.ts';
import type { LibraryFile } from '../../core/desired/library.ts';
import { containsCredential } from '../../core/findings/credentials.ts';
import type { FileSide, FileWrite } from '../../core/plan/plan.ts';
import { sameBytes } from '../../core/values/content.ts';
import { baseName, type RelPath } from '../../core/values/paths.ts';
import { InputError } from '../../core/values/problem.ts';
import { editedHub, type LoadedHub } from '../hub.ts';
import { textOfHub } from '../hubChange.ts';
import { fileOf, type TargetPlace, wrongPlace } from '../place.ts';
import { innerRepositories } from '../planning/inner.ts';
import { worktreeSource } from '../source.ts';
import type { Readers } from '../world.ts';
import { blockSource } from './block.ts';
import { delivers, demandDelivery, demandFields } from './delivered.ts';
import { fieldSources } from './fields.ts';
import { fileSource } from './file.ts';
import type { Asked, Given } from './layer.ts';

/** A local improvement on its way into the hub. Writes nothing yet. */
export interface Promotion {
  /** The hub as it will be. */
  readonly hub: LoadedHub;
  readonly text?: { readonly before: string; readonly after: string };
  /** Files of the library that change, by their path in it. */
  readonly files: readonly { readonly path: RelPath; readonly before: FileSide | null; readonly after: FileSide }[];
}

/**
 * Takes what stands at a path of a target back into the library: to the file that it was made from, or to the layer that is asked for.
 * @throws InputError where that cannot be: templates, links, secrets, what nearer layers hide; each with the way out
 */
export function promotion(
  world: Readers,
  hub: LoadedHub,
  place: TargetPlace,
  asked: Asked,
  lenient: boolean,
): Promotion {
  const there = contentOf(world, place);
  const given = gift(world, hub, place, there, asked);
  for (const file of given.files) {
    if (containsCredential(file.content))
      throw wrongPlace(
        fileOf(place),
        'holds what looks like a secret.',
        'Take it out, and put it into the environment.',
      );
  }
  const library = new Map(hub.library);
  for (const file of given.files) library.set(file.path, file);
  const sorted = new Map([...library].sort(([a], [b]) => (a < b ? -1 : 1)));
  const changed = given.files.filter((file) => !same(hub.library.get(file.path), file));
  const plain = editedHub(world, hub, { library: sorted }, lenient);
  const files = changed.map((file) => ({
    path: file.path,
    before: sideOf(hub.library.get(file.path)),
    after: sideOf(file)!,
  }));
  const edits = given.edits ?? [];
  if (edits.length === 0 || delivers(plain, place, there)) {
    demandDelivery(plain, place, there);
    demandFields(plain, place, given);
    return { hub: plain, files };
  }
  const before = textOfHub(world, hub);
  const edited = editCanonical(before, edits, { file: baseName(hub.file) });
  if ('problems' in edited) throw new InputError(edited.problems);
  const next = editedHub(world, hub, { library: sorted, text: edited.text }, lenient);
  demandDelivery(next, place, there);
  demandFields(next, place, given);
  return { hub: next, files, text: { before, after: edited.text } };
}

function gift(world: Readers, hub: LoadedHub, place: TargetPlace, there: FileSide, asked: Asked): Given {
  const { to } = asked;
  const form = place.wanted?.form;
  if (form === 'fields' || /(^|\/)(settings(\.local)?|\.mcp)\.json$/.test(place.path))
    return fieldSources(hub, place, there, to);
  if (form === 'block' || place.path === 'CLAUDE.md') return blockSource(hub, place, there, to);
  return fileSource(world, hub, place, there, asked);
}

/** The file as it is in the target. @throws InputError when there is none that could be taken */
function contentOf(world: Readers, place: TargetPlace): FileSide {
  const { file } = worktreeSource(world.disk, place.target.root).locate(place.path);
  const [inner] = innerRepositories(world.disk, place.target.root, [place.path]);
  if (inner !== undefined)
    throw wrongPlace(
      fileOf(place),
      `lies in ${inner}, a repository of its own.`,
      'Take it out of there first, or make that repository a target.',
    );
  if (file.kind === 'file') return { bytes: file.bytes, mode: file.mode };
  const what =
    file.kind === 'absent'
      ? 'is not there.'
      : file.kind === 'link' || file.kind === 'directory'
        ? `is a ${file.kind === 'link' ? 'link' : 'folder'}.`
        : 'is no file that can be read.';
  throw wrongPlace(fileOf(place), what, 'Give a file of the target.');
}

function sideOf(file: LibraryFile | undefined): FileSide | null {
  return file === undefined ? null : { bytes: file.content, mode: file.mode };
}

function same(a: LibraryFile | undefined, b: LibraryFile): boolean {
  return a !== undefined && a.mode === b.mode && sameBytes(a.content, b.content);
}

/** The writes in the hub. */
export function writesOf({ files, hub }: Promotion): FileWrite[] {
  return files.map(({ path, before, after }) => {
    return { path: `${hub.libraryName}/${path}` as RelPath, before, after, committed: false };
  });
}
