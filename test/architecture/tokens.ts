/** One token of TypeScript, as far as imports need it. `text` of a string or a plain template is its content. */
export interface Token {
  readonly kind: 'word' | 'string' | 'template' | 'number' | 'regexp' | 'sign';
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

const WORD = /[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*/uy;
const NUMBER = /(?:0[xob][\da-f_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:e[+-]?\d+)?)n?/iy;
const SPACE = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/|^#![^\n]*)+/y;
const STRING = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y;
const REGEXP = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const SIGN = /\?\.(?!\d)|\.\.\.|=>|[{}()[\];,<>+\-*/%&|^!~?:=.@]/y;

/** Stands in the text of a template for each `${…}`. */
export const HOLE = '\0';

/** After these words a slash begins a regular expression; after any other word it divides. */
const BEFORE_EXPRESSION = new Set(
  'return typeof case in of delete void throw new else do await yield instanceof'.split(' '),
);

/**
 * Takes TypeScript apart into tokens: comments are gone, and strings, templates and regular expressions are one token each (what stands
 * in `${…}` follows its template). @throws Error with file and line where it does not understand the text, so that nothing is passed over silently
 */
export function tokensOf(text: string, file: string): Token[] {
  return new Lexer(text, file).all();
}

class Lexer {
  readonly #text: string;
  readonly #file: string;
  readonly #tokens: Token[] = [];
  #at = 0;
  #counted = { offset: 0, line: 1 };

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
  }

  all(): Token[] {
    this.#code(false);
    return this.#tokens;
  }

  /** Reads to the end, or to the bracket that closes a `${`. */
  #code(inTemplate: boolean): void {
    for (let depth = 0; ; ) {
      this.#match(SPACE);
      if (this.#at >= this.#text.length) {
        if (inTemplate) this.#fail('a template is not closed');
        return;
      }
      const sign = this.#text[this.#at];
      if (sign === '`') {
        this.#template();
        continue;
      }
      if (inTemplate && sign === '}' && depth === 0) return;
      if (sign === '{') depth++;
      if (sign === '}') depth--;
      this.#plain();
    }
  }

  #plain(): void {
    const string = this.#match(STRING);
    if (string !== undefined) return this.#push('string', string.slice(1, -1).replace(/\\([\s\S])/g, '$1'), string);
    const regexp = this.#slashBeginsRegexp() ? this.#match(REGEXP) : undefined;
    if (regexp !== undefined) return this.#push('regexp', regexp, regexp);
    for (const [kind, pattern] of [
      ['word', WORD],
      ['number', NUMBER],
      ['sign', SIGN],
    ] as const) {
      const found = this.#match(pattern);
      if (found !== undefined) return this.#push(kind, found, found);
    }
    this.#fail(`cannot read ${JSON.stringify(this.#text.slice(this.#at, this.#at + 20))}`);
  }

  #template(): void {
    const start = this.#at++;
    const token = { kind: 'template' as const, text: '', line: this.#lineAt(start) };
    const place = this.#tokens.push(token) - 1;
    let plain = '';
    for (;;) {
      const sign = this.#text[this.#at];
      if (sign === undefined) this.#fail('a template is not closed');
      else if (sign === '`') break;
      else if (sign === '\\') this.#at += 2;
      else if (this.#text.startsWith('${', this.#at)) {
        this.#at += 2;
        plain += HOLE;
        this.#push('sign', '${', '');
        this.#code(true);
        this.#at++;
      } else {
        plain += sign;
        this.#at++;
      }
    }
    this.#at++;
    this.#tokens[place] = { ...token, text: plain };
  }

  #slashBeginsRegexp(): boolean {
    if (this.#text[this.#at] !== '/') return false;
    const last = this.#tokens.at(-1);
    if (last === undefined) return true;
    if (last.kind === 'word') return BEFORE_EXPRESSION.has(last.text);
    return last.kind === 'sign' && last.text !== ')' && last.text !== ']' && last.text !== '}';
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined || found === '') return undefined;
    this.#at += found.length;
    return found;
  }

  #push(kind: Token['kind'], text: string, whole: string): void {
    this.#tokens.push({ kind, text, line: this.#lineAt(this.#at - whole.length) });
  }

  /** Offsets are asked for in rising order but for those of a template's beginning, so that the lines before are mostly counted already. */
  #lineAt(offset: number): number {
    if (offset < this.#counted.offset) this.#counted = { offset: 0, line: 1 };
    let { line } = this.#counted;
    for (let at = this.#counted.offset; at < offset; at++) if (this.#text[at] === '\n') line++;
    this.#counted = { offset, line };
    return line;
  }

  #fail(message: string): never {
    throw new Error(`${this.#file}:${this.#lineAt(this.#at)}  ${message}`);
  }
}
