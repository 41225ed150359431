import type { Language } from './language.ts';

interface Rules {
  line: string;
  block: boolean;
  nested: boolean;
  quotes: string;
  regex: boolean;
  triple: boolean;
}

const C_LIKE: Rules = { line: '//', block: true, nested: false, quotes: '"', regex: false, triple: false };
const RULES: Readonly<Record<Language, Rules>> = {
  typescript: { ...C_LIKE, quotes: '"\'`', regex: true },
  go: { ...C_LIKE, quotes: '"`' },
  java: C_LIKE,
  rust: { ...C_LIKE, nested: true },
  python: { line: '#', block: false, nested: false, quotes: '"\'', regex: false, triple: true },
};

/**
 * The lines of code in a source text: no comments, doc strings or blank lines, and no space around a line (in Python
 * only none after it). Two texts with the same lines differ in what no compiler sees.
 */
export function codeLines(text: string, language: Language): string[] {
  const rules = RULES[language];
  let code = '';
  let at = 0;
  while (at < text.length) {
    const end = skipComment(text, at, rules);
    if (end > at) {
      at = end;
      continue;
    }
    const literal = literalEnd(text, at, rules, code);
    if (literal > at) {
      // A string that is a statement of its own documents; it does nothing.
      if (!(rules.triple && isTriple(text, at) && standsAlone(code))) code += text.slice(at, literal);
      at = literal;
      continue;
    }
    code += text[at];
    at += 1;
  }
  return code
    .split('\n')
    .map((line) => (language === 'python' ? line.trimEnd() : line.trim()))
    .filter((line) => line !== '');
}

function skipComment(text: string, at: number, rules: Rules): number {
  if (text.startsWith(rules.line, at)) {
    const end = text.indexOf('\n', at);
    return end < 0 ? text.length : end;
  }
  if (!rules.block || !text.startsWith('/*', at)) return at;
  let depth = 1;
  for (let i = at + 2; i < text.length; i++) {
    if (text.startsWith('*/', i)) {
      depth -= 1;
      if (depth === 0) return i + 2;
      i += 1;
    } else if (rules.nested && text.startsWith('/*', i)) {
      depth += 1;
      i += 1;
    }
  }
  return text.length;
}

function literalEnd(text: string, at: number, rules: Rules, before: string): number {
  const quote = text[at]!;
  if (rules.triple && isTriple(text, at)) {
    const end = text.indexOf(quote.repeat(3), at + 3);
    return end < 0 ? text.length : end + 3;
  }
  if (rules.quotes.includes(quote)) return closing(text, at, quote);
  if (rules.regex && quote === '/' && regexMayStart(before)) return closing(text, at, '/');
  return at;
}

function closing(text: string, at: number, quote: string): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === quote) return i + 1;
    // Only a template goes over lines: a quote in a comment-like place must not swallow the rest of the file.
    else if (text[i] === '\n' && quote !== '`') return i;
  }
  return text.length;
}

function isTriple(text: string, at: number): boolean {
  return text.startsWith('"""', at) || text.startsWith("'''", at);
}

function standsAlone(code: string): boolean {
  return code.slice(code.lastIndexOf('\n') + 1).trim() === '';
}

/** A slash after a value divides; after an operator, a bracket or a keyword it starts a regular expression. */
function regexMayStart(code: string): boolean {
  const tail = code.slice(-16).trimEnd();
  return tail === '' || /[(,=:[!&|?{};+\-*%~^<>]$/.test(tail) || /\b(return|typeof|case|in|of|do|else)$/.test(tail);
}
