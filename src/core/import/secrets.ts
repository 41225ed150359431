import { latin1Of } from '../values/content.ts';
import type { Field } from '../values/fields.ts';
import { maskText, maskValue } from '../views/mask.ts';

const SECRET_WORD = '(?:token|secret|passw|passphrase|pwd|credential|key|authorization)';

/**
 * Without one of these no rule of `maskText` hides anything; most files have none, and to look for them takes a small part of the time. A
 * test holds it to `maskText`.
 */
const HINT = new RegExp(
  [
    'PRIVATE KEY',
    '://[^\\s/]{0,800}@',
    '(?:bearer|basic)[ \\t]{1,4}[A-Za-z0-9._~+/=-]{12}',
    '(?<![A-Za-z0-9])(?:sk-|[spr]k_|gh[pousr]_|github_pat_|glpat-|A[KS]IA|xox|AIza|ya29|npm_|pypi-|hf_|dop_v1|SG\\.|AGE-|eyJ)[A-Za-z0-9_-]{4}',
    `${SECRET_WORD}[\\w.-]{0,200}["']?[ \\t]{0,4}[:=]`,
    `--[a-z0-9-]{0,60}${SECRET_WORD}[a-z0-9-]{0,60}[ \\t]`,
  ].join('|'),
  'i',
);

/** The first line, from 1, of a file that holds what looks like a secret: what a view would mask. */
export function secretLine(content: Uint8Array): number | undefined {
  const text = latin1Of(content);
  if (!HINT.test(text)) return undefined;
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
