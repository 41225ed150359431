/** A command line of the program under test, as a shell would read it. */
export interface CommandLine {
  readonly words: readonly string[];
  /** `NAME=value` in front of the command. */
  readonly env: Readonly<Record<string, string>>;
  /** What gets its standard output: a file (`> file`), or a command of the shell (`| command`). */
  readonly to?: { readonly file: string } | { readonly command: string };
}

/**
 * Reads quotes, backslashes, `$NAME`, leading assignments, and one `>` or `|`. That is all of the shell that a line of the program needs;
 * any other line is given to the real one.
 * @throws Error for an open quote
 */
export function readCommandLine(line: string, variables: Readonly<Record<string, string>>): CommandLine {
  const { words, rest } = split(line, variables);
  const env: Record<string, string> = {};
  while (words[0] !== undefined && /^[A-Z_]+=/.test(words[0])) {
    const word = words.shift()!;
    const cut = word.indexOf('=');
    env[word.slice(0, cut)] = word.slice(cut + 1);
  }
  if (rest === undefined) return { words, env };
  const target = rest.slice(1).trim();
  return { words, env, to: rest.startsWith('|') ? { command: target } : { file: split(target, variables).words[0]! } };
}

function split(line: string, variables: Readonly<Record<string, string>>): { words: string[]; rest?: string } {
  const words: string[] = [];
  let word: string | undefined;
  let at = 0;
  const end = (): void => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  while (at < line.length) {
    const part = /^(\s+|'[^']*'|"(?:[^"\\]|\\.)*"|\\.|\$[A-Z_]+|[|>]|[^\s'"\\$|>]+|\$)/.exec(line.slice(at))?.[0];
    if (part === undefined) throw new Error(`an open quote in: ${line}`);
    if (part === '|' || part === '>') {
      end();
      return { words, rest: line.slice(at) };
    }
    if (/^\s/.test(part)) end();
    else word = (word ?? '') + unquoted(part, variables);
    at += part.length;
  }
  end();
  return { words };
}

function unquoted(part: string, variables: Readonly<Record<string, string>>): string {
  const expand = (text: string) => text.replace(/\$([A-Z_]+)/g, (_, name: string) => variables[name] ?? '');
  if (part.startsWith("'")) return part.slice(1, -1);
  if (part.startsWith('"')) return expand(part.slice(1, -1)).replace(/\\(["\\$])/g, '$1');
  return part.startsWith('\\') ? part.slice(1) : expand(part);
}
