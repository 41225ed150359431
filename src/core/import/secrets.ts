import { latin1Of } from '../values/content.ts';
import type { Field } from '../values/fields.ts';
import { maskText, maskValue } from '../views/mask.ts';

const WORDS = ['token', 'secret', 'passw', 'passphrase', 'pwd', 'credential', 'key', 'authorization'];
const SECRET_WORD = `(?:${WORDS.join('|')})`;

// What the tokens of known services begin with.
const STARTS =
  'sk- sk_ pk_ rk_ ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- akia asia xox aiza ya29 npm_ pypi- hf_ dop_v1 sg. age- eyj'.split(
    ' ',
  );

/**
 * What no rule of `maskText` hides anything without: words of which one must be there, in small letters, and what must stand around it. Most
 * files have none of the words, and to look for these takes a small part of the time. A test holds it to `maskText`.
 */
const HINTS: readonly (readonly [words: readonly string[], around: RegExp])[] = [
  [['private key'], /private key/],
  [['://'], /:\/\/[^\s/]{0,800}@/],
  [['bearer', 'basic'], /(?:bearer|basic)[ \t]{1,4}[a-z0-9._~+/=-]{12}/],
  [STARTS, new RegExp(`(?<![a-z0-9])(?:${STARTS.map((start) => start.replace('.', '\\.')).join('|')})[a-z0-9_-]{4}`)],
  [
    WORDS,
    new RegExp(`${SECRET_WORD}[\\w.-]{0,200}["']?[ \\t]{0,4}[:=]|--[a-z0-9-]{0,60}${SECRET_WORD}[a-z0-9-]{0,60}[ \\t]`),
  ],
];

function hasHint(text: string): boolean {
  const small = text.toLowerCase();
  return HINTS.some(([words, around]) => words.some((word) => small.includes(word)) && around.test(small));
}

/** The first line, from 1, of a file that holds what looks like a secret: what a view would mask. */
export function secretLine(content: Uint8Array): number | undefined {
  const text = latin1Of(content);
  if (!hasHint(text)) return undefined;
  const masked = maskText(text);
  if (masked === text) return undefined;
  const shown = masked.split('\n');
  const at = text.split('\n').findIndex((line, index) => line !== shown[index]);
  return Math.max(0, at) + 1;
}

/** True for a field of settings or of .mcp.json that holds what looks like a secret. */
export function isSecretField(field: Field): boolean {
  const key = field.kind === 'hook' ? 'hooks' : (field.keys.at(-1) ?? '');
  const isUnderSecret = field.kind !== 'hook' && field.keys.some((name) => /^(?:headers|env)$/.test(name));
  const shown = maskValue(key, field.value);
  if (JSON.stringify(shown) !== JSON.stringify(field.value)) return true;
  // What is bound by its key, as a person would write it in a file: `"Authorization": "Bearer …"`.
  return (
    isUnderSecret && typeof field.value === 'string' && maskText(`${key}=${field.value}`) !== `${key}=${field.value}`
  );
}
