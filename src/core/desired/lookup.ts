import type { HookSelected, Selected } from '../canonical/canonical.ts';
import { textOf } from '../values/content.ts';
import type { JsonObject } from '../values/json.ts';
import type { RelPath } from '../values/paths.ts';
import type { Origin } from '../values/target.ts';
import type { Assembly } from './assembly.ts';
import { fileDocument } from './documents.ts';
import { type FileKind, type Library, type LibraryFile, TEMPLATE } from './library.ts';
import { catalogue, type Layers, layerNames, namesFor } from './select.ts';
import type { DesiredDocument } from './state.ts';
import { renderTemplate } from './template.ts';

/** Looks things up in a library. What several targets ask for is worked out once. */
export class Lookup {
  readonly library: Library;
  /** The name of the library's folder in messages and origins: `desired-state`. */
  readonly #name: string;
  readonly #documents = new Map<string, DesiredDocument>();
  readonly #names = new Map<string, readonly string[]>();
  readonly #catalogues = new Map<string, ReadonlyMap<string, LibraryFile>>();

  constructor(library: Library, name: string) {
    this.library = library;
    this.#name = name;
  }

  /** What there is in a folder of these layers, by name; the more special layer wins. */
  items(layers: Layers, folder: string): ReadonlyMap<string, LibraryFile> {
    const key = `${folder}\0${layers.join('\0')}`;
    let items = this.#catalogues.get(key);
    if (items === undefined) {
      items = catalogue(this.library, layers, folder);
      this.#catalogues.set(key, items);
    }
    return items;
  }

  /** The names among `items` that a pattern means. */
  names(
    pattern: string,
    kind: FileKind | 'seeds' | 'memory',
    layers: Layers,
    items: ReadonlyMap<string, LibraryFile>,
  ): readonly string[] {
    return this.#once(`${kind}\0${pattern}\0${layers.join('\0')}`, () => namesFor(pattern, kind, items));
  }

  /** The names that a layer delivers from a folder by having them. */
  namesIn(layer: string, folder: string): readonly string[] {
    return this.#once(`layer\0${layer}\0${folder}`, () => layerNames(this.library, layer, folder));
  }

  #once(key: string, work: () => readonly string[]): readonly string[] {
    let names = this.#names.get(key);
    if (names === undefined) {
      names = work();
      this.#names.set(key, names);
    }
    return names;
  }

  /** A file of the library as messages and origins name it. */
  source(file: LibraryFile): string {
    return `${this.#name}/${file.path}`;
  }

  origin(file: LibraryFile, { selector, place }: Origin | Selected | HookSelected): Origin {
    return { selector, ...(place === undefined ? {} : { place }), source: this.source(file) };
  }

  /** The document of an untemplated file; the same for every target, so that its content is hashed once. */
  file(
    path: RelPath,
    file: LibraryFile,
    selected: Origin | Selected | HookSelected,
    committed: boolean,
  ): DesiredDocument {
    const key = `${path}\0${file.path}\0${selected.selector}\0${selected.place ?? ''}\0${committed}`;
    let document = this.#documents.get(key);
    if (document === undefined) {
      document = fileDocument('file', path, file.content, file.mode, this.origin(file, selected), committed);
      this.#documents.set(key, document);
    }
    return document;
  }

  /** The content of a file, rendered when it is a template; undefined when that is wrong, which `work` is told. */
  content(work: Assembly, file: LibraryFile, variables: JsonObject): Uint8Array | undefined {
    if (!file.path.endsWith(TEMPLATE)) return file.content;
    const rendered = renderTemplate(textOf(file.content), variables, this.source(file));
    if ('text' in rendered) return Buffer.from(rendered.text, 'utf8');
    work.wrong(rendered.problems);
    return undefined;
  }
}
