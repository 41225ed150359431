import { blockAlone } from '../actual/block.ts';
import { blockAddress, fieldAddress, fileAddress } from '../values/address.ts';
import { blobId, bytesOf, type ContentId, type FileMode, fileContentId, latin1Of } from '../values/content.ts';
import { dialectOf, documentOf, fieldId, pointerOf } from '../values/fields.ts';
import type { RelPath } from '../values/paths.ts';
import type { Origin } from '../values/target.ts';
import type { DesiredDocument, DesiredField } from './state.ts';

/** A whole file, or a seed: a file that is created once and then given away. */
export function fileDocument(
  form: 'file' | 'seed',
  path: RelPath,
  content: Uint8Array,
  mode: FileMode,
  origin: Origin,
  committed: boolean,
): Extract<DesiredDocument, { form: 'file' | 'seed' }> {
  const blob = blobId(content);
  return {
    form,
    path,
    committed,
    content,
    mode,
    entry: { address: fileAddress(path), id: fileContentId(mode, blob), blob, origin },
  };
}

/** A JSON file of which we own these fields. */
export function fieldsDocument(
  path: RelPath,
  fields: readonly Pick<DesiredField, 'field' | 'origin' | 'lineOf'>[],
  committed: boolean,
): DesiredDocument {
  const entries = new Map<string, DesiredField>();
  for (const { field, origin, lineOf } of fields) {
    const pointer = pointerOf(field);
    const blob = fieldId(field.value);
    entries.set(pointer, {
      address: fieldAddress(path, pointer),
      id: blob as string as ContentId,
      blob,
      origin,
      field,
      ...(lineOf === undefined ? {} : { lineOf }),
    });
  }
  const document = documentOf([...entries.values()].map((entry) => entry.field));
  const whole = bytesOf(`${JSON.stringify(document, null, 2)}\n`);
  return { form: 'fields', path, committed, dialect: dialectOf(path), entries, whole };
}

/** A managed block of a text file. @param text any text; line ends become LF and it will end with one */
export function blockDocument(
  path: RelPath,
  name: string,
  text: string,
  origin: Origin,
  committed: boolean,
): Extract<DesiredDocument, { form: 'block' }> {
  const body = `${text.replace(/\r+\n/g, '\n').replace(/[\r\n]+$/, '')}\n`;
  const bytes = bytesOf(body);
  const blob = blobId(bytes);
  const whole = Uint8Array.from(Buffer.from(blockAlone(name, latin1Of(bytes)), 'latin1'));
  const entry = { address: blockAddress(path, name), id: blob as string as ContentId, blob, origin };
  return { form: 'block', path, committed, name, text: body, entry, whole };
}
