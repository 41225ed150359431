import type { Canonical, Home, HookSelected, Moved, Repository, Selected, Selections } from '../canonical/canonical.ts';
import { monitoringFiles } from '../monitoring/files.ts';
import { textOf } from '../values/content.ts';
import type { JsonObject } from '../values/json.ts';
import type { AbsPath, RelPath } from '../values/paths.ts';
import type { Origin } from '../values/target.ts';
import { Assembly, type Rendered } from './assembly.ts';
import { blockDocument, fieldsDocument, fileDocument } from './documents.ts';
import { missingHook, nothingSelected } from './findings.ts';
import { handlerFor, hookFile, scriptName } from './hooks.ts';
import { globalFor, layersFor, variablesFor } from './layers.ts';
import { deliveredName, type FileKind, KINDS, type Library, type LibraryFile, TEMPLATE } from './library.ts';
import { catalogue, destination, type Layers, layerNames, namesFor } from './select.ts';
import {
  FIELD_FILES,
  type FieldFile,
  type FieldStack,
  fieldFileOf,
  layFragment,
  readFragment,
  scriptsNamedIn,
} from './settings.ts';
import type { BlockPart, DesiredDocument } from './state.ts';
import { renderTemplate } from './template.ts';

export interface Hub {
  readonly canonical: Canonical;
  readonly library: Library;
  /** The names of the files in the shared hooks folder, also those that are not ours. */
  readonly sharedHooks: ReadonlySet<string>;
  /** The name of the library's folder in messages and origins: `desired-state`. */
  readonly libraryName: string;
}

/** Where selections come from, the most general first: the folder of their layer, and what they select. */
type Sources = readonly (readonly [string, Selections])[];

const KIND_FOLDER = new RegExp(
  `^(?:home/|(?:languages|frameworks|profiles|repositories)/[^/]+/)?(?:${Object.values(KINDS).join('|')})/`,
);

const BLOCK = 'reconcile';

/** Renders the desired state of targets of one hub. What targets have in common is made once. */
export class Renderer {
  readonly #hub: Hub;
  readonly #files = new Map<string, DesiredDocument>();
  readonly #names = new Map<string, readonly string[]>();
  readonly #catalogues = new Map<string, ReadonlyMap<string, LibraryFile>>();
  readonly #fields = new Map<string, DesiredDocument>();

  /** Assemblies of what is the same in a group of repositories, and the settings that its fragments render to. */
  readonly #groups = new Map<string, Assembly>();
  readonly #settingsOf = new Map<
    string,
    { readonly templates: readonly LibraryFile[]; readonly made: Map<string, Rendered> }
  >();
  readonly #global: Selections;
  readonly #ownLayers: ReadonlySet<string>;
  readonly #hasTemplates: boolean;

  constructor(hub: Hub) {
    this.#hub = hub;
    this.#global = globalFor(hub.canonical, 'repositories');
    const paths = [...hub.library.keys()];
    this.#ownLayers = new Set(paths.flatMap((path) => /^repositories\/[^/]+\//.exec(path) ?? []));
    this.#hasTemplates = paths.some((path) => path.endsWith(TEMPLATE) && KIND_FOLDER.test(path));
  }

  /** Of all targets. */
  get moved(): readonly Moved[] {
    return this.#hub.canonical.moved;
  }

  /**
   * The desired state of a repository.
   * @throws InputError with everything that is wrong with templates, fragments and paths
   */
  repository(repository: Repository): Rendered {
    const { canonical } = this.#hub;
    // A layer that the library does not have is left out, so that repositories with the same layers share what is made of them.
    const layers = layersFor(repository).filter(
      (layer) => !layer.startsWith('repositories/') || this.#ownLayers.has(layer),
    );
    const sources: Sources = [
      ['', this.#global],
      ...repository.profiles.map((name) => [`profiles/${name}/`, canonical.profiles.get(name)!] as const),
      [`repositories/${repository.name}/`, repository.selections],
    ];
    const group = this.#groupOf(repository);
    const work = new Assembly(
      '.claude/',
      '',
      repository.exclude,
      this.#begun(group, layers, sources, repository.exclude),
    );
    const variables = variablesFor(repository, canonical);
    this.#fillVarying(work, group, layers, sources, variables, canonical.hooksShared);
    return work.result();
  }

  /** Repositories of one group differ by nothing but the variables of their templates. Undefined for one with parts of its own. */
  #groupOf(repository: Repository): string | undefined {
    const own = Object.values(repository.selections).some((list: readonly unknown[]) => list.length > 0);
    if (own || this.#ownLayers.has(`repositories/${repository.name}/`)) return undefined;
    return JSON.stringify([repository.language, repository.framework, repository.profiles, repository.exclude]);
  }

  /** What does not depend on variables, made once for a group. */
  #begun(group: string | undefined, layers: Layers, sources: Sources, exclude: readonly string[]): Assembly {
    const known = group === undefined ? undefined : this.#groups.get(group);
    if (known !== undefined) return known;
    const work = new Assembly('.claude/', '', exclude);
    this.#fillStatic(work, layers, sources);
    if (group !== undefined) this.#groups.set(group, work);
    return work;
  }

