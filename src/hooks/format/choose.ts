import { dirname, join } from 'node:path';
import { baseName, extension } from '../tdd/language.ts';
import type { ProjectFiles } from './project-files.ts';

type FormatterName = 'prettier' | 'biome' | 'ruff' | 'gofmt' | 'rustfmt' | 'shfmt';

/** A formatter that reads a text on stdin and writes it formatted on stdout. */
export interface Formatter {
  name: FormatterName;
  /** The program, absolute. */
  program: string;
  args: string[];
  /** Where it runs, so that it finds its settings and ignore files. */
  folder: string;
}

const SCRIPT = ['js', 'jsx', 'mjs', 'cjs', 'ts', 'tsx', 'mts', 'cts'];
const BIOME = new Set([...SCRIPT, 'json', 'jsonc', 'css', 'graphql']);
const PRETTIER = new Set([
  ...BIOME,
  'json5',
  'scss',
  'less',
  'html',
  'vue',
  'svelte',
  'astro',
  'md',
  'mdx',
  'yaml',
  'yml',
  'gql',
  'hbs',
]);

/**
 * The formatter of the file's own project: that of the nearest folder, up to `root`, which is set up for one. Undefined
 * where no folder is, or where its program is not installed.
 */
export function chooseFormatter(file: string, root: string, files: ProjectFiles): Formatter | undefined {
  const kind = extension(baseName(file));
  const folders = foldersUpTo(dirname(file), root);
  if (BIOME.has(kind) || PRETTIER.has(kind)) return scriptFormatter(file, kind, folders, files);
  if (kind === 'py' || kind === 'pyi') return ruff(file, folders, files);
  if (kind === 'go') return gofmt(folders, files);
  if (kind === 'rs') return rustfmt(file, folders, files);
  if (kind === 'sh' || kind === 'bash') return shfmt(file, folders, files);
  return undefined;
}

function foldersUpTo(start: string, root: string): string[] {
  const found = [start];
  for (let folder = start; folder !== root && dirname(folder) !== folder; ) {
    folder = dirname(folder);
    found.push(folder);
  }
  return found;
}

function scriptFormatter(file: string, kind: string, folders: string[], files: ProjectFiles): Formatter | undefined {
  for (const folder of folders) {
    const names = files.names(folder);
    const manifest = names.has('package.json') ? (files.text(join(folder, 'package.json')) ?? '') : '';
    if (BIOME.has(kind) && (hasBiomeSettings(names) || dependsOn(manifest, '@biomejs/biome'))) {
      const program = nodeProgram('biome', folders.slice(folders.indexOf(folder)), files);
      if (!program) return undefined;
      return { name: 'biome', program, args: ['format', `--stdin-file-path=${file}`], folder };
    }
    if (PRETTIER.has(kind) && (hasPrettierSettings(names, manifest) || dependsOn(manifest, 'prettier'))) {
      const above = folders.slice(folders.indexOf(folder));
      const program = nodeProgram('prettier', above, files);
      // Prettier looks for its ignore file only where it runs.
      const place = above.find((one) => files.names(one).has('.prettierignore')) ?? folder;
      if (!program) return undefined;
      return { name: 'prettier', program, args: ['--stdin-filepath', file], folder: place };
    }
  }
  return undefined;
}

function hasBiomeSettings(names: ReadonlySet<string>): boolean {
  return ['biome.json', 'biome.jsonc', '.biome.json', '.biome.jsonc'].some((name) => names.has(name));
}

function hasPrettierSettings(names: ReadonlySet<string>, manifest: string): boolean {
  for (const name of names) if (/^\.prettierrc(\.\w+)?$|^prettier\.config\.[mc]?[jt]s$/.test(name)) return true;
  return 'prettier' in jsonObject(manifest);
}

function dependsOn(manifest: string, name: string): boolean {
  const { dependencies, devDependencies } = jsonObject(manifest);
  return [dependencies, devDependencies].some((list) => typeof list === 'object' && list !== null && name in list);
}

function jsonObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Only the project's own copy: another version formats differently. */
function nodeProgram(name: string, folders: readonly string[], files: ProjectFiles): string | undefined {
  return files.firstProgram(folders.map((folder) => join(folder, 'node_modules', '.bin', name)));
}

function ruff(file: string, folders: string[], files: ProjectFiles): Formatter | undefined {
  const folder = folders.find((one) => {
    const names = files.names(one);
    if (names.has('ruff.toml') || names.has('.ruff.toml')) return true;
    const project = names.has('pyproject.toml') ? (files.text(join(one, 'pyproject.toml')) ?? '') : '';
    return /^\s*\[tool\.ruff\b/m.test(project) || /["']ruff(?:["'\s\]=<>~!;[])/.test(project);
  });
  if (folder === undefined) return undefined;
  const own = folders.flatMap((one) => ['.venv', 'venv'].map((venv) => join(one, venv, 'bin', 'ruff')));
  const program = files.firstProgram(own) ?? files.onPath('ruff');
  if (!program) return undefined;
  return { name: 'ruff', program, args: ['format', '--force-exclude', '--stdin-filename', file, '-'], folder };
}

function gofmt(folders: string[], files: ProjectFiles): Formatter | undefined {
  const folder = folders.find((one) => files.names(one).has('go.mod'));
  const program = files.onPath('gofmt');
  return folder && program ? { name: 'gofmt', program, args: [], folder } : undefined;
}

function rustfmt(file: string, folders: string[], files: ProjectFiles): Formatter | undefined {
  const manifests = folders.filter((one) => files.names(one).has('Cargo.toml'));
  const program = manifests.length > 0 ? files.onPath('rustfmt') : undefined;
  if (!program) return undefined;
  // On stdin rustfmt knows no package, and its own default is the oldest edition.
  const texts = manifests.map((one) => files.text(join(one, 'Cargo.toml')) ?? '');
  const edition = texts
    .map((text) => /^\s*edition\s*=\s*"(\d{4})"/m.exec(text)?.[1])
    .find((year) => year !== undefined);
  return { name: 'rustfmt', program, args: ['--quiet', '--edition', edition ?? '2015'], folder: dirname(file) };
}

function shfmt(file: string, folders: string[], files: ProjectFiles): Formatter | undefined {
  // shfmt's settings are those of .editorconfig; a section for shell files says that the project means them.
  const folder = folders.find(
    (one) =>
      files.names(one).has('.editorconfig') &&
      /^\s*\[[^\]\n]*\b(sh|bash)\b/m.test(files.text(join(one, '.editorconfig')) ?? ''),
  );
  const program = files.onPath('shfmt');
  return folder && program ? { name: 'shfmt', program, args: ['-filename', file], folder } : undefined;
}
