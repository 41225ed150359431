/** One `@path` in a text that is loaded as instructions. */
export interface Import {
  /** As written, without the `@`, with its escaped spaces plain. */
  readonly path: string;
  readonly line: number;
}

/** What looks like an import, and what the client makes of it. */
export interface Imports {
  readonly read: readonly Import[];
  /** `@docs/a.md,` or `(@a.md)`: with the signs that keep it from being read, or make it another path. */
  readonly spoiled: readonly (Import & { readonly written: string })[];
  /** In code spans and fences. */
  readonly inCode: readonly Import[];
}

// The client's own pattern (2.1.330).
const WORD = /(?:^|\s)@((?:[^\s\\]|\\ )+)/g;
const LIKE_A_FILE = /\.(?:md|mdx|txt|markdown|json|ya?ml|toml)$/i;

/** The imports of a text: bare words, outside of code and comments (seen in 2.1.330). */
export function importsIn(text: string): Imports {
  if (!text.includes('@')) return { read: [], spoiled: [], inCode: [] };
  const read: Import[] = [];
  const spoiled: (Import & { written: string })[] = [];
  const inCode: Import[] = [];
  let fence = '';
  let comment = false;
  for (const [index, whole] of text.split('\n').entries()) {
    const line = whole.slice(0, 20_000);
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark !== undefined && (fence === '' || (mark.startsWith(fence) && line.trim() === mark))) {
      fence = fence === '' ? mark : '';
      continue;
    }
    if (fence !== '') {
      for (const path of likely(line)) inCode.push({ path, line: index + 1 });
      continue;
    }
    const visible = withoutComments(line, comment);
    comment = visible.open;
    take(visible.text, index + 1, { read, spoiled, inCode });
  }
  return { read, spoiled, inCode };
}

function take(
  line: string,
  at: number,
  into: { read: Import[]; spoiled: (Import & { written: string })[]; inCode: Import[] },
): void {
  if (!line.includes('@')) return;
  for (const [span] of line.matchAll(/`[^`]*`/g)) for (const path of likely(span)) into.inCode.push({ path, line: at });
  const prose = line.replace(/`[^`]*`/g, '`');
  for (const match of prose.matchAll(WORD)) {
    const path = match[1]!.replaceAll('\\ ', ' ').split('#')[0]!;
    const bare = path.replace(/[.,;:!?)\]}"'*_]+$/, '');
    if (bare !== path && LIKE_A_FILE.test(bare)) into.spoiled.push({ path: bare, written: `@${match[1]!}`, line: at });
    else if (/^(?:[A-Za-z0-9._-]|~\/|\/)/.test(path) && path !== '/') into.read.push({ path, line: at });
  }
  for (const match of prose.matchAll(/(?<=[("'[*_])@([\w./~-]+)/g)) {
    const path = match[1]!.replace(/[.,_]+$/, '');
    if (LIKE_A_FILE.test(path)) into.spoiled.push({ path, written: `${prose[match.index - 1]}@${path}`, line: at });
  }
}

function likely(code: string): string[] {
  return [...code.matchAll(/(?:^|[\s`])@([\w./~-]+)/g)]
    .map((match) => match[1]!)
    .filter((path) => LIKE_A_FILE.test(path));
}

function withoutComments(line: string, open: boolean): { text: string; open: boolean } {
  let text = '';
  let at = 0;
  let inside = open;
  for (;;) {
    const next = line.indexOf(inside ? '-->' : '<!--', at);
    if (!inside) text += line.slice(at, next < 0 ? undefined : next);
    if (next < 0) return { text, open: inside };
    at = next + (inside ? 3 : 4);
    inside = !inside;
  }
}
