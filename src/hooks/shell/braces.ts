const MAX_RESULTS = 64;

/**
 * Expands the braces of a word's source text as the shell does before anything else: `{a,b}` and `{1..3}`, nested ones
 * too, not inside quotes and not in `${…}`. Gives undefined when there would be more than 64 words.
 */
export function expandBraces(text: string, depth = 0): string[] | undefined {
  if (depth > 8) return undefined;
  const brace = firstBrace(text);
  if (!brace) return [text];
  const before = text.slice(0, brace.start);
  const after = expandBraces(text.slice(brace.end), depth + 1);
  if (!after) return undefined;
  const results: string[] = [];
  for (const choice of brace.choices) {
    const inner = expandBraces(choice, depth + 1);
    if (!inner) return undefined;
    for (const middle of inner) for (const tail of after) results.push(before + middle + tail);
    if (results.length > MAX_RESULTS) return undefined;
  }
  return results;
}

interface Brace {
  readonly start: number;
  readonly end: number;
  readonly choices: readonly string[];
}

function firstBrace(text: string): Brace | undefined {
  for (let i = 0; i < text.length; i++) {
    const skipped = skipQuoted(text, i);
    if (skipped > i) {
      i = skipped - 1;
    } else if (text[i] === '{' && text[i - 1] !== '$') {
      const brace = braceAt(text, i);
      if (brace) return brace;
    }
  }
  return undefined;
}

function braceAt(text: string, start: number): Brace | undefined {
  const commas: number[] = [];
  let level = 0;
  for (let i = start; i < text.length; i++) {
    const skipped = skipQuoted(text, i);
    if (skipped > i) {
      i = skipped - 1;
      continue;
    }
    const character = text[i];
    if (character === '{') level += 1;
    else if (character === ',' && level === 1) commas.push(i);
    else if (character === '}' && --level === 0) {
      const choices = commas.length > 0 ? split(text, start, commas, i) : sequence(text.slice(start + 1, i));
      return choices && { start, end: i + 1, choices };
    }
  }
  return undefined;
}

function split(text: string, start: number, commas: readonly number[], end: number): string[] {
  const choices: string[] = [];
  let from = start + 1;
  for (const to of [...commas, end]) {
    choices.push(text.slice(from, to));
    from = to + 1;
  }
  return choices;
}

function sequence(body: string): string[] | undefined {
  const match = /^(-?\d{1,9}|[A-Za-z])\.\.(-?\d{1,9}|[A-Za-z])(?:\.\.(-?\d{1,9}))?$/.exec(body);
  if (!match?.[1] || !match[2]) return undefined;
  const letters = /[A-Za-z]/.test(match[1]);
  if (letters !== /[A-Za-z]/.test(match[2])) return undefined;
  const from = letters ? match[1].charCodeAt(0) : Number(match[1]);
  const to = letters ? match[2].charCodeAt(0) : Number(match[2]);
  const step = Math.abs(Number(match[3] ?? 1)) || 1;
  const results: string[] = [];
  // Two past the limit are enough to be told that there are too many.
  for (let n = from; from <= to ? n <= to : n >= to; n += from <= to ? step : -step) {
    results.push(letters ? String.fromCharCode(n) : String(n));
    if (results.length > MAX_RESULTS + 1) break;
  }
  return results;
}

/** The end of the quoted or expanded region that starts at `i`, or `i` when none does. */
function skipQuoted(text: string, i: number): number {
  const character = text[i];
  if (character === '\\') return Math.min(i + 2, text.length);
  if (character === "'" || character === '"' || character === '`') {
    let j = i + 1;
    while (j < text.length && text[j] !== character) j += text[j] === '\\' && character !== "'" ? 2 : 1;
    return Math.min(j + 1, text.length);
  }
  if (character === '$' && (text[i + 1] === '{' || text[i + 1] === '(')) return skipExpansion(text, i + 1);
  return i;
}

function skipExpansion(text: string, start: number): number {
  const open = text[start];
  const close = open === '{' ? '}' : ')';
  let level = 0;
  for (let j = start; j < text.length; j++) {
    if (text[j] === '\\') j += 1;
    else if (text[j] === open) level += 1;
    else if (text[j] === close && --level === 0) return j + 1;
  }
  return text.length;
}
