import { isToken, maskKeys, mayHoldToken, TOKENS } from '../findings/credentials.ts';
import { latin1Of } from '../values/content.ts';
import { isPlaceholder, isSecretName, isVariable } from '../values/secretName.ts';

/** What is shown in place of a secret, whatever its length. */
export const MASK = '••••••';

// Every pattern here is linear: no nested repetition, every repetition bounded or over a class that its successor is not in.

const URL_LOGIN = /(?<![A-Za-z0-9])([a-z][a-z0-9+.-]{1,20}:\/\/)([^\s/@:"'`<>]{0,400})(?::([^\s/@"'`<>]{0,400}))?@/gi;
const SCHEME = /(?<![A-Za-z0-9])((?:bearer|basic)[ \t]{1,4})([A-Za-z0-9._~+/=-]{12,8000})/gi;
/** A name with what binds a value to it; the value is read behind it. */
const NAMED = /(?<![\w.-])-{0,2}([A-Za-z_][\w.-]{0,200})(["']?[ \t]{0,4}(?::=|=>|=|:)[ \t]{0,4})/g;
const OPTION = /(?<![\w-])--([a-z][a-z0-9-]{0,60})[ \t]{1,4}(?=[^\s-])/gi;
const VALUE = /"(?:[^"\\\n]|\\.){0,4000}"|'[^'\n]{0,4000}'|`[^`\n$]{0,4000}`|[^\s"'`,;<>(){}[\]&|]{1,4000}/y;

const CONTENT_ID = /^"(?:100(?:644|755) )?[0-9a-f]{40}"$/;

/**
 * A text with what looks like a secret replaced by `••••••`: private keys, passwords in URLs, bearer tokens, tokens of known
 * shapes, and values that a name calls secret. Placeholders (`${TOKEN}`, `<your-token>`, `xxxx`) stay. The number of
 * lines stays too, so that a line of the result is the same line of the text. Takes time in proportion to the length.
 */
export function maskText(text: string): string {
  let masked = text;
  if (masked.includes('PRIVATE KEY')) masked = maskKeys(masked, MASK);
  if (masked.includes('://')) masked = masked.replace(URL_LOGIN, login);
  masked = masked.replace(SCHEME, (whole, scheme: string, token: string) =>
    /[0-9=]/.test(token) && !isPlaceholder(token) ? scheme + MASK : whole,
  );
  if (mayHoldToken(masked)) masked = masked.replace(TOKENS, (token) => (isToken(token) ? MASK : token));
  return maskNamed(maskNamed(masked, NAMED), OPTION);
}

function login(whole: string, scheme: string, user: string, password: string | undefined): string {
  if (password !== undefined) return password === '' || isPlaceholder(password) ? whole : `${scheme}${user}:${MASK}@`;
  // A lone user name is none; a token in its place is long and has digits: `https://ghs_…@github.com`.
  return user.length >= 20 && /[0-9]/.test(user) && !isPlaceholder(user) ? `${scheme}${MASK}@` : whole;
}

function maskNamed(text: string, pattern: RegExp): string {
  const parts: string[] = [];
  let done = 0;
  for (const match of text.matchAll(pattern)) {
    const at = match.index + match[0].length;
    if (at < done || !isSecretName(match[1]!)) continue;
    VALUE.lastIndex = at;
    const value = VALUE.exec(text)?.[0];
    if (value === undefined || !isSecretValue(match[1]!, value, match[2])) continue;
    // An inventory: the id of the field that a pointer names, `…#/env/API_TOKEN": "0123…"`.
    if (text[match.index - 1] === '/' && CONTENT_ID.test(value)) continue;
    const quote = /^["'`]/.test(value) ? value[0]! : '';
    parts.push(text.slice(done, at), quote, MASK, quote);
    done = at + value.length;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(done);
}

function isSecretValue(name: string, value: string, binding: string | undefined): boolean {
  const quoted = /^["'`]/.test(value);
  const plain = quoted ? value.slice(1, -1) : value;
  if (plain === '' || isPlaceholder(plain) || /^\d{1,3}(?:_\d{3})+;?$/.test(plain)) return false;
  // In prose a colon is followed by a name in backticks: the secret: `TOKEN_FILE`.
  if (value.startsWith('`') && binding?.includes('=') !== true) return false;
  if (isVariable(name) && (quoted || binding === '=')) return plain.length >= 4 && !/^[A-Za-z]+\.[A-Za-z]/.test(plain);
  if (quoted) return plain.length >= 6 && !/^[A-Za-z]+(?: [A-Za-z]+){2,}[.!?]?$/.test(plain);
  // In programs names follow names: `token: string`, `secret = request.headers`. A value has a digit.
  return plain.length >= 6 && /[0-9]/.test(plain) && !/^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$/.test(plain);
}

const SECRET_WORD = '(?:token|secret|passw|passphrase|pwd|credential|key|authorization)';

// Each begins with a sign that few texts have, and looks back from there.
const HINTS: readonly RegExp[] = [
  /PRIVATE KEY/,
  /:\/\/[^\s/]{0,800}@/,
  /(?:bearer|basic)[ \t]/i,
  new RegExp(`[:=](?<=${SECRET_WORD}[\\w.-]{0,200}["']?[ \\t]{0,4}[:=])`, 'i'),
  new RegExp(`--[a-z0-9-]{0,60}${SECRET_WORD}`, 'i'),
];

/**
 * False for a text in which `maskText` hides nothing: most texts. Tells it in a small part of the time; where it is true, nothing is known. A test
 * holds it to `maskText`.
 */
export function mayHoldSecret(text: string): boolean {
  return HINTS.some((hint) => hint.test(text)) || mayHoldToken(text);
}

/** True when `maskText` would hide something in these bytes. */
export function containsSecret(bytes: Uint8Array): boolean {
  const text = latin1Of(bytes);
  return mayHoldSecret(text) && maskText(text) !== text;
}

/**
 * The value of a field for people to see: what its key calls secret is replaced as a whole, other texts by `maskText`.
 * @param key the last key of the field, `QUESTDB_TOKEN`; keys inside the value count for what is under them
 */
export function maskValue(key: string, value: unknown): unknown {
  if (typeof value === 'string') {
    if (isSecretName(key) && value !== '' && !isPlaceholder(value)) return MASK;
    return maskText(value);
  }
  if (Array.isArray(value))
    return value.map((item: unknown, index) => maskValue(keyOfItem(key, value[index - 1]), item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([inner, item]) => [inner, maskValue(isSecretName(key) ? key : inner, item)]),
  );
}

/** In a list of arguments an option names the value behind it: `["--api-key", "…"]`. */
function keyOfItem(key: string, before: unknown): string {
  return typeof before === 'string' && /^--?[A-Za-z][\w-]*$/.test(before) ? before : key;
}
