import { findingOf, type Told } from '../findings/check.ts';
import type { Finding } from '../findings/finding.ts';
import { textOf } from '../values/content.ts';
import { TEMPLATE } from './library.ts';
import type { DesiredDocument, DesiredField } from './state.ts';

/** The finding with the place in the hub that it comes from. */
export function placed(told: Told, document: DesiredDocument | undefined): Finding {
  const finding = findingOf(told);
  const place = document === undefined ? undefined : placeIn(document, told);
  if (place === undefined) return finding;
  const { line: _, ...rest } = finding;
  return { ...rest, place };
}

function placeIn(document: DesiredDocument, { keys, line }: Told): string | undefined {
  if (document.form === 'fields') return fieldPlace(document, keys ?? []);
  const part = document.form === 'block' ? document.parts?.findLast((one) => one.line <= (line ?? 1)) : undefined;
  if (part !== undefined)
    return withLine(part.source, line === undefined ? undefined : part.lineIn(line - part.line + 1 + part.skipped));
  const { source, place } = document.entry.origin;
  if (source === undefined) return place;
  const lineIn = document.form === 'block' ? undefined : document.lineIn;
  return withLine(source, line === undefined ? undefined : (lineIn?.(line) ?? line));
}

function fieldPlace(
  document: Extract<DesiredDocument, { form: 'fields' }>,
  keys: readonly (string | number)[],
): string | undefined {
  const owner = ownerAt(document, keys);
  const { source, place } = owner?.origin ?? {};
  // A hook that canonical.yaml wires has its script as source, and is itself a line of canonical.yaml.
  if (source?.endsWith('.json') !== true && source?.endsWith(`.json${TEMPLATE}`) !== true) return place;
  return withLine(source, owner?.lineOf?.(keys[0] === 'hooks' ? keys.slice(HANDLER) : []));
}

function withLine(source: string, line: number | undefined): string {
  return line === undefined ? source : `${source}:${line}`;
}

/** The field at, or nearest to, these keys. */
function ownerAt(
  document: Extract<DesiredDocument, { form: 'fields' }>,
  keys: readonly (string | number)[],
): DesiredField | undefined {
  let best: { readonly entry: DesiredField; readonly fits: number } | undefined;
  const value = JSON.stringify(valueAt(document.whole, keys.slice(0, keys[0] === 'hooks' ? HANDLER : keys.length)));
  for (const entry of document.entries.values()) {
    const { field } = entry;
    const way = field.kind === 'hook' ? ['hooks', field.event] : field.keys;
    let fits = 0;
    while (fits < keys.length && way[fits] === keys[fits]) fits++;
    if (JSON.stringify(field.value) === value) fits += 1;
    if (best === undefined || fits > best.fits) best = { entry, fits };
  }
  return best?.entry;
}

/** `hooks`, event, group, `hooks`, handler: what is deeper is a part of the handler. */
const HANDLER = 5;

function valueAt(bytes: Uint8Array, keys: readonly (string | number)[]): unknown {
  let value: unknown = JSON.parse(textOf(bytes));
  for (const key of keys) value = (value as Readonly<Record<string | number, unknown>> | undefined)?.[key];
  return value;
}
