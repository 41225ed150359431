import { Composer, type CST, type Document, Lexer, Parser } from 'yaml';
import type { Problems } from './problems.ts';

/** Longer files are refused: no configuration is, and parsing one takes seconds. Characters. */
const LONGEST = 10 * 1024 * 1024;
/** Deeper files are refused: yaml's composer recurses, and some 1,000 levels kill the process (yaml 2.9.1, Node 20). */
const DEEPEST = 100;
// More lexemes than this (10,000 repositories have half of it) take seconds, and of 10 MB of them all of a process's memory.
const MOST_LEXEMES = 1_000_000;
const MOST_BAD_TOKENS = 100;

/**
 * Takes one YAML document apart, in one pass, reporting everything that makes it none.
 * @param text without a byte order mark
 * @returns the document, or undefined when it cannot be trusted
 */
export function readDocument(text: string, problems: Problems): Document | undefined {
  const nul = text.indexOf('\0');
  if (nul >= 0) problems.add('error', nul, 'has a NUL character.', 'Save it as UTF-8 text.');
  if (text.length > LONGEST) problems.add('error', 0, 'is larger than 10 MB.', 'This is not a canonical.yaml.');
  if (problems.failed) return undefined;
  const tokens = tokensOf(text, problems);
  if (tokens === undefined) return undefined;
  // Keys are compared when values are made, where it takes linear time.
  const composer = new Composer({ uniqueKeys: false, resolveKnownTags: false });
  for (const document of composer.compose(tokens, true, text.length)) {
    for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
      const [wrong, remedy] = plainly(code, message);
      problems.add('error', pos[0], wrong, remedy);
    }
    return problems.failed ? undefined : document;
  }
  return undefined;
}

function tokensOf(text: string, problems: Problems): CST.Token[] | undefined {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let documents = 0;
  let bad = 0;
  let lexemes = 0;
  const take = (token: CST.Token): boolean => {
    if (token.type === 'document' && ++documents > 1) {
      problems.add('error', token.offset, 'a second document starts here.', 'Keep one: remove the "---".');
      return false;
    }
    if (token.type === 'directive' && /^%YAML\s+(?!1\.2)/.test(token.source)) {
      problems.add('error', token.offset, 'asks for another YAML than 1.2.', 'Remove the "%YAML" line.');
      return false;
    }
    tokens.push(token);
    if ((token.type === 'error' || token.type === 'directive') && ++bad > MOST_BAD_TOKENS) {
      problems.add('error', token.offset, 'is not YAML.', 'This is not a canonical.yaml.');
      return false;
    }
    return true;
  };
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) if (!take(token)) return undefined;
    if (++lexemes > MOST_LEXEMES) {
      problems.add('error', parser.offset, 'has too many values.', 'This is not a canonical.yaml.');
      return undefined;
    }
    if (parser.stack.length > DEEPEST) {
      problems.add('error', parser.offset, `is nested more than ${DEEPEST} levels deep.`, 'Nothing here needs that.');
      return undefined;
    }
  }
  for (const token of parser.end()) if (!take(token)) return undefined;
  return tokens;
}

/** What a code of yaml's means for a person, and what to do. */
function plainly(code: string, message: string): [string, string?] {
  switch (code) {
    case 'TAB_AS_INDENT':
      return ['is indented with a tab.', 'Indent with spaces.'];
    case 'BAD_INDENT':
      return ['the indentation does not fit the lines above.', 'Align it with its neighbours.'];
    case 'MULTILINE_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
      return [`is not valid YAML: ${lowered(message)}.`, 'Look for a missing ":", quote or bracket above.'];
    case 'BLOCK_AS_IMPLICIT_KEY':
      return ['has two ": " in one line.', 'Put the value in quotes.'];
    case 'TAG_RESOLVE_FAILED':
      return [`${lowered(message)}.`, 'Remove the tag ("!…"), or put the value in quotes.'];
    case 'BAD_SCALAR_START':
      return [`is not valid YAML: ${lowered(message)}.`, 'Put the value in quotes.'];
    default:
      return [`is not valid YAML: ${lowered(message)}.`];
  }
}

function lowered(message: string): string {
  return message
    .replace(/(["'])quote$/, 'quote ($1)')
    .replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())
    .replace(/\.$/, '');
}
