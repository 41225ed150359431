import type { HookSelected } from '../canonical/canonical.ts';
import type { RelPath } from '../values/paths.ts';
import type { Origin } from '../values/target.ts';
import { fieldsDocument } from './documents.ts';
import type { OwnFilling } from './filling.ts';
import { missingHook, nothingSelected } from './findings.ts';
import { handlerFor, hookFile, scriptName } from './hooks.ts';
import { deliveredName, type LibraryFile, TEMPLATE } from './library.ts';
import { namesFor } from './select.ts';
import {
  FIELD_FILES,
  type FieldFile,
  type FieldLayer,
  type FieldStack,
  fieldFileOf,
  fieldLines,
  layFragment,
  readFragment,
  scriptsNamedIn,
} from './settings.ts';
import type { DesiredDocument } from './state.ts';
import { linesIn } from './templateLines.ts';

/** The files that are owned field by field, while fragments are laid upon each other in them. */
interface Stacks {
  readonly of: Readonly<Record<FieldFile, FieldStack>>;
  /** What they were made from, in order. */
  readonly key: string[];
}

/** Documents by what they were made from: the same for all targets that have the same. */
export type KnownFields = Map<string, DesiredDocument>;

/**
 * The settings files, with the hooks that are wired in them and their scripts.
 * @returns the templates among the fragments: only by them do the settings of one group of repositories differ
 */
export function fillSettings(filling: OwnFilling, known: KnownFields): LibraryFile[] {
  const { work, lookup, layers, sources, variables } = filling;
  const stacks: Stacks = { of: { settings: new Map(), local: new Map(), mcp: new Map() }, key: [] };
  const templates: LibraryFile[] = [];
  const layFile = (file: LibraryFile, selected: Origin): void => {
    if (file.path.endsWith(TEMPLATE)) templates.push(file);
    const read = readFragment(lookup.source(file), file.content, variables);
    if ('problems' in read) return work.wrong(read.problems);
    const into = fieldFileOf(deliveredName(file.path));
    if (into === undefined) return;
    const lineOf = fieldLines(read.rendered, linesIn(file, variables));
    lay(stacks, into, { fragment: read.fragment, origin: lookup.origin(file, selected), lineOf }, read.rendered);
  };
  const items = lookup.items(layers, 'settings');
  for (const [prefix, selections] of sources) {
    for (const selected of selections.settings) {
      if ('inline' in selected) {
        const { inline, selector, place } = selected;
        lay(stacks, 'settings', { fragment: inline, origin: { selector, place } }, JSON.stringify(inline));
        continue;
      }
      const names = namesFor(selected.pattern, 'settings', items);
      if (names.length === 0) work.find(nothingSelected(selected, 'settings', items));
      for (const name of names) layFile(items.get(name)!, selected);
    }
    // Between the global selections and those of a profile or a repository come the layers of language and framework.
    if (prefix === '')
      for (const layer of layers) if (/^(languages|frameworks)\//.test(layer)) layLayer(filling, layer, layFile);
    if (prefix !== '') layLayer(filling, prefix, layFile);
  }
  for (const [, selections] of sources) for (const hook of selections.hooks) wire(filling, hook, stacks);
  deliverScripts(filling, [stacks.of.settings, stacks.of.local]);
  addFields(filling, stacks, known);
  return templates;
}

/** @param identity tells the fragment from others of the same origin */
function lay({ of, key }: Stacks, file: FieldFile, layer: FieldLayer, identity: string): void {
  key.push(file, layer.origin.selector, layer.origin.place ?? '', identity);
  layFragment(of[file], layer, file === 'mcp' ? 'plain' : 'settings');
}

function layLayer({ lookup }: OwnFilling, layer: string, layFile: (file: LibraryFile, selected: Origin) => void): void {
  for (const name of ['settings.json', 'settings.local.json', 'mcp.json']) {
    for (const ending of ['', TEMPLATE]) {
      const file = lookup.library.get(`${layer}${name}${ending}` as RelPath);
      if (file !== undefined) layFile(file, { selector: layer.slice(0, -1) });
    }
  }
}

function wire(filling: OwnFilling, hook: HookSelected, stacks: Stacks): void {
  const { work, lookup, layers, hooksShared, sharedHooks } = filling;
  const file = hookFile(lookup.library, layers, hook.name);
  const known = hooksShared !== undefined && sharedHooks.has(hook.name) ? hook.name : undefined;
  const name = file === undefined ? known : scriptName(file, layers);
  if (name === undefined)
    return work.find(missingHook(hook, lookup.library, { folder: hooksShared !== undefined, names: sharedHooks }));
  // A layer's own script is not for everybody: it does not go to the shared folder, but with the repository.
  const shared = file === undefined || file.path.startsWith('hooks/') ? hooksShared : undefined;
  const folder = shared ?? (work.tree === '' ? `${work.root}/hooks` : `\${CLAUDE_PROJECT_DIR}/${work.tree}hooks`);
  const handler = handlerFor(`${folder}/${name}`, hook.handler);
  const group = hook.matcher === '*' ? { hooks: [handler] } : { matcher: hook.matcher, hooks: [handler] };
  const origin = file === undefined ? { selector: hook.selector, place: hook.place } : lookup.origin(file, hook);
  const into = shared === undefined ? 'settings' : 'local';
  lay(stacks, into, { fragment: { hooks: { [hook.event]: [group] } }, origin }, JSON.stringify(group));
  if (file !== undefined && shared === undefined)
    work.add(lookup.file(`${work.tree}hooks/${name}` as RelPath, file, hook, work.committed));
}

/** Scripts that a fragment names (a status line) are delivered with it. */
function deliverScripts({ work, lookup, layers, hooksShared }: OwnFilling, stacks: readonly FieldStack[]): void {
  if (hooksShared !== undefined && work.tree === '') return;
  for (const stack of stacks) {
    for (const name of scriptsNamedIn(stack)) {
      const path = `${work.tree}hooks/${name}` as RelPath;
      const file = hookFile(lookup.library, layers, name);
      if (file !== undefined && !work.has(path))
        work.add(lookup.file(path, file, { selector: 'named in settings' }, work.committed));
    }
  }
}

function addFields({ work }: OwnFilling, { of, key }: Stacks, known: KnownFields): void {
  for (const file of Object.keys(FIELD_FILES) as FieldFile[]) {
    if (of[file].size === 0) continue;
    const name = FIELD_FILES[file].name;
    const path = (file === 'mcp' ? name : `${work.tree}${name}`) as RelPath;
    const committed = work.committed && file !== 'local';
    const made = [path, committed, ...key].join('\0');
    let document = known.get(made);
    if (document === undefined) {
      document = fieldsDocument(path, [...of[file].values()], committed);
      known.set(made, document);
    }
    work.add(document);
  }
}
