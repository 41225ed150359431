import type { Canonical, Home, Moved, Repository, Selections } from '../canonical/canonical.ts';
import { monitoringFiles } from '../monitoring/files.ts';
import type { RelPath } from '../values/paths.ts';
import { Assembly, type Rendered } from './assembly.ts';
import { fileDocument } from './documents.ts';
import { fillFiles, fillPresent, fillPresentOwn, fillScripts, fillSeeds } from './fillFiles.ts';
import type { Filling, OwnFilling, Sources } from './filling.ts';
import { fillMemory } from './fillMemory.ts';
import { fillSettings, type KnownFields } from './fillSettings.ts';
import { hookFile } from './hooks.ts';
import { globalFor, layersFor, variablesFor } from './layers.ts';
import { KINDS, type Library, type LibraryFile, TEMPLATE } from './library.ts';
import { Lookup } from './lookup.ts';
import { readFragment } from './settings.ts';

export interface Hub {
  readonly canonical: Canonical;
  readonly library: Library;
  /** The names of the files in the shared hooks folder, also those that are not ours. */
  readonly sharedHooks: ReadonlySet<string>;
  /** The name of the library's folder in messages and origins: `desired-state`. */
  readonly libraryName: string;
}

/** The settings of a group of repositories, by the texts that its templates render to. */
interface GroupSettings {
  readonly templates: readonly LibraryFile[];
  readonly made: Map<string, Rendered>;
}

const KIND_FOLDER = new RegExp(
  `^(?:home/|(?:languages|frameworks|profiles|repositories)/[^/]+/)?(?:${Object.values(KINDS).join('|')})/`,
);

/** The same for repositories that differ by nothing but their own parts and their variables. */
function groupKey({ language, framework, profiles, exclude }: Repository): string {
  return JSON.stringify([language, framework, profiles, exclude]);
}

/** Renders the desired state of targets of one hub. What targets have in common is made once. */
export class Renderer {
  readonly #hub: Hub;
  readonly #lookup: Lookup;
  readonly #fields: KnownFields = new Map();
  /** Assemblies of what is the same in a group of repositories, and the settings that its fragments render to. */
  readonly #groups = new Map<string, Assembly>();
  readonly #settingsOf = new Map<string, GroupSettings>();
  readonly #global: Selections;
  readonly #ownLayers: ReadonlySet<string>;
  readonly #hasTemplates: boolean;

  constructor(hub: Hub) {
    this.#hub = hub;
    this.#lookup = new Lookup(hub.library, hub.libraryName);
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
    const { canonical, sharedHooks } = this.#hub;
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
    const filling = { lookup: this.#lookup, layers, sources };
    const work =
      group === undefined
        ? this.#ofOwn(repository, filling)
        : new Assembly('.claude/', '', repository.exclude, this.#begun(group, filling, repository.exclude));
    const variables = variablesFor(repository, canonical);
    const { hooksShared } = canonical;
    this.#fillOwn({ ...filling, work, variables, hooksShared, sharedHooks }, group);
    return work.result();
  }

  /** Repositories of one group differ by nothing but the variables of their templates. Undefined for one with parts of its own. */
  #groupOf(repository: Repository): string | undefined {
    const own = Object.values(repository.selections).some((list: readonly unknown[]) => list.length > 0);
    return own || this.#hasOwnLayer(repository) ? undefined : groupKey(repository);
  }

  #hasOwnLayer({ name }: Repository): boolean {
    return this.#ownLayers.has(`repositories/${name}/`);
  }

