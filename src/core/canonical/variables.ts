import { didYouMean } from '../values/nearest.ts';

/**
 * Replaces `${VAR}` and `${VAR:-default}`; as in a shell, the default also stands for an empty value.
 * @returns the text, or what is wrong with it
 */
export function expand(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): { text: string } | { wrong: string; remedy: string } {
  if (!text.includes('$')) return { text };
  let bad: { wrong: string; remedy: string } | undefined;
  const expanded = text.replace(/\$(?:\{([^{}]*)\}|\w+|\{)/g, (whole: string, inside: string | undefined) => {
    const [, name, otherwise] = /^([A-Za-z_]\w*)(?::-(.*))?$/s.exec(inside ?? '') ?? [];
    if (name === undefined) {
      bad ??= { wrong: `"${whole}" is not a variable.`, remedy: `Write \${NAME} or \${NAME:-default}.` };
      return '';
    }
    const value = env[name];
    if (otherwise !== undefined) return value === undefined || value === '' ? otherwise : value;
    if (value === undefined) {
      const hint = didYouMean(name, Object.keys(env)) ?? `Set it, or write \${${name}:-default}.`;
      bad ??= { wrong: `the environment variable "${name}" is not set.`, remedy: hint };
    }
    return value ?? '';
  });
  return bad ?? { text: expanded };
}
