import { textOf } from '../values/content.ts';
import type { RelPath } from '../values/paths.ts';
import { blockDocument } from './documents.ts';
import type { OwnFilling } from './filling.ts';
import { nothingSelected } from './findings.ts';
import { type LibraryFile, TEMPLATE } from './library.ts';
import type { BlockPart } from './state.ts';
import { linesIn } from './templateLines.ts';

/** The name of the block in CLAUDE.md. */
const BLOCK = 'reconcile';

/** What one file of the library gives to the block, with the empty lines at its beginning that are skipped. */
interface Part extends Omit<BlockPart, 'line'> {
  readonly text: string;
  readonly selector: string;
}

/** The managed block of CLAUDE.md: what is selected, the most general first, then what the layers have. */
export function fillMemory(filling: OwnFilling): void {
  const { work } = filling;
  const parts = partsOf(filling);
  if (parts.length === 0) return;
  const origin = {
    selector: parts.map((part) => part.selector).join(' + '),
    source: parts.map((part) => part.source).join(' + '),
  };
  const text = parts.map((part) => part.text).join('\n\n');
  const block = blockDocument('CLAUDE.md' as RelPath, BLOCK, text, origin, work.committed);
  work.add({ ...block, parts: placesOf(parts) });
}

function partsOf({ work, lookup, layers, sources, variables }: OwnFilling): Part[] {
  const parts: Part[] = [];
  const take = (file: LibraryFile, selector: string): void => {
    const content = lookup.content(work, file, variables);
    const whole = content === undefined ? '' : textOf(content).replaceAll('\r\n', '\n');
    const text = whole.replace(/^\n+|\n+$/g, '');
    const skipped = /^\n*/.exec(whole)![0].length;
    if (text === '') return;
    parts.push({ text, source: lookup.source(file), selector, skipped, lineIn: linesIn(file, variables) });
  };
  const items = lookup.items(layers, 'memory');
  const wanted = sources.flatMap(([, selections]) => selections.memory);
  for (const selected of wanted) {
    const names = lookup.names(selected.pattern, 'memory', layers, items);
    if (names.length === 0) work.find(nothingSelected(selected, 'memory', items));
    for (const name of names) take(items.get(name)!, selected.selector);
  }
  const base = items.get('base.md');
  // A repository whose canonical.yaml says nothing about memory gets the base.
  if (wanted.length === 0 && base !== undefined && work.tree !== '') take(base, 'memory base (default)');
  for (const layer of layers) {
    if (layer === '') continue;
    for (const ending of ['memory.md', `memory.md${TEMPLATE}`]) {
      const file = lookup.library.get(`${layer}${ending}` as RelPath);
      if (file !== undefined) take(file, layer.slice(0, -1));
    }
  }
  return parts;
}

/** Which lines of a block come from which file: a line for the marker, then the texts with an empty line between them. */
function placesOf(texts: readonly Part[]): BlockPart[] {
  let line = 2;
  return texts.map(({ text, source, skipped, lineIn }) => {
    const part = { source, line, skipped, lineIn };
    line += text.split('\n').length + 1;
    return part;
  });
}
