import { findingOf, type Told } from '../findings/check.ts';
import type { Finding } from '../findings/finding.ts';
import { isInnocent } from '../findings/innocent.ts';
import { toldOf } from '../findings/lint.ts';
import { readTree } from '../findings/reading.ts';
import type { Tree, TreeFile } from '../findings/tree.ts';
import { textOf } from '../values/content.ts';
import type { RelPath } from '../values/paths.ts';
import type { Origin, TargetKind } from '../values/target.ts';
import { TEMPLATE } from './library.ts';
import type { DesiredDocument, DesiredState } from './state.ts';

/** What was said of targets before, by the documents that they share. */
const known = new Map<string, readonly Finding[]>();
const ids = new WeakMap<DesiredDocument, number>();
let next = 0;

/**
 * What Claude Code would silently ignore, or load otherwise than it was meant, in what one target gets. Told of the library's
 * file where there is one. What targets share is checked once.
 */
export function lintDesired(desired: DesiredState, kind: TargetKind): readonly Finding[] {
  const shared: DesiredDocument[] = [];
  const memory: DesiredDocument[] = [];
  let key: string = kind;
  for (const document of desired.values()) {
    // A seed is given away, is none of the client's files, and is made anew for each target.
    if (document.form === 'seed') continue;
    // Instructions name the target they are for, and so are of one target alone: they are looked at with the rules beside them.
    if (document.form === 'block') {
      if (!isInnocent(document.text)) memory.push(document);
    } else {
      shared.push(document);
      key += ` ${idOf(document)}`;
      if (document.path.endsWith('.md') && document.path.includes('rules/')) memory.push(document);
    }
  }
  let findings = known.get(key);
  if (findings === undefined) {
    findings = findingsIn(shared, kind, desired);
    known.set(key, findings);
  }
  const own = memory.some(({ form }) => form === 'block') ? findingsIn(memory, kind, desired) : [];
  const ofBlocks = own.filter(({ path }) => path !== undefined && desired.get(path)?.form === 'block');
  return ofBlocks.length === 0 ? findings : [...findings, ...ofBlocks];
}

/** A number for a document, the same for all who share it. */
export function idOf(document: DesiredDocument): number {
  let id = ids.get(document);
  if (id === undefined) {
    id = next++;
    ids.set(document, id);
  }
  return id;
}

function findingsIn(documents: readonly DesiredDocument[], kind: TargetKind, desired: DesiredState): Finding[] {
  const tree = treeOfDesired(documents, kind);
  return toldOf(readTree(tree)).map((told) => placed(told, desired.get(told.path)));
}

/** Documents as the files that they become where nothing else stands. */
export function treeOfDesired(documents: Iterable<DesiredDocument>, kind: TargetKind): Tree {
  const files = new Map<RelPath, TreeFile>();
  for (const document of documents) {
    const whole = document.form === 'fields' || document.form === 'block';
    const { path } = document;
    files.set(path, {
      path,
      bytes: whole ? document.whole : document.content,
      mode: whole ? '100644' : document.mode,
    });
  }
  return { kind, files, complete: false };
}

/** The finding with the place in the hub that it comes from. */
function placed(told: Told, document: DesiredDocument | undefined): Finding {
  const finding = findingOf(told);
  const place = document === undefined ? undefined : placeIn(document, told);
  if (place === undefined) return finding;
  const { line: _, ...rest } = finding;
  return { ...rest, place };
}

function placeIn(document: DesiredDocument, { keys, line }: Told): string | undefined {
  if (document.form === 'fields') {
    const origin = originAt(document, keys ?? []);
    // A hook that canonical.yaml wires has its script as source, and is itself a line of canonical.yaml.
    return origin?.source?.endsWith('.json') || origin?.source?.endsWith(`.json${TEMPLATE}`)
      ? origin.source
      : origin?.place;
  }
  const part = document.form === 'block' ? document.parts?.findLast((one) => one.line <= (line ?? 1)) : undefined;
  if (part !== undefined)
    return lineOf(part.source, line === undefined ? undefined : line - part.line + 1 + part.skipped);
  const { source, place } = document.entry.origin;
  return source === undefined ? place : lineOf(source, line);
}

/** A line only where the file is delivered as it stands in the library. */
function lineOf(source: string, line: number | undefined): string {
  return line === undefined || source.endsWith(TEMPLATE) ? source : `${source}:${line}`;
}

/** Who wants the field at, or nearest to, these keys. */
function originAt(
  document: Extract<DesiredDocument, { form: 'fields' }>,
  keys: readonly (string | number)[],
): Origin | undefined {
  let best: { readonly origin: Origin; readonly fits: number } | undefined;
  const value = JSON.stringify(valueAt(document.whole, keys.slice(0, keys[0] === 'hooks' ? HANDLER : keys.length)));
  for (const { field, origin } of document.entries.values()) {
    const way = field.kind === 'hook' ? ['hooks', field.event] : field.keys;
    let fits = 0;
    while (fits < keys.length && way[fits] === keys[fits]) fits++;
    if (JSON.stringify(field.value) === value) fits += 1;
    if (best === undefined || fits > best.fits) best = { origin, fits };
  }
  return best?.origin;
}

/** `hooks`, event, group, `hooks`, handler: what is deeper is a part of the handler. */
const HANDLER = 5;

function valueAt(bytes: Uint8Array, keys: readonly (string | number)[]): unknown {
  let value: unknown = JSON.parse(textOf(bytes));
  for (const key of keys) value = (value as Readonly<Record<string | number, unknown>> | undefined)?.[key];
  return value;
}
