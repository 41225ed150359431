/** What is known of a project's folder: names, and the texts of the files that say what it is. */
export interface ProjectFiles {
  /** Paths of files and folders (these end in `/`), down to two folders deep, sorted. */
  readonly names: readonly string[];
  /** The texts of the files among them that `isTelling` wants. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The commands of a project, as a person would type them. */
export interface Commands {
  readonly test?: string;
  readonly lint?: string;
  readonly format?: string;
}

/** What one folder turned out to be. */
export interface Kind {
  readonly language: string;
  readonly framework?: string;
  readonly commands: Commands;
  /** The file that says so: `pyproject.toml`. */
  readonly because: string;
  /** True where the marker may be there for a tool only, such as a pyproject.toml without a project. */
  readonly weak?: true;
}

/** Looks at the marker files of one folder. Undefined when it is not of this kind. */
export type Look = (folder: Folder) => Kind | undefined;

/** One folder of a project. */
export interface Folder {
  has(name: string): boolean;
  text(name: string): string | undefined;
  /** The names of the files directly in it. */
  readonly names: readonly string[];
  /** Source files' texts, for what no manifest says. */
  readonly sources: readonly string[];
}

const TELLING =
  /^(package\.json|pyproject\.toml|requirements[\w.-]*\.txt|setup\.py|setup\.cfg|Pipfile|Cargo\.toml|go\.mod|go\.work|Makefile|pnpm-workspace\.yaml)$/;

/** True for a file whose text is wanted; sources are wanted only near the top. */
export function isTelling(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return TELLING.test(name) || /\.(py|ts|tsx|js|jsx|mjs)$/.test(name);
}

/** One folder of the project, by its path with the final slash; the top is empty. */
export function folderOf(project: ProjectFiles, prefix: string): Folder {
  const names = project.names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  const known = new Set(names);
  const sources = [...project.texts]
    .filter(([path]) => path.startsWith(prefix) && /\.\w+$/.test(path) && /\.(py|tsx?|jsx?|mjs)$/.test(path))
    .map(([, text]) => text);
  return {
    has: (name) => known.has(name),
    text: (name) => project.texts.get(prefix + name),
    names: names.filter((name) => !name.replace(/\/$/, '').includes('/')),
    sources,
  };
}
