/** The name of a project: the last part of the folder in which the session began; `unknown` where that is not known. */
export function projectName(folder: string | null | undefined): string {
  const path = folder?.replace(/[\\/]+$/, '') ?? '';
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1) || 'unknown';
}
