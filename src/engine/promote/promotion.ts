import { findBlock } from '../../core/actual/block.ts';
import { readDocument } from '../../core/actual/fields.ts';
import { editCanonical } from '../../core/canonical/edit/edit.ts';
import type { LibraryFile } from '../../core/desired/library.ts';
import { Renderer } from '../../core/desired/render.ts';
import type { DesiredDocument } from '../../core/desired/state.ts';
import { containsCredential } from '../../core/findings/credentials.ts';
import type { FileSide, FileWrite } from '../../core/plan/plan.ts';
import { bytesOf, latin1Of, sameBytes, textOf } from '../../core/values/content.ts';
import { fieldId, findField } from '../../core/values/fields.ts';
import { baseName, type RelPath } from '../../core/values/paths.ts';
import { InputError } from '../../core/values/problem.ts';
import { editedHub, type LoadedHub } from '../hub.ts';
import { textOfHub } from '../hubChange.ts';
import { fileOf, type TargetPlace, wrongPlace } from '../place.ts';
import { renderTarget } from '../planning/render.ts';
import { worktreeSource } from '../source.ts';
import type { Readers } from '../world.ts';
import { blockSource } from './block.ts';
import { fieldSources, isMeant } from './fields.ts';
import { fileSource } from './file.ts';
import type { Given, To } from './layer.ts';

/** A local improvement on its way into the hub. Writes nothing yet. */
export interface Promotion {
  /** The hub as it will be. */
  readonly hub: LoadedHub;
  readonly text?: { readonly before: string; readonly after: string };
  /** Files of the library that change, by their path in it. */
  readonly files: readonly { readonly path: RelPath; readonly before: FileSide | null; readonly after: FileSide }[];
}

/**
 * Takes what stands at a path of a target back into the library: to the file that it was made from, or to the layer that `to` names.
 * @throws InputError where that cannot be: templates, links, secrets, what nearer layers hide; each with the way out
 */
export function promotion(
  world: Readers,
  hub: LoadedHub,
  place: TargetPlace,
  to: To | undefined,
  lenient: boolean,
): Promotion {
  const there = contentOf(world, place);
  const given = gift(hub, place, there, to);
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
  if (given.select === undefined || delivers(plain, place, there)) {
    demandDelivery(plain, place, there);
    return { hub: plain, files };
  }
  const before = textOfHub(world, hub);
  const edit = { append: ['global', given.select.kind], value: given.select.name };
  const edited = editCanonical(before, [edit], { file: baseName(hub.file) });
  if ('problems' in edited) throw new InputError(edited.problems);
  const next = editedHub(world, hub, { library: sorted, text: edited.text }, lenient);
  demandDelivery(next, place, there);
  return { hub: next, files, text: { before, after: edited.text } };
}

function gift(hub: LoadedHub, place: TargetPlace, there: FileSide, to: To | undefined): Given {
  const form = place.wanted?.form;
  if (form === 'fields' || /(^|\/)(settings(\.local)?|\.mcp)\.json$/.test(place.path))
    return fieldSources(hub, place, there, to);
  if (form === 'block' || place.path === 'CLAUDE.md') return blockSource(hub, place, there, to);
  return fileSource(hub, place, there, to);
}

/** The file as it is in the target. @throws InputError when there is none that could be taken */
function contentOf(world: Readers, place: TargetPlace): FileSide {
  const { file } = worktreeSource(world.disk, place.target.root).locate(place.path);
  if (file.kind === 'file') return { bytes: file.bytes, mode: file.mode };
  const what =
    file.kind === 'absent' ? 'is not there.' : file.kind === 'link' ? 'is a link.' : 'is no file that can be read.';
  throw wrongPlace(fileOf(place), what, 'Give a file of the target.');
}

/** True when the target gets from this hub what it has already. */
function delivers(hub: LoadedHub, place: TargetPlace, there: FileSide): boolean {
  const document = renderTarget(new Renderer(hub), place.target).desired.get(place.path);
  if (document === undefined) return false;
  if (document.form === 'block') return hasBlock(document, there);
  return document.form === 'fields' ? hasFields(document, place, there) : isThat(document, there);
}

/** Of the fields that are meant, each is as it is there. */
function hasFields(
  document: Extract<DesiredDocument, { form: 'fields' }>,
  place: TargetPlace,
  there: FileSide,
): boolean {
  const read = readDocument(textOf(there.bytes));
  if ('wrong' in read) return false;
  const meant = [...document.entries].filter(([pointer]) => isMeant(place, pointer));
  return (
    meant.length > 0 &&
    meant.every(([pointer, entry]) => {
      const found = findField(read.document, pointer, document.dialect, entry.field.kind);
      return found.state !== 'found' || fieldId(found.value) === entry.blob;
    })
  );
}

/** Empty lines around the block's text do not count: they are never delivered. */
function hasBlock(document: Extract<DesiredDocument, { form: 'block' }>, there: FileSide): boolean {
  const found = findBlock(latin1Of(there.bytes), document.name);
  return (
    found.state === 'found' &&
    found.text.replace(/^\n+|\n+$/g, '') === latin1Of(bytesOf(document.text)).replace(/\n$/, '')
  );
}

function isThat(document: Extract<DesiredDocument, { form: 'file' | 'seed' }>, there: FileSide): boolean {
  return document.mode === there.mode && sameBytes(document.content, there.bytes);
}

function demandDelivery(hub: LoadedHub, place: TargetPlace, there: FileSide): void {
  if (delivers(hub, place, there)) return;
  const { desired } = renderTarget(new Renderer(hub), place.target);
  const document = desired.get(place.path);
  if (document === undefined) {
    const remedy = 'Look at `sync:`, and at `exclude:` of its entry, in canonical.yaml; or give --to repository.';
    throw wrongPlace(place.path, `would be in the library, but ${place.target.name} would not get it.`, remedy);
  }
  const source = 'entry' in document ? document.entry.origin.source : undefined;
  const remedy = 'Promote it there: leave --to out.';
  throw wrongPlace(
    place.path,
    `would be hidden by ${source ?? 'a nearer layer'}, which ${place.target.name} gets instead.`,
    remedy,
  );
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
