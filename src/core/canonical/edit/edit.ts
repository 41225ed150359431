import { type Document, isMap, isSeq, type Node, type YAMLMap } from 'yaml';
import type { Json } from '../../values/json.ts';
import type { Problem } from '../../values/problem.ts';
import { unreachable } from '../../values/unreachable.ts';
import { type Path, pathText } from '../places.ts';
import { Problems } from '../problems.ts';
import { readDocument } from '../text.ts';
import { readValue } from '../value.ts';
import { insertItem, insertPair, type Look, removeLines, replaceValue } from './block.ts';
import { type Edit, editedData, pathOf } from './data.ts';
import { insertFlow, removeFlow } from './flow.ts';
import {
  endOf,
  endOfPair,
  type Found,
  find,
  isBlock,
  isUnwritten,
  type KeyPair,
  NotEditable,
  refuseAlias,
  startOf,
} from './found.ts';
import { columnOf, insertLines, type Splice, spliced } from './lines.ts';
import { commentLines, inline, inlinePair, pairLines } from './written.ts';

export interface EditOptions {
  /** The file's name in problems. */
  readonly file: string;
}

/**
 * Edits the text of canonical.yaml: every byte that the edits do not mean stays, comments, order and line ends included.
 * What comes out is read again; were it to say anything else than what was asked for, it is refused.
 * @returns the new text, or what is in the way, with its place
 */
export function editCanonical(
  text: string,
  edits: readonly Edit[],
  { file }: EditOptions,
): { text: string } | { problems: readonly Problem[] } {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  let yaml = text.slice(mark.length);
  for (const edit of edits) {
    const problems = new Problems(file, yaml);
    const next = edited(yaml, edit, problems);
    if (next === undefined) return { problems: problems.all() };
    yaml = next;
  }
  return { text: mark + yaml };
}

function edited(text: string, edit: Edit, problems: Problems): string | undefined {
  const document = readDocument(text, problems);
  const before = document === undefined ? undefined : readValue(document, problems);
  if (document === undefined || before === undefined) return undefined;
  const path = pathOf(edit);
  try {
    const found = find(document.contents as Node | null, path);
    const next = spliced(text, splicesFor(text, document, found, edit));
    const read = dataOf(next);
    const wanted = editedData(before.value ?? {}, edit);
    if (wanted !== undefined && JSON.stringify(read) === JSON.stringify(wanted)) return next;
    throw new NotEditable(
      startOf(found.node ?? ('pair' in found ? found.pair.key : null)),
      `${pathText(path)}: is written in a way that cannot be edited here.`,
      'Change it by hand.',
    );
  } catch (error) {
    if (!(error instanceof NotEditable)) throw error;
    problems.add('error', error.offset, error.message, error.remedy);
    return undefined;
  }
}

function dataOf(text: string): Json | undefined {
  const problems = new Problems('', text);
  const document = readDocument(text, problems);
  return document === undefined ? undefined : readValue(document, problems)?.value;
}

function splicesFor(text: string, document: Document, found: Found, edit: Edit): Splice[] {
  if ('remove' in edit) return removal(text, document, found, edit.remove);
  const look: Look = { step: stepOf(text, document), comment: edit.comment };
  if ('set' in edit) return setting(text, found, edit.value, look);
  const { node } = found;
  if (found.missing.length > 0) return setting(text, found, [edit.value], look);
  refuseAlias(node, edit.append);
  if (!isSeq(node) || (node.items.length === 0 && !found.inFlow)) {
    if (!isSeq(node) && !isUnwritten(node))
      throw new NotEditable(startOf(node), `${pathText(edit.append)}: is not a list.`, 'Write it as a list first.');
    return setting(text, found, [edit.value], look);
  }
  return node.flow === true ? insertFlow(text, node, inline(edit.value)) : insertItem(text, node, edit.value, look);
}

/** Gives the end of the way that was found a value, and makes what is missing before it. */
function setting(text: string, found: Found, value: Json, look: Look): Splice[] {
  const { node, missing } = found;
  switch (found.at) {
    case 'pair':
      return replacing(text, found, found.pair, nest(missing, value), look);
    case 'map': {
      const nested = nest(missing.slice(1), value);
      if (found.inFlow) return insertFlow(text, found.holder, inlinePair(missing[0]!, nested));
      return insertPair(text, found.holder, missing[0]!, nested, look);
    }
    case 'document':
      if (node === null || endOf(node) === startOf(node)) {
        const lines = pairLines(missing[0] ?? '', nest(missing.slice(1), value), look.step);
        return [insertLines(text, text.length, [...commentLines(look.comment), ...lines])];
      }
      break;
    case 'item':
      break;
    default:
      return unreachable(found);
  }
  if (isBlock(node)) throw new NotEditable(startOf(node), 'is no key.', 'Change it by hand.');
  return [{ at: startOf(node), remove: endOf(node) - startOf(node), insert: inline(nest(missing, value)) }];
}

function replacing(text: string, found: Found, pair: KeyPair, value: Json, look: Look): Splice[] {
  if (!found.inFlow) {
    const wasInline = pair.value !== null && !isBlock(pair.value) && (isMap(pair.value) || isSeq(pair.value));
    const keeps = wasInline && (pair.value as YAMLMap).items.length > 0;
    return replaceValue(text, pair, value, look.step, keeps ? 'flow' : 'block');
  }
  const { value: node } = pair;
  const end = endOfPair(pair);
  if (node !== null && endOf(node) > startOf(node))
    return [{ at: startOf(node), remove: endOf(node) - startOf(node), insert: inline(value) }];
  const colon = /^[ \t]*:/.exec(text.slice(pair.key?.range?.[1] ?? end))?.[0].length;
  const at = (pair.key?.range?.[1] ?? end) + (colon ?? 0);
  return [{ at, remove: 0, insert: `${colon === undefined ? ':' : ''} ${inline(value)}` }];
}

function nest(parts: readonly string[], value: Json): Json {
  return parts.reduceRight<Json>((inner, part) => ({ [part]: inner }), value);
}

function removal(text: string, document: Document, found: Found, path: Path): Splice[] {
  if ((found.at !== 'pair' && found.at !== 'item') || found.missing.length > 0)
    throw new NotEditable(startOf(found.node), `${pathText(path)}: is not there.`, 'There is nothing to take out.');
  const items = found.holder.items as (KeyPair | Node | null)[];
  const index = found.at === 'item' ? found.index : items.indexOf(found.pair);
  if (found.inFlow) return removeFlow(text, found.holder, index);
  if (items.length === 1) return emptied(text, document, path);
  const item = items[index]!;
  if ('key' in item) return removeLines(text, { start: startOf(item.key), end: endOfPair(item) });
  return removeLines(text, { start: startOf(item), end: endOf(item) });
}

/** What loses its last key or item stays, empty. */
function emptied(text: string, document: Document, path: Path): Splice[] {
  const above = find(document.contents as Node | null, path.slice(0, -1));
  if (above.at !== 'pair')
    throw new NotEditable(startOf(above.node), `${pathText(path)}: is all that is there.`, 'Take it out by hand.');
  return replaceValue(text, above.pair, isSeq(above.node) ? [] : {}, 2, 'flow');
}

/** The spaces of one level: those of the first section that has something below it. */
function stepOf(text: string, document: Document): number {
  const root = document.contents;
  if (!isMap(root)) return 2;
  for (const { value } of root.items as KeyPair[]) {
    if (isMap(value) && isBlock(value)) return Math.max(1, columnOf(text, startOf(value)));
  }
  return 2;
}
