import { editFields, readDocument } from '../../core/actual/fields.ts';
import type { LibraryFile } from '../../core/desired/library.ts';
import type { DesiredEntry } from '../../core/desired/state.ts';
import type { FileSide } from '../../core/plan/plan.ts';
import { bytesOf, textOf } from '../../core/values/content.ts';
import { dialectOf, type Field, fieldId, fieldsOf, findField, pointerOf } from '../../core/values/fields.ts';
import type { JsonObject } from '../../core/values/json.ts';
import { baseName, type RelPath } from '../../core/values/paths.ts';
import type { InputError } from '../../core/values/problem.ts';
import type { LoadedHub } from '../hub.ts';
import { fileOf, type TargetPlace, wrongPlace } from '../place.ts';
import { type Given, layerFolder, refuseTemplate, type To } from './layer.ts';

/** A field as it is in the target, and the fragment that it goes to. */
interface Moved {
  readonly field: Field;
  readonly into: RelPath;
}

/** Fields go to the fragments that they came from; a new one, named by its address, to a layer. @throws InputError */
export function fieldSources(hub: LoadedHub, place: TargetPlace, there: FileSide, to: To | undefined): Given {
  const read = readDocument(textOf(there.bytes));
  if ('wrong' in read) throw wrongPlace(fileOf(place), `${read.wrong}.`, 'Mend it in the target first.');
  const moved = [...changedOf(hub, place, read.document, to), ...newOf(hub, place, read.document, to)];
  if (moved.length === 0) {
    if (place.pointer !== undefined) throw nothingToMove(place, read.document);
    const remedy = `Name a field of theirs by its address, like ${place.path}#/env/X.`;
    throw wrongPlace(place.path, 'has no field of ours that differs, and none of theirs is named.', remedy);
  }
  const files = new Map<RelPath, LibraryFile>();
  for (const { field, into } of moved) {
    refuseTemplate(hub, into, []);
    const before = files.get(into) ?? hub.library.get(into);
    const text = before === undefined ? '{}\n' : textOf(before.content);
    const content = bytesOf(editFields(text, [{ set: field }], dialectOf(place.path)));
    files.set(into, { path: into, content, mode: before?.mode ?? '100644' });
  }
  return { files: [...files.values()] };
}

/** A field was named, and is ours and the same, or is none. */
function nothingToMove(place: TargetPlace, document: JsonObject): InputError {
  const { target, path, pointer } = place;
  const address = `${path}#${pointer}`;
  const isThere = fieldsOf(document, dialectOf(path)).some((field) => isMeant(place, pointerOf(field)));
  const remedy = `\`reconcile why ${target.name} ${path}\` tells more.`;
  if (isThere) return wrongPlace(address, 'is as the hub has it already.', remedy);
  return wrongPlace(address, `is not there, in ${target.name}.`, 'Correct the name of the field.');
}

/** Fields of ours whose value was changed there. */
function changedOf(hub: LoadedHub, place: TargetPlace, document: JsonObject, to: To | undefined): Moved[] {
  const moved: Moved[] = [];
  if (place.wanted?.form !== 'fields') return moved;
  for (const [pointer, entry] of place.wanted.entries) {
    if (!isMeant(place, pointer)) continue;
    const found = findField(document, pointer, dialectOf(place.path), entry.field.kind);
    if (found.state !== 'found' || fieldId(found.value) === entry.blob) continue;
    const field = { ...entry.field, value: found.value } as Field;
    moved.push({ field, into: to === undefined ? fragmentOf(hub, pointer, entry) : layerFragment(place, to) });
  }
  return moved;
}

/** Fields that are not ours yet, where the person named them. */
function newOf(hub: LoadedHub, place: TargetPlace, document: JsonObject, to: To | undefined): Moved[] {
  if (place.pointer === undefined) return [];
  const ours = place.wanted?.form === 'fields' ? place.wanted.entries : new Map<string, DesiredEntry>();
  const fields = fieldsOf(document, dialectOf(place.path)).filter((field) => {
    const pointer = pointerOf(field);
    return isMeant(place, pointer) && !ours.has(pointer);
  });
  const into = layerFragment(place, to ?? 'repository');
  if (fields.length > 0 && into === 'settings/base.json' && !hub.library.has(into))
    throw wrongPlace(
      `${hub.libraryName}/${into}`,
      'is not there.',
      'Make it and select it under global.settings, or give another --to.',
    );
  return fields.map((field) => ({ field, into }));
}

/** True for the field that was named, or below it; without a name all are. */
export function isMeant({ pointer: asked }: TargetPlace, pointer: string): boolean {
  return asked === undefined || pointer === asked || pointer.startsWith(`${asked}/`);
}

/** The fragment a field was made from. @throws InputError where that is canonical.yaml, or a hook's wiring */
function fragmentOf(
  hub: LoadedHub,
  pointer: string,
  { origin, field }: DesiredEntry & { readonly field: Field },
): RelPath {
  const { source, place } = origin;
  if (source !== undefined && field.kind !== 'hook') return source.slice(hub.libraryName.length + 1) as RelPath;
  const message = `${pointer} is written in canonical.yaml (${origin.selector}).`;
  throw wrongPlace(place ?? 'canonical.yaml', message, 'Change it there.');
}

/** The file of a layer that fields of this file go to. */
function layerFragment(place: TargetPlace, to: To): RelPath {
  const name = baseName(place.path).replace(/^\.mcp/, 'mcp');
  const folder = layerFolder(place, to);
  if (folder !== '') return `${folder}${name}` as RelPath;
  return `settings/${name.replace(/^settings(\.local)?\.json$/, 'base$1.json').replace(/^mcp\.json$/, 'base.mcp.json')}` as RelPath;
}
