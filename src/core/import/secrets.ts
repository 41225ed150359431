import { latin1Of } from '../values/content.ts';
import type { Field } from '../values/fields.ts';
import { maskText, maskValue, mayHoldSecret } from '../views/mask.ts';

/** The first line, from 1, of a file that holds what looks like a secret: what a view would mask. */
export function secretLine(content: Uint8Array): number | undefined {
  const text = latin1Of(content);
  if (!mayHoldSecret(text)) return undefined;
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