  /** What does not depend on variables, made once for a group. */
  #begun(group: string, filling: Omit<Filling, 'work'>, exclude: readonly string[], fill = fillFiles): Assembly {
    let work = this.#groups.get(group);
    if (work === undefined) {
      work = new Assembly('.claude/', '', exclude);
      fill({ ...filling, work });
      this.#groups.set(group, work);
    }
    return work;
  }

  /** What does not depend on variables, of a repository with parts of its own: what it shares with others is made once for all of them. */
  #ofOwn(repository: Repository, filling: Omit<Filling, 'work'>): Assembly {
    const { exclude } = repository;
    const hasLayer = this.#hasOwnLayer(repository);
    const layers = hasLayer ? filling.layers.slice(0, -1) : filling.layers;
    const shared = { ...filling, layers, sources: filling.sources.slice(0, -1) };
    const begun = this.#begun(`own ${groupKey(repository)}`, shared, exclude, fillPresent);
    // Where a selection finds nothing in what is shared, it may still find something of the repository's own.
    if (begun.hasFindings) {
      const work = new Assembly('.claude/', '', exclude);
      fillFiles({ ...filling, work });
      return work;
    }
    const work = new Assembly('.claude/', '', exclude, begun);
    fillPresentOwn({ ...filling, work });
    fillScripts({ ...filling, work });
    return work;
  }

  /** The desired state of the home. @throws InputError */
  home(home: Home): Rendered {
    const { canonical, sharedHooks } = this.#hub;
    const work = new Assembly('', home.path, home.exclude);
    const variables = { ...variablesFor(undefined, canonical), name: 'home' };
    const sources: Sources = [
      ['', globalFor(canonical, 'home')],
      ['home/', home.selections],
    ];
    const filling = { work, lookup: this.#lookup, layers: ['', 'home/'], sources };
    fillFiles(filling);
    this.#fillOwn({ ...filling, variables, hooksShared: undefined, sharedHooks });
    return work.result();
  }

  /** The desired state of the shared hooks folder: every script of the library that some selection names. @throws InputError */
  sharedHooks(): Rendered {
    const { canonical, library } = this.#hub;
    const lookup = this.#lookup;
    const work = new Assembly('', '', []);
    const selections = [
      canonical.global,
      ...canonical.profiles.values(),
      ...canonical.repositories.map((entry) => entry.selections),
    ];
    for (const hook of selections.flatMap((selection) => selection.hooks)) {
      const file = hookFile(library, [''], hook.name);
      const name = file?.path.slice('hooks/'.length) as RelPath | undefined;
      if (file !== undefined && name !== undefined) work.add(lookup.file(name, file, hook, false));
    }
    // What a hook loads from beside it.
    const items = lookup.items([''], 'hooks');
    for (const selected of selections.flatMap((selection) => selection.scripts)) {
      for (const name of lookup.names(selected.pattern, 'scripts', [''], items)) {
        const file = items.get(name)!;
        if (!file.path.endsWith(TEMPLATE)) work.add(lookup.file(name as RelPath, file, selected, false));
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

  #fillOwn(filling: OwnFilling, group?: string): void {
    if (this.#hasTemplates) fillFiles(filling, filling.variables);
    fillSeeds(filling);
    fillMemory(filling);
    if (group === undefined) fillSettings(filling, this.#fields);
    else this.#groupSettings(filling, group);
  }

  /** The settings of a group are the same for all whose fragments render to the same texts. */
  #groupSettings(filling: OwnFilling, group: string): void {
    const { work, variables } = filling;
    const texts = (files: readonly LibraryFile[]): string =>
      files.map((file) => JSON.stringify(readFragment(file.path, file.content, variables))).join('\0');
    const known = this.#settingsOf.get(group);
    const made = known?.made.get(texts(known.templates));
    if (made !== undefined) {
      for (const document of made.desired.values()) work.add(document);
      for (const finding of made.findings) work.find(finding);
      return;
    }
    let templates: readonly LibraryFile[] = [];
    const rendered = work.recorded(() => {
      templates = fillSettings(filling, this.#fields);
    });
    const entry = known ?? { templates, made: new Map<string, Rendered>() };
    entry.made.set(texts(entry.templates), rendered);
    this.#settingsOf.set(group, entry);
  }
}
