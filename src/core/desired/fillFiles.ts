import type { Selected } from '../canonical/canonical.ts';
import type { JsonObject } from '../values/json.ts';
import type { RelPath } from '../values/paths.ts';
import type { Origin } from '../values/target.ts';
import { fileDocument } from './documents.ts';
import type { Filling, OwnFilling } from './filling.ts';
import { nothingSelected } from './findings.ts';
import { type FileKind, KINDS, TEMPLATE } from './library.ts';
import { destination } from './select.ts';
import { linesIn } from './templateLines.ts';

/** The whole files of every kind: without variables those that are delivered as they are, with variables the templates among them. */
export function fillFiles(filling: Filling, variables?: JsonObject): void {
  for (const kind of Object.keys(KINDS) as FileKind[]) fillKind(filling, kind, variables);
}

/** The same of a kind that a layer delivers by having it: all but scripts. */
export function fillPresent(filling: Filling): void {
  for (const kind of PRESENT) fillKind(filling, kind);
}

/**
 * What a target's own layer and its own selections, the last of each, add to `fillPresent` of the others: whatever those select of the own
 * layer's files, that layer delivers itself.
 */
export function fillPresentOwn({ work, lookup, layers, sources }: Filling): void {
  const [, selections] = sources.at(-1)!;
  const own = layers.at(-1)!;
  for (const kind of PRESENT) {
    const wanted = selections[kind].length > 0;
    const filling = { work, lookup, layers: wanted ? layers : [own], sources: wanted ? [sources.at(-1)!] : [] };
    fillKind(filling, kind);
  }
}

/** The scripts that are selected. */
export function fillScripts(filling: Filling): void {
  fillKind(filling, 'scripts');
}

const PRESENT = (Object.keys(KINDS) as FileKind[]).filter((kind) => kind !== 'scripts');

function fillKind({ work, lookup, layers, sources }: Filling, kind: FileKind, variables?: JsonObject): void {
  const folder = KINDS[kind];
  const items = lookup.items(layers, folder);
  const deliver = (name: string, selected: Origin | Selected): void => {
    const path = destination(work.tree, kind, name);
    const file = items.get(name)!;
    if (file.path.endsWith(TEMPLATE) !== (variables !== undefined)) return;
    if (variables === undefined) return work.add(lookup.file(path, file, selected, work.committed));
    const content = lookup.content(work, file, variables);
    if (content === undefined) return;
    const document = fileDocument('file', path, content, file.mode, lookup.origin(file, selected), work.committed);
    work.add({ ...document, lineIn: linesIn(file, variables) });
  };
  for (const [, selections] of sources) {
    for (const selected of selections[kind]) {
      const names = lookup.names(selected.pattern, kind, layers, items);
      if (names.length === 0 && variables === undefined) work.find(nothingSelected(selected, kind, items));
      for (const name of names) deliver(name, selected);
    }
  }
  // A script of a layer is the version that is wired or selected there; being there delivers nothing.
  if (kind === 'scripts') return;
  for (const layer of layers) {
    for (const name of lookup.namesIn(layer, folder)) deliver(name, { selector: layer.slice(0, -1) });
  }
}

/** The files that are written once and then belong to the person. */
export function fillSeeds({ work, lookup, layers, sources, variables }: OwnFilling): void {
  const items = lookup.items(layers, 'seeds');
  const wanted = new Map<string, Origin>();
  for (const [, selections] of sources) {
    for (const selected of selections.seeds) {
      const names = lookup.names(selected.pattern, 'seeds', layers, items);
      if (names.length === 0) work.find(nothingSelected(selected, 'seeds', items));
      for (const name of names) wanted.set(name, selected);
    }
  }
  for (const layer of layers)
    for (const name of lookup.namesIn(layer, 'seeds')) wanted.set(name, { selector: layer.slice(0, -1) });
  for (const [name, selected] of wanted) {
    const file = items.get(name)!;
    const content = lookup.content(work, file, variables);
    if (content === undefined) continue;
    const origin = lookup.origin(file, selected);
    const document = fileDocument('seed', name as RelPath, content, file.mode, origin, work.committed);
    work.add({ ...document, lineIn: linesIn(file, variables) });
  }
}