  /** The desired state of the home. @throws InputError */
  home(home: Home): Rendered {
    const { canonical } = this.#hub;
    const work = new Assembly('', home.path, home.exclude);
    const variables = { ...variablesFor(undefined, canonical), name: 'home' };
    const sources: Sources = [
      ['', globalFor(canonical, 'home')],
      ['home/', home.selections],
    ];
    const layers = ['', 'home/'];
    this.#fillStatic(work, layers, sources);
    this.#fillVarying(work, undefined, layers, sources, variables, undefined);
    return work.result();
  }

  /** The desired state of the shared hooks folder: every script of the library that some selection names. @throws InputError */
  sharedHooks(): Rendered {
    const { canonical, library } = this.#hub;
    const work = new Assembly('', '', []);
    const selections = [
      canonical.global,
      ...canonical.profiles.values(),
      ...canonical.repositories.map((entry) => entry.selections),
    ];
    for (const hook of selections.flatMap((selection) => selection.hooks)) {
      const file = hookFile(library, [''], hook.name);
      const name = file?.path.slice('hooks/'.length) as RelPath | undefined;
      if (file !== undefined && name !== undefined) work.add(this.#file('file', name, file, hook, false));
    }
    // What a hook loads from beside it.
    const items = this.#catalogue([''], 'hooks');
    for (const selected of selections.flatMap((selection) => selection.scripts)) {
      for (const name of this.#select(selected.pattern, 'scripts', [''], items)) {
        const file = items.get(name)!;
        if (!file.path.endsWith(TEMPLATE)) work.add(this.#file('file', name as RelPath, file, selected, false));
      }
    }
    return work.result();
  }

  /** The desired state of the folder of Grafana's files. @throws InputError */
  monitoring(): Rendered {
    const { monitoring, thresholds } = this.#hub.canonical;
    const work = new Assembly('', '', []);
    for (const { path, text, origin } of monitoring === undefined ? [] : monitoringFiles(monitoring, thresholds)) {
      work.add(fileDocument('file', path, Buffer.from(text, 'utf8'), '100644', origin, false));
    }
    return work.result();
  }

  #fillStatic(work: Assembly, layers: Layers, sources: Sources): void {
    for (const kind of Object.keys(KINDS) as FileKind[]) this.#fillKind(work, kind, layers, sources, undefined);
  }

  #fillVarying(
    work: Assembly,
    group: string | undefined,
    layers: Layers,
    sources: Sources,
    variables: JsonObject,
    hooksShared: AbsPath | undefined,
  ): void {
    if (this.#hasTemplates) {
      for (const kind of Object.keys(KINDS) as FileKind[]) this.#fillKind(work, kind, layers, sources, variables);
    }
    this.#fillSeeds(work, layers, sources, variables);
    this.#fillMemory(work, layers, sources, variables);
    this.#settings(work, group, layers, sources, variables, hooksShared);
  }

