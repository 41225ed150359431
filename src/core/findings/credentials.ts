import { latin1Of } from '../values/content.ts';
import { isPlaceholder } from '../values/secretName.ts';

// Every pattern here is linear: no nested repetition, every repetition bounded or over a class that its successor is not in.

const KEY_BLOCK = /(-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)((?:[A-Za-z0-9+/=:,.() \t\r\n]|\\[nr])+)/g;

/** Shapes that issuers gave their tokens so that they can be found. */
export const TOKENS = new RegExp(
  [
    'sk-(?:ant|proj|live|test|or|svcacct|admin)-[A-Za-z0-9_-]{16,400}',
    'sk-[A-Za-z0-9]{20,400}',
    '[spr]k_(?:live|test)_[A-Za-z0-9]{16,400}',
    'gh[pousr]_[A-Za-z0-9]{20,400}',
    'github_pat_[A-Za-z0-9_]{20,400}',
    'glpat-[A-Za-z0-9_-]{16,400}',
    'A[KS]IA[A-Z0-9]{16}(?![A-Za-z0-9])',
    'xox[abeoprs]-[A-Za-z0-9-]{10,400}',
    'AIza[A-Za-z0-9_-]{30,100}',
    'ya29\\.[A-Za-z0-9_-]{20,400}',
    'npm_[A-Za-z0-9]{30,100}',
    'pypi-[A-Za-z0-9_-]{30,400}',
    'hf_[A-Za-z0-9]{30,100}',
    'dop_v1_[a-f0-9]{40,100}',
    'SG\\.[A-Za-z0-9_-]{16,100}\\.[A-Za-z0-9_-]{16,200}',
    'AGE-SECRET-KEY-1[0-9A-Z]{40,100}',
    'eyJ[A-Za-z0-9_-]{8,4000}\\.eyJ[A-Za-z0-9_-]{8,8000}(?:\\.[A-Za-z0-9_-]{0,4000})?',
  ]
    .map((shape) => `(?<![A-Za-z0-9])${shape}`)
    .join('|'),
  'g',
);

// The beginnings of all shapes but the last, without the last part of each.
const BEGINNING = /sk-|[spr]k_|gh[pousr]_|github_|glpat-|A[KS]IA|xox|AIza|ya29|npm_|pypi-|hf_|dop_v1_|SG\.|AGE-/;
// Every token has as many letters, digits, `_` and `-` in a row, but for the last shape, which has `eyJ`.
const RUN = 15;
// How much of a beginning can stand before such a row: `ya29.`.
const BEFORE = 5;

const IN_RUN = new Uint8Array(128);
for (const sign of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-') IN_RUN[sign.charCodeAt(0)] = 1;

/**
 * False for a text in which no shape can be: almost every one. Where a row of such signs is long enough, one of every fifteenth signs is in
 * it, so that the others need not be looked at.
 */
export function mayHoldToken(text: string): boolean {
  if (text.includes('eyJ')) return true;
  for (let at = RUN - 1; at < text.length; at += RUN) {
    if (!inRun(text, at)) continue;
    let start = at;
    while (inRun(text, start - 1)) start--;
    let end = at + 1;
    while (inRun(text, end)) end++;
    if (end - start >= RUN && BEGINNING.test(text.slice(Math.max(0, start - BEFORE), end))) return true;
    at = end;
  }
  return false;
}

function inRun(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit < 128 && IN_RUN[unit] === 1;
}

/** True for a token that stands for itself, not `ghp_xxxxxxxx`. */
export function isToken(token: string): boolean {
  return !isPlaceholder(token.slice(4));
}

/** A text with the body of every private key in it replaced, line by line. */
export function maskKeys(text: string, mask: string): string {
  return text.replace(KEY_BLOCK, (whole: string, begin: string, body: string) => keyBlock(whole, begin, body, mask));
}

function keyBlock(whole: string, begin: string, body: string, mask: string): string {
  // Prose that only mentions the words is no key.
  if (!/[A-Za-z0-9+/=]{30}/.test(body)) return whole;
  return begin + body.replace(/(?:[^\s\\]|\\(?![nr]))(?:[^\n\\]|\\(?![nr]))*/g, mask);
}

/** True for what can be nothing but a secret: a token of a known shape, or a private key. Names beside values do not count. */
export function containsCredential(bytes: Uint8Array): boolean {
  return holdsCredential(latin1Of(bytes));
}

/** As containsCredential, for a text. */
export function holdsCredential(text: string): boolean {
  if (text.includes('PRIVATE KEY') && maskKeys(text, '') !== text) return true;
  if (!mayHoldToken(text)) return false;
  for (const [token] of text.matchAll(TOKENS)) if (isToken(token)) return true;
  return false;
}
