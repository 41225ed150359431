/**
 * What a pattern of `.gitattributes` matches: without a slash the name of a file anywhere below, else its path; `*` and `?` stay inside a
 * folder, `**` between slashes does not. Undefined for one that matches no file: a folder's, or one that is not whole.
 */
export function attributePattern(pattern: string, ignoreCase: boolean): ((path: string) => boolean) | undefined {
  if (pattern === '' || pattern.endsWith('/')) return undefined;
  const anchored = pattern.includes('/');
  const source = sourceOf(pattern.replace(/^\//, ''), anchored);
  if (source === undefined) return undefined;
  const matcher = new RegExp(`^${source}$`, ignoreCase ? 'isu' : 'su');
  return (path) => matcher.test(anchored ? path : path.slice(path.lastIndexOf('/') + 1));
}

/** The source of a regular expression for a pattern, as git's wildmatch reads it. */
function sourceOf(pattern: string, inFolders: boolean): string | undefined {
  let source = '';
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at);
    const stars = /^\*+/.exec(rest)?.[0] ?? '';
    const starts = at === 0 || pattern[at - 1] === '/';
    const after = rest[stars.length];
    if (inFolders && stars.length === 2 && starts && after === '/') {
      source += '(?:.*/)?';
      at += 3;
    } else if (inFolders && stars.length === 2 && starts && after === undefined) {
      source += '.*';
      at += 2;
    } else if (stars !== '') {
      source += '[^/]*';
      at += stars.length;
    } else {
      const one = oneOf(rest);
      if (one === undefined) return undefined;
      source += one.source;
      at += one.length;
    }
  }
  return source;
}

/** One character's worth of a pattern: itself, any, one of a set. */
function oneOf(rest: string): { source: string; length: number } | undefined {
  const [first = ''] = rest;
  if (first === '?') return { source: '[^/]', length: 1 };
  if (first === '[') return setOf(rest);
  if (first !== '\\') return { source: literal(first), length: first.length };
  const [, escaped] = rest;
  return escaped === undefined ? undefined : { source: literal(escaped), length: 1 + escaped.length };
}

function setOf(rest: string): { source: string; length: number } | undefined {
  const [whole, not, inside] = /^\[([!^]?)(\]?(?:\[:[a-z]+:\]|\\.|[^\]\\])*)\]/s.exec(rest) ?? [];
  if (whole === undefined || inside === undefined || inside === '') return undefined;
  const classes = inside
    .replace(/\[:([a-z]+):\]/g, (_, name: string) => CLASSES[name] ?? '')
    .replace(/^\]/, '\\]')
    .replace(/(?<!\\)[[&~^]/g, '\\$&');
  try {
    const source = `(?!/)[${not === '' ? '' : '^'}${classes}]`;
    new RegExp(source, 'su');
    return { source, length: whole.length };
  } catch {
    return undefined;
  }
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'a-zA-Z',
  digit: '0-9',
  alnum: 'a-zA-Z0-9',
  lower: 'a-z',
  upper: 'A-Z',
  space: '\\s',
};

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&').replace(/^\\-$/, '-');
}
