import { baseName } from './paths.ts';

/** How the names of new content begin while it waits beside its place. The client loads no such file. */
export const TEMPORARY = '.reconcile-';

/** Whether a file may be new content that a run which was broken off has left beside its place. */
export function isTemporary(path: string): boolean {
  return baseName(path).startsWith(TEMPORARY);
}
