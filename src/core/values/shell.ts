/** A word as a shell (sh, bash, zsh) takes it letter by letter; a plain word stays as it is. */
function shellWord(word: string): string {
  return /^[\w./@:+=,%-]+$/.test(word) && !word.startsWith('=') ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A path as a shell takes it, with a `~/` in front of it left to the shell. */
export function shellPath(path: string): string {
  if (path === '~') return path;
  return path.startsWith('~/') ? `~/${shellWord(path.slice(2))}` : shellWord(path);
}

/** A command line that can be pasted into a shell. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}
