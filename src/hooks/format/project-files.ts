import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { listNames } from '../transcript/state.ts';

/** What choosing a formatter looks at. Nothing is written. */
export interface ProjectFiles {
  names(folder: string): ReadonlySet<string>;
  text(file: string): string | undefined;
  /** The first of these paths that is a program. */
  firstProgram(paths: readonly string[]): string | undefined;
  /** Where a program stands on PATH. */
  onPath(name: string): string | undefined;
}

/** The real files; each folder is listed once. */
export function projectFiles(path: string | undefined): ProjectFiles {
  const listed = new Map<string, ReadonlySet<string>>();
  const firstProgram = (paths: readonly string[]) => paths.find(isProgram);
  return {
    names(folder) {
      const known = listed.get(folder) ?? new Set(listNames(folder));
      listed.set(folder, known);
      return known;
    },
    text(file) {
      try {
        return readFileSync(file, 'utf8');
      } catch {
        return undefined;
      }
    },
    firstProgram,
    // A relative entry would take a program from wherever the session happens to be.
    onPath: (name) =>
      firstProgram(
        (path ?? '')
          .split(delimiter)
          .filter(isAbsolute)
          .map((folder) => join(folder, name)),
      ),
  };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
