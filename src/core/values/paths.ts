/** An absolute, normalised path of this machine, with `/` between its parts. */
export type AbsPath = string & { readonly brand: 'AbsPath' };
/** A path inside a target: relative, with `/`, no `.` or `..` part, never inside `.git`. */
export type RelPath = string & { readonly brand: 'RelPath' };

/** Joins a root and a path inside it. */
export function join(root: AbsPath, file: RelPath): AbsPath {
  return (root === '/' ? `/${file}` : `${root}/${file}`) as AbsPath;
}

/** The folder that holds `path`; the root holds itself. */
export function parentOf(path: AbsPath): AbsPath {
  const cut = path.lastIndexOf('/');
  return (cut <= 0 ? '/' : path.slice(0, cut)) as AbsPath;
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folders between a target's root and `file`, outermost first: `a/b/c` gives `a`, `a/b`. */
export function foldersOf(file: RelPath): RelPath[] {
  const folders: RelPath[] = [];
  for (let cut = file.indexOf('/'); cut >= 0; cut = file.indexOf('/', cut + 1))
    folders.push(file.slice(0, cut) as RelPath);
  return folders;
}

/**
 * Makes an absolute path of `text`: `~` is `home`, a relative path starts at `base`; `.` and `..` are resolved.
 */
export function absolute(text: string, base: AbsPath, home: AbsPath): AbsPath {
  const whole =
    text === '~' || text.startsWith('~/') ? home + text.slice(1) : text.startsWith('/') ? text : `${base}/${text}`;
  const parts: string[] = [];
  for (const part of whole.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}` as AbsPath;
}

/**
 * Checks a path that will be delivered into a target.
 * @returns the path, or a sentence that says why it may not be delivered
 */
export function relPath(text: string): { path: RelPath } | { refused: string } {
  if (text === '') return { refused: 'is empty' };
  if (text.startsWith('/')) return { refused: 'is absolute' };
  if (text.includes('\0')) return { refused: 'has a NUL character' };
  if (text.includes('\\')) return { refused: 'has a backslash' };
  if (/(?:^|\/)\.?(?:\/|$)/.test(text)) return { refused: 'has an empty part' };
  if (/(?:^|\/)\.\.(?:\/|$)/.test(text)) return { refused: 'leaves the target with ".."' };
  // git itself refuses these on every system: HFS+ drops ignorable characters, NTFS knows GIT~1, trailing dots and streams.
  const bare = text.replace(/(?:\u200c|\u200d|[\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff])/g, '');
  if (/(?:^|\/)(?:\.git|git~1)[ .]*(?:[:/]|$)/i.test(bare)) return { refused: 'goes into .git' };
  return { path: text as RelPath };
}

/** Two paths with the same key are one file on a disk that folds case or Unicode form (macOS, Windows). */
export function collisionKey(path: RelPath): string {
  return path.normalize('NFC').toLowerCase();
}

/** Shows a path the way a person writes it: the home folder as `~`. */
export function tilde(path: string, home: string): string {
  if (path === home) return '~';
  return home !== '/' && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
