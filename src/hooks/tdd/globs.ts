/** Patterns that choose paths; see `matchesPatterns`. */
export type Patterns = readonly string[];

/** Splits a list of globs at commas, colons and newlines outside braces: `src/**,!src/{a,b}/**`. */
export function parsePatterns(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let current = '';
  for (const character of text) {
    if (character === '{') depth += 1;
    if (character === '}') depth = Math.max(0, depth - 1);
    if (depth === 0 && /[,:\n]/.test(character)) {
      found.push(current);
      current = '';
    } else current += character;
  }
  found.push(current);
  return found.map((pattern) => pattern.trim()).filter((pattern) => pattern !== '');
}

/**
 * Whether a relative path is chosen: it matches a pattern (or there is none without `!`), and no pattern with `!`.
 * `*` and `?` stay within a segment, `**` crosses them, `{a,b}` is a choice; a pattern names the whole path from the top.
 */
export function matchesPatterns(path: string, patterns: Patterns): boolean {
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  if (patterns.some((pattern) => pattern.startsWith('!') && globToRegExp(pattern.slice(1)).test(path))) return false;
  return wanted.length === 0 || wanted.some((pattern) => globToRegExp(pattern).test(path));
}

function globToRegExp(glob: string): RegExp {
  let source = '';
  let depth = 0;
  for (let i = 0; i < glob.length; i++) {
    const character = glob[i]!;
    if (glob.startsWith('**/', i)) {
      source += '(?:[^/]+/)*';
      i += 2;
    } else if (glob.startsWith('**', i)) {
      source += '.*';
      i += 1;
    } else if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (character === '{' && glob.includes('}', i)) {
      depth += 1;
      source += '(?:';
    } else if (character === '}' && depth > 0) {
      depth -= 1;
      source += ')';
    } else if (character === ',' && depth > 0) source += '|';
    else source += character.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  }
  // A folder (`src/`) means all that is in it.
  return new RegExp(`^${source}${glob.endsWith('/') ? '.*' : ''}${')'.repeat(depth)}$`);
}
