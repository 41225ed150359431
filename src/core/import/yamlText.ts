import type { JsonObject } from '../values/json.ts';

/** A text as YAML 1.2 takes it back: plain where no reader could see anything else in it, else in double quotes. */
export function scalar(text: string): string {
  const isPlain =
    /^[A-Za-z_/~.][\w./~@+-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n|~|\.inf|\.nan|\.+)$/i.test(text);
  return isPlain && !/^[.+-]?\d/.test(text) && !/^\.(?:inf|nan)/i.test(text) ? text : quoted(text);
}

/** JSON is YAML, but for characters that YAML wants escaped. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** `key: [a, b]` where that fits on a line, else one item a line. */
export function listLines(indent: string, key: string, items: readonly (string | JsonObject)[]): string[] {
  const written = items.map((item) => (typeof item === 'string' ? scalar(item) : JSON.stringify(item)));
  const line = `${indent}${key}: [${written.join(', ')}]`;
  const isShort = line.length <= 100 && !written.some((item) => /[,[\]{}]/.test(item) && !item.startsWith('"'));
  return isShort ? [line] : [`${indent}${key}:`, ...written.map((item) => `${indent}  - ${item}`)];
}
