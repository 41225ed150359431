export type Language = 'typescript' | 'python' | 'rust' | 'go' | 'java';

const BY_EXTENSION: Readonly<Record<string, Language>> = {
  ts: 'typescript',
  tsx: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  js: 'typescript',
  jsx: 'typescript',
  mjs: 'typescript',
  cjs: 'typescript',
  py: 'python',
  rs: 'rust',
  go: 'go',
  java: 'java',
};

/** The language whose test naming rules apply to a file, from its extension alone; undefined for every other file. */
export function languageOf(path: string): Language | undefined {
  return BY_EXTENSION[extension(baseName(path))];
}

/** The last segment of a path that uses `/`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The path without its last segment and slash; '' for a file at the top. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** The text after the last dot of a file name, lower case; '' when there is none (a leading dot is no extension). */
export function extension(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/** The file name without its last extension. */
export function stem(path: string): string {
  const name = baseName(path);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? name : name.slice(0, dot);
}

/** Joins two relative paths; an empty side adds nothing. */
export function under(folder: string, rest: string): string {
  if (folder === '') return rest;
  return rest === '' ? folder : `${folder}/${rest}`;
}
