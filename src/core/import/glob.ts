/** The glob that matches just this path: what means something in a glob is taken as it is. */
export function globOf(path: string): string {
  return path.replace(/[\\*?[\]{}()!+@|,^$]/g, '\\$&');
}
