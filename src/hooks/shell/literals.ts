import { UNKNOWN } from './invocation.ts';

/** What an expression of a scripting language stands for, as far as it can be read. */
export type Literal = string | readonly string[];

/** Variables and places a program's text may refer to. */
export interface Names {
  readonly home: string;
  readonly cwd: string;
  readonly variables: Map<string, string>;
}

const MAX_ARGUMENTS = 32;
const HOME =
  /^(?:os\.environ\[["']HOME["']\]|os\.environ\.get\(["']HOME["'].{0,40}?\)|os\.getenv\(["']HOME["']\)|process\.env\.HOME|process\.env\[["']HOME["']\]|ENV\[["']HOME["']\]|\$ENV\{["']?HOME["']?\}|getenv\(["']HOME["']\)|(?:pathlib\.)?Path\.home\(\)|os\.homedir\(\)|Dir\.home(?:\(\))?|(?:require\(["'](?:node:)?os["']\)\.)homedir\(\))/;
const HERE = /^(?:os\.getcwd\(\)|process\.cwd\(\)|Dir\.pwd|(?:pathlib\.)?Path\.cwd\(\)|getcwd\(\))/;

/** The arguments of a call. `at` is the place after its name, before the parenthesis or the first literal. */
export function callArguments(code: string, at: number, names: Names): Literal[] {
  const reader = new Reader(code, at, names);
  reader.space();
  const closes = reader.take('(');
  const values: Literal[] = [];
  while (values.length < MAX_ARGUMENTS) {
    values.push(reader.expression());
    if (!reader.take(',')) break;
    if (closes && reader.peek(')')) break;
  }
  return values;
}

/** The quoted text at a place and the place after it; undefined where none starts. */
export function stringAt(code: string, at: number, names: Names): { text: string; end: number } | undefined {
  const reader = new Reader(code, at, names);
  const text = reader.quoted();
  return text === undefined ? undefined : { text, end: reader.at };
}

class Reader {
  readonly code: string;
  readonly names: Names;
  at: number;
  depth = 0;

  constructor(code: string, at: number, names: Names) {
    this.code = code;
    this.at = at;
    this.names = names;
  }

  space(): void {
    while (/\s/.test(this.code[this.at] ?? '')) this.at += 1;
  }

  peek(character: string): boolean {
    this.space();
    return this.code[this.at] === character;
  }

  take(character: string): boolean {
    if (!this.peek(character)) return false;
    this.at += 1;
    return true;
  }

  /** Terms joined by `+` or `.`, or by `/` as paths are in Python. */
  expression(): Literal {
    this.depth += 1;
    let value: Literal = this.depth > 8 ? this.skip() : this.term();
    for (;;) {
      this.space();
      const operator = this.code[this.at];
      if (operator === '+' || (operator === '.' && /^\.\s*["']/.test(this.code.slice(this.at, this.at + 8)))) {
        this.at += 1;
        value = text(value) + text(this.term());
      } else if (operator === '/') {
        this.at += 1;
        value = `${text(value)}/${text(this.term())}`;
      } else break;
    }
    this.depth -= 1;
    // Anything else that follows (a method, an index) makes another value of it.
    if (!/^\s*(?:$|[,)\]};\n])/.test(this.code.slice(this.at, this.at + 40))) {
      const skipped = this.skip();
      return typeof value === 'string' && skipped !== '' ? UNKNOWN : value;
    }
    return value;
  }

  term(): Literal {
    this.space();
    if (this.code[this.at] === '[') return this.list();
    const string = this.quoted();
    if (string !== undefined) return string;
    const rest = this.code.slice(this.at, this.at + 200);
    for (const [pattern, value] of [
      [HOME, this.names.home],
      [HERE, this.names.cwd],
    ] as const) {
      const match = pattern.exec(rest);
      if (match) {
        this.at += match[0].length;
        return value;
      }
    }
    return this.named(rest);
  }

  named(rest: string): Literal {
    const word = /^[$@]?[A-Za-z_][\w.:$]*/.exec(rest)?.[0];
    if (word === undefined) return this.skip();
    this.at += word.length;
    const keyword = /^\s*=(?![=>~])/.exec(this.code.slice(this.at, this.at + 8));
    if (keyword) {
      this.at += keyword[0].length;
      return this.depth > 8 ? this.skip() : this.expression();
    }
    if (!this.peek('(')) return this.names.variables.get(word.replace(/^[$@]/, '')) ?? UNKNOWN;
    this.take('(');
    const values = this.items(')');
    if (/(?:^|\.)(?:expanduser|expand_path)$/.test(word)) return text(values[0] ?? '').replace(/^~/, this.names.home);
    if (/(?:^|\.)(?:join|Path|resolve|abspath|realpath|normpath|str|String|fspath|quote)$/.test(word)) {
      const parts = values.map(text);
      const last = parts.findLastIndex((part) => part.startsWith('/'));
      return parts.slice(Math.max(0, last)).join('/');
    }
    return UNKNOWN;
  }

  list(): readonly string[] {
    this.take('[');
    return this.items(']').map(text);
  }

  items(close: string): Literal[] {
    const values: Literal[] = [];
    while (this.at < this.code.length && values.length < MAX_ARGUMENTS) {
      if (this.take(close)) return values;
      const before = this.at;
      values.push(this.expression());
      this.take(',');
      if (this.at === before) this.at += 1;
    }
    return values;
  }

  /** Passes over what cannot be read, up to the next comma or closing bracket of this level. */
  skip(): string {
    const start = this.at;
    let level = 0;
    const end = Math.min(this.code.length, start + 500);
    for (; this.at < end; this.at++) {
      const character = this.code[this.at]!;
      if ('([{'.includes(character)) level += 1;
      else if (')]}'.includes(character) && --level < 0) break;
      else if (level === 0 && (character === ',' || character === '\n' || character === ';')) break;
    }
    return this.at > start ? UNKNOWN : '';
  }

  quoted(): string | undefined {
    this.space();
    const match = /^([A-Za-z]{0,2})("""|'''|"|'|`)/.exec(this.code.slice(this.at, this.at + 5));
    const quote = match?.[2];
    if (!match || quote === undefined) return undefined;
    const prefix = match[1] ?? '';
    if (prefix !== '' && !/^(?:[rbufRBUF]{1,2})$/.test(prefix)) return undefined;
    const from = this.at + match[0].length;
    let i = from;
    while (i < this.code.length && !this.code.startsWith(quote, i)) i += this.code[i] === '\\' ? 2 : 1;
    this.at = Math.min(this.code.length, i + quote.length);
    const raw = this.code.slice(from, i);
    const plain = prefix.toLowerCase().includes('r') ? raw : unescaped(raw);
    if (prefix.toLowerCase().includes('f')) return this.filled(plain, /\{([^{}]{0,200})\}/g);
    if (quote === '`') return this.filled(plain, /\$\{([^{}]{0,200})\}/g);
    return quote === '"' ? this.filled(plain, /#\{([^{}]{0,200})\}/g) : plain;
  }

  filled(template: string, hole: RegExp): string {
    return template.replace(hole, (_, inner: string) => {
      if (HOME.test(inner)) return this.names.home;
      return this.names.variables.get(inner.trim()) ?? UNKNOWN;
    });
  }
}

function text(value: Literal): string {
  return typeof value === 'string' ? value : value.join(' ');
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '' };

function unescaped(raw: string): string {
  return raw.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([\s\S]))/g, (_, hex, unicode, other) => {
    const digits = (hex ?? unicode) as string | undefined;
    if (digits !== undefined) return String.fromCharCode(Number.parseInt(digits, 16));
    return ESCAPES[other as string] ?? (other as string);
  });
}