  /** The settings of a group are the same for all whose fragments render to the same texts. */
  #settings(
    work: Assembly,
    group: string | undefined,
    layers: Layers,
    sources: Sources,
    variables: JsonObject,
    hooksShared: AbsPath | undefined,
  ): void {
    const templates: LibraryFile[] = [];
    const fill = (): void => this.#fillSettings(work, layers, sources, variables, hooksShared, templates);
    if (group === undefined) return fill();
    const texts = (files: readonly LibraryFile[]): string => {
      return files.map((file) => JSON.stringify(readFragment(file.path, file.content, variables))).join('\0');
    };
    const known = this.#settingsOf.get(group);
    const made = known?.made.get(texts(known.templates));
    if (made !== undefined) {
      for (const document of made.desired.values()) work.add(document);
      for (const finding of made.findings) work.find(finding);
      return;
    }
    const rendered = work.recorded(fill);
    const entry = known ?? { templates, made: new Map<string, Rendered>() };
    entry.made.set(texts(entry.templates), rendered);
    this.#settingsOf.set(group, entry);
  }

  /** The files of one kind: without variables those that are delivered as they are, with variables the templates among them. */
  #fillKind(work: Assembly, kind: FileKind, layers: Layers, sources: Sources, variables: JsonObject | undefined): void {
    const folder = KINDS[kind];
    const items = this.#catalogue(layers, folder);
    const deliver = (name: string, selected: Origin | Selected): void => {
      const path = destination(work.tree, kind, name);
      const file = items.get(name)!;
      if (file.path.endsWith(TEMPLATE) !== (variables !== undefined)) return;
      if (variables === undefined) return work.add(this.#file('file', path, file, selected, work.committed));
      const content = this.#content(work, file, variables);
      if (content === undefined) return;
      work.add(fileDocument('file', path, content, file.mode, this.#origin(file, selected), work.committed));
    };
    for (const [, selections] of sources) {
      for (const selected of selections[kind]) {
        const names = this.#select(selected.pattern, kind, layers, items);
        if (names.length === 0 && variables === undefined) work.find(nothingSelected(selected, kind, items));
        for (const name of names) deliver(name, selected);
      }
    }
    // A script of a layer is the version that is wired or selected there; being there delivers nothing.
    if (kind === 'scripts') return;
    for (const layer of layers) {
      for (const name of this.#layerNames(layer, folder)) deliver(name, { selector: layer.slice(0, -1) });
    }
  }

  #fillSeeds(work: Assembly, layers: Layers, sources: Sources, variables: JsonObject): void {
    const items = this.#catalogue(layers, 'seeds');
    const wanted = new Map<string, Origin>();
    for (const [, selections] of sources) {
      for (const selected of selections.seeds) {
        const names = this.#select(selected.pattern, 'seeds', layers, items);
        if (names.length === 0) work.find(nothingSelected(selected, 'seeds', items));
        for (const name of names) wanted.set(name, selected);
      }
    }
    for (const layer of layers)
      for (const name of this.#layerNames(layer, 'seeds')) wanted.set(name, { selector: layer.slice(0, -1) });
    for (const [name, selected] of wanted) {
      const file = items.get(name)!;
      const origin = this.#origin(file, selected);
      const content = this.#content(work, file, variables);
      if (content !== undefined)
        work.add(fileDocument('seed', name as RelPath, content, file.mode, origin, work.committed));
    }
  }

  #fillMemory(work: Assembly, layers: Layers, sources: Sources, variables: JsonObject): void {
    const parts: { text: string; source: string; selector: string; skipped: number }[] = [];
    const take = (file: LibraryFile, selector: string): void => {
      const content = this.#content(work, file, variables);
      const whole = content === undefined ? '' : textOf(content).replaceAll('\r\n', '\n');
      const text = whole.replace(/^\n+|\n+$/g, '');
      const skipped = /^\n*/.exec(whole)![0].length;
      if (text !== '') parts.push({ text, source: `${this.#hub.libraryName}/${file.path}`, selector, skipped });
    };
    const items = this.#catalogue(layers, 'memory');
    const wanted = sources.flatMap(([, selections]) => selections.memory);
    for (const selected of wanted) {
      const names = this.#select(selected.pattern, 'memory', layers, items);
      if (names.length === 0) work.find(nothingSelected(selected, 'memory', items));
      for (const name of names) take(items.get(name)!, selected.selector);
    }
    const base = items.get('base.md');
    // A repository whose canonical.yaml says nothing about memory gets the base.
    if (wanted.length === 0 && base !== undefined && work.tree !== '') take(base, 'memory base (default)');
    for (const layer of layers) {
      if (layer === '') continue;
      for (const ending of ['memory.md', `memory.md${TEMPLATE}`]) {
        const file = this.#hub.library.get(`${layer}${ending}` as RelPath);
        if (file !== undefined) take(file, layer.slice(0, -1));
      }
    }
    if (parts.length === 0) return;
    const origin = {
      selector: parts.map((part) => part.selector).join(' + '),
      source: parts.map((part) => part.source).join(' + '),
    };
    const text = parts.map((part) => part.text).join('\n\n');
    const block = blockDocument('CLAUDE.md' as RelPath, BLOCK, text, origin, work.committed);
    work.add({ ...block, parts: partsOf(parts) });
  }

  #fillSettings(
    work: Assembly,
    layers: Layers,
    sources: Sources,
    variables: JsonObject,
    hooksShared: AbsPath | undefined,
    templates: LibraryFile[],
  ): void {
    const stacks: Record<FieldFile, FieldStack> = { settings: new Map(), local: new Map(), mcp: new Map() };
    const key: string[] = [];
    const lay = (file: FieldFile, fragment: JsonObject, origin: Origin, identity: string): void => {
      key.push(file, origin.selector, origin.place ?? '', identity);
      layFragment(stacks[file], fragment, file === 'mcp' ? 'plain' : 'settings', origin);
    };
    const layFile = (file: LibraryFile, selected: Origin): void => {
      if (file.path.endsWith(TEMPLATE)) templates.push(file);
      const read = readFragment(`${this.#hub.libraryName}/${file.path}`, file.content, variables);
      if ('problems' in read) return work.wrong(read.problems);
      const into = fieldFileOf(deliveredName(file.path));
      if (into !== undefined) lay(into, read.fragment, this.#origin(file, selected), read.rendered);
    };
    const items = this.#catalogue(layers, 'settings');
    for (const [prefix, selections] of sources) {
      for (const selected of selections.settings) {
        if ('inline' in selected) {
          lay(
            'settings',
            selected.inline,
            { selector: selected.selector, place: selected.place },
            JSON.stringify(selected.inline),
          );
          continue;
        }
        const names = namesFor(selected.pattern, 'settings', items);
        if (names.length === 0) work.find(nothingSelected(selected, 'settings', items));
        for (const name of names) layFile(items.get(name)!, selected);
      }
      // Between the global selections and those of a profile or a repository come the layers of language and framework.
      if (prefix === '')
        for (const layer of layers) if (/^(languages|frameworks)\//.test(layer)) this.#layLayer(layer, layFile);
      if (prefix !== '') this.#layLayer(prefix, layFile);
    }
    for (const [, selections] of sources) {
      for (const hook of selections.hooks) this.#wire(work, hook, layers, hooksShared, lay);
    }
    this.#deliverScripts(work, layers, [stacks.settings, stacks.local], hooksShared);
    this.#addFields(work, stacks, key.join('\0'));
  }

  #layLayer(layer: string, layFile: (file: LibraryFile, selected: Origin) => void): void {
    for (const name of ['settings.json', 'settings.local.json', 'mcp.json']) {
      for (const ending of ['', TEMPLATE]) {
        const file = this.#hub.library.get(`${layer}${name}${ending}` as RelPath);
        if (file !== undefined) layFile(file, { selector: layer.slice(0, -1) });
      }
    }
  }

  #wire(
    work: Assembly,
    hook: HookSelected,
    layers: Layers,
    hooksShared: AbsPath | undefined,
    lay: (file: FieldFile, fragment: JsonObject, origin: Origin, identity: string) => void,
  ): void {
    const file = hookFile(this.#hub.library, layers, hook.name);
    const known = hooksShared !== undefined && this.#hub.sharedHooks.has(hook.name) ? hook.name : undefined;
    const name = file === undefined ? known : scriptName(file, layers);
    if (name === undefined)
      return work.find(
        missingHook(hook, this.#hub.library, { folder: hooksShared !== undefined, names: this.#hub.sharedHooks }),
      );
    // A layer's own script is not for everybody: it does not go to the shared folder, but with the repository.
    const shared = file === undefined || file.path.startsWith('hooks/') ? hooksShared : undefined;
    const folder = shared ?? (work.tree === '' ? `${work.root}/hooks` : `\${CLAUDE_PROJECT_DIR}/${work.tree}hooks`);
    const handler = handlerFor(`${folder}/${name}`, hook.handler);
    const group = hook.matcher === '*' ? { hooks: [handler] } : { matcher: hook.matcher, hooks: [handler] };
    const source = file === undefined ? undefined : `${this.#hub.libraryName}/${file.path}`;
    const origin = { selector: hook.selector, place: hook.place, ...(source === undefined ? {} : { source }) };
    lay(
      shared === undefined ? 'settings' : 'local',
      { hooks: { [hook.event]: [group] } },
      origin,
      JSON.stringify(group),
    );
    if (file !== undefined && shared === undefined) {
      work.add(this.#file('file', `${work.tree}hooks/${name}` as RelPath, file, hook, work.committed));
    }
  }

  /** Scripts that a fragment names (a status line) are delivered with it. */
  #deliverScripts(
    work: Assembly,
    layers: Layers,
    stacks: readonly FieldStack[],
    hooksShared: AbsPath | undefined,
  ): void {
    if (hooksShared !== undefined && work.tree === '') return;
    for (const stack of stacks) {
      for (const name of scriptsNamedIn(stack)) {
        const path = `${work.tree}hooks/${name}` as RelPath;
        const file = hookFile(this.#hub.library, layers, name);
        if (file !== undefined && !work.has(path)) {
          work.add(this.#file('file', path, file, { selector: 'named in settings' }, work.committed));
        }
      }
    }
  }

  #addFields(work: Assembly, stacks: Record<FieldFile, FieldStack>, key: string): void {
    for (const file of Object.keys(FIELD_FILES) as FieldFile[]) {
      if (stacks[file].size === 0) continue;
      const name = FIELD_FILES[file].name;
      const path = (file === 'mcp' ? name : `${work.tree}${name}`) as RelPath;
      const committed = work.committed && file !== 'local';
      const known = `${path}\0${committed}\0${key}`;
      let document = this.#fields.get(known);
      if (document === undefined) {
        document = fieldsDocument(path, [...stacks[file].values()], committed);
        this.#fields.set(known, document);
      }
      work.add(document);
    }
  }

  #catalogue(layers: Layers, folder: string): ReadonlyMap<string, LibraryFile> {
    const key = `${folder}\0${layers.join('\0')}`;
    let items = this.#catalogues.get(key);
    if (items === undefined) {
      items = catalogue(this.#hub.library, layers, folder);
      this.#catalogues.set(key, items);
    }
    return items;
  }

  #select(
    pattern: string,
    kind: FileKind | 'seeds' | 'memory',
    layers: Layers,
    items: ReadonlyMap<string, LibraryFile>,
  ): readonly string[] {
    const key = `${kind}\0${pattern}\0${layers.join('\0')}`;
    let names = this.#names.get(key);
    if (names === undefined) {
      names = namesFor(pattern, kind, items);
      this.#names.set(key, names);
    }
    return names;
  }

  #layerNames(layer: string, folder: string): readonly string[] {
    const key = `layer\0${layer}\0${folder}`;
    let names = this.#names.get(key);
    if (names === undefined) {
      names = layerNames(this.#hub.library, layer, folder);
      this.#names.set(key, names);
    }
    return names;
  }

  #origin(file: LibraryFile, selected: Origin | Selected | HookSelected): Origin {
    const source = `${this.#hub.libraryName}/${file.path}`;
    return { selector: selected.selector, ...(selected.place === undefined ? {} : { place: selected.place }), source };
  }

  /** The document of an untemplated file; the same for every target, so that its content is hashed once. */
  #file(
    form: 'file',
    path: RelPath,
    file: LibraryFile,
    selected: Origin | Selected | HookSelected,
    committed: boolean,
  ): DesiredDocument {
    const key = `${path}\0${file.path}\0${selected.selector}\0${selected.place ?? ''}\0${committed}`;
    let document = this.#files.get(key);
    if (document === undefined) {
      document = fileDocument(form, path, file.content, file.mode, this.#origin(file, selected), committed);
      this.#files.set(key, document);
    }
    return document;
  }

  #content(work: Assembly, file: LibraryFile, variables: JsonObject): Uint8Array | undefined {
    if (!file.path.endsWith(TEMPLATE)) return file.content;
    const rendered = renderTemplate(textOf(file.content), variables, `${this.#hub.libraryName}/${file.path}`);
    if ('text' in rendered) return Buffer.from(rendered.text, 'utf8');
    work.wrong(rendered.problems);
    return undefined;
  }
}

/** Which lines of a block come from which file: a line for the marker, then the texts with an empty line between them. */
function partsOf(texts: readonly { text: string; source: string; skipped: number }[]): BlockPart[] {
  let line = 2;
  return texts.map(({ text, source, skipped }) => {
    const part = { source, line, skipped };
    line += text.split('\n').length + 1;
    return part;
  });
}
