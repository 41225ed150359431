import { findBlock } from '../../core/actual/block.ts';
import { readDocument } from '../../core/actual/fields.ts';
import { Renderer } from '../../core/desired/render.ts';
import type { DesiredDocument, DesiredEntry } from '../../core/desired/state.ts';
import type { FileSide } from '../../core/plan/plan.ts';
import { bytesOf, latin1Of, sameBytes, textOf } from '../../core/values/content.ts';
import { fieldId, findField, pointerOf } from '../../core/values/fields.ts';
import type { LoadedHub } from '../hub.ts';
import { type TargetPlace, wrongPlace } from '../place.ts';
import { renderTarget } from '../planning/render.ts';
import { isMeant } from './fields.ts';
import type { Given } from './layer.ts';

/** What comes with a file is delivered just as it stands in the target, or it would stand there twice. @throws InputError */
export function demandFields(hub: LoadedHub, place: TargetPlace, { also }: Given): void {
  if (also === undefined) return;
  const document = renderTarget(new Renderer(hub), place.target).desired.get(also.path);
  const entries = document?.form === 'fields' ? document.entries : new Map<string, DesiredEntry>();
  const missing = also.fields.find((field) => entries.get(pointerOf(field))?.blob !== fieldId(field.value));
  if (missing === undefined) return;
  const remedy = 'Look at the settings and hooks of a nearer layer, or give another --to.';
  throw wrongPlace(also.path, `${pointerOf(missing)} would not be delivered as it is.`, remedy);
}

/** True when the target gets from this hub what it has already. */
export function delivers(hub: LoadedHub, place: TargetPlace, there: FileSide): boolean {
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

/** @throws InputError where the target would not get what it has already: with the layer that hides it, or where to look */
export function demandDelivery(hub: LoadedHub, place: TargetPlace, there: FileSide): void {
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
