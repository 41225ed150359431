import { HOLE, type Token, tokensOf } from './tokens.ts';

/** A module that another one names. */
export interface Import {
  /** As it is written, `./decide.ts` or `yaml`; undefined where it is worked out when the program runs. */
  readonly specifier: string | undefined;
  readonly form: 'import' | 'export' | 'dynamic' | 'require';
  /** The names that are taken; `*` for all of them. */
  readonly names: readonly string[];
  readonly line: number;
}

/** What a source file says about itself. */
export interface Module {
  readonly path: string;
  readonly imports: readonly Import[];
  /** Globals that reach outside: `process`, `Date.now`, `new Date`, `Math.random`. */
  readonly reaches: readonly { readonly what: string; readonly line: number }[];
  /** The lines with a default export. */
  readonly defaults: readonly number[];
  /** True when it has statements and all of them pass on what other files export. */
  readonly isBarrel: boolean;
}

/** Reads the imports of a file, type-only, dynamic and re-exporting ones included. @throws Error where it does not understand the text */
export function readModule(path: string, text: string): Module {
  const tokens = tokensOf(text, path);
  const imports: Import[] = [];
  const defaults: number[] = [];
  const reaches: { what: string; line: number }[] = [];
  let own = 0;
  for (let at = 0; at < tokens.length; ) {
    const found = importAt(tokens, at) ?? reExportAt(tokens, at);
    if (found !== undefined) {
      imports.push(found.import);
      if (found.import.form === 'dynamic' || found.import.form === 'require') own++;
      if (found.import.form === 'export' && found.import.names.includes('default')) defaults.push(found.import.line);
      at = found.next;
      continue;
    }
    if (isDefaultAt(tokens, at)) defaults.push(tokens[at]!.line);
    const what = reachAt(tokens, at);
    if (what !== undefined) reaches.push({ what, line: tokens[at]!.line });
    if (tokens[at]!.text !== ';') own++;
    at++;
  }
  const isBarrel = own === 0 && imports.some((entry) => entry.form === 'export');
  return { path, imports, reaches, defaults, isBarrel };
}

type Found = { readonly import: Import; readonly next: number } | undefined;

const is = (token: Token | undefined, text: string): boolean =>
  token !== undefined && (token.kind === 'word' || token.kind === 'sign') && token.text === text;

/** `import …`, `import(…)` and `require(…)`. */
function importAt(tokens: readonly Token[], at: number): Found {
  const token = tokens[at]!;
  const before = tokens[at - 1];
  if (is(before, '.') || is(before, '?.')) return undefined;
  const next = tokens[at + 1];
  const { line } = token;
  if (is(token, 'require') && is(next, '(')) return callAt(tokens, at, 'require');
  // `import` is a key too: `{ import: … }`, `interface X { import(…): void }`; the latter is taken for a call, which errs on the loud side.
  if (!is(token, 'import') || is(next, '.') || is(next, ':') || is(next, ',') || is(next, '}')) return undefined;
  if (is(next, '(')) return callAt(tokens, at, 'dynamic');
  if (next?.kind === 'string')
    return { import: { specifier: next.text, form: 'import', names: [], line }, next: at + 2 };
  return fromAt(tokens, at + 1, 'import', line);
}

function callAt(tokens: readonly Token[], at: number, form: 'dynamic' | 'require'): Found {
  const argument = tokens[at + 2];
  const { line } = tokens[at]!;
  const known = argument?.kind === 'string' || (argument?.kind === 'template' && !argument.text.includes(HOLE));
  const end = tokens[at + 3];
  const specifier = known && (is(end, ')') || is(end, ',')) ? argument!.text : undefined;
  return { import: { specifier, form, names: ['*'], line }, next: at + 2 };
}

/** `export { a } from './x.ts'`, `export * from './x.ts'`, with or without `type`. */
function reExportAt(tokens: readonly Token[], at: number): Found {
  if (!is(tokens[at], 'export') || is(tokens[at - 1], '.')) return undefined;
  const start = is(tokens[at + 1], 'type') ? at + 2 : at + 1;
  if (!is(tokens[start], '{') && !is(tokens[start], '*')) return undefined;
  return fromAt(tokens, start, 'export', tokens[at]!.line);
}

/** Reads names up to `from '…'`; undefined when the statement has none (`export { a };`). */
function fromAt(tokens: readonly Token[], start: number, form: 'import' | 'export', line: number): Found {
  const names: string[] = [];
  for (let at = start; at < tokens.length; at++) {
    const token = tokens[at]!;
    const after = tokens[at + 1];
    if (is(token, 'from') && after?.kind === 'string')
      return { import: { specifier: after.text, form, names, line }, next: at + 2 };
    if (is(token, ';') || is(token, '=') || is(token, '(')) return undefined;
    // Of `a as b` an import takes `a`, an export gives `b`.
    if (is(token, 'as')) {
      if (form === 'export') names.pop();
      else at++;
    } else if (
      is(token, '*') ||
      (token.kind === 'word' && !(is(token, 'type') && !is(after, 'from') && !is(after, ',')))
    )
      names.push(token.text);
    if (is(token, '}') && !is(after, 'from')) return undefined;
  }
  return undefined;
}

function isDefaultAt(tokens: readonly Token[], at: number): boolean {
  if (is(tokens[at], 'export') && is(tokens[at + 1], 'default')) return true;
  // export { a as default };
  return is(tokens[at], 'as') && is(tokens[at + 1], 'default') && is(tokens[at + 2], '}');
}

/** The global at this token, if it is one through which time, chance or the process is reached. */
function reachAt(tokens: readonly Token[], at: number): string | undefined {
  const token = tokens[at]!;
  const [before, next, after] = [tokens[at - 1], tokens[at + 1], tokens[at + 2]];
  if (token.kind !== 'word' || is(before, '.') || is(before, '?.')) return undefined;
  // A key, or a name of their own: `{ process: … }`, `const process = …` is not kept apart, which errs on the loud side.
  if (is(next, ':') && !is(before, '?') && !is(before, 'case')) return undefined;
  switch (token.text) {
    case 'process':
      if (is(next, '.') && after?.kind === 'word') return `process.${after.text}`;
      return 'process';
    case 'Date':
      if (is(next, '.') && is(after, 'now')) return 'Date.now';
      if (is(next, '(')) return is(before, 'new') && !is(after, ')') ? undefined : 'new Date()';
      return is(before, 'new') ? 'new Date()' : undefined;
    case 'Math':
      return is(next, '.') && is(after, 'random') ? 'Math.random' : undefined;
    case 'performance':
    case 'fetch':
    case 'setTimeout':
    case 'setInterval':
    case 'globalThis':
    case 'eval':
      return token.text;
    default:
      return undefined;
  }
}
