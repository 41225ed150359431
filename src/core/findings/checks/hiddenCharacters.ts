import type { FileCheck, Told } from '../check.ts';
import { lineAt } from '../position.ts';
import type { ReadFile } from '../reading.ts';

// Marks that turn the direction of text, characters without width or ink, tag characters, supplementary variation selectors, escapes.
const HIDDEN =
  /[\u202a-\u202e\u2066-\u2069]|[\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\u3164\uffa0\ufeff]|[\u{e0000}-\u{e0fff}]|\x1b/gu;

// Half of each of them: without pairs of surrogates to look for, a text is passed in a tenth of the time.
const PART =
  /[\x1b\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\uffa0\ufeff\udb40-\udb43]/;

const MOST = 20;

/** Text that people do not see and the model reads. */
export const hiddenCharacters: FileCheck = { of: 'file', roles: 'all', find: hidden };

/** False for a text that has none of these characters: almost every one. */
export function mayHide(text: string): boolean {
  return PART.test(text);
}

function hidden(file: ReadFile): Told[] {
  const { text } = file.is;
  if (file.is.binary || !mayHide(text)) return [];
  const lines = new Map<number, { names: Set<string>; worst: 'high' | 'medium' }>();
  for (const match of text.matchAll(HIDDEN)) {
    if (belongs(text, match.index, match[0])) continue;
    const line = lineAt(text, match.index);
    const entry = lines.get(line) ?? { names: new Set(), worst: 'medium' as const };
    entry.names.add(nameOf(match[0]));
    if (isDangerous(match[0])) entry.worst = 'high';
    lines.set(line, entry);
    if (lines.size > MOST) break;
  }
  return [...lines].slice(0, MOST).map(([line, { names, worst }]) => ({
    check: 'hidden-characters',
    severity: worst,
    path: file.path,
    line,
    wrong: `The line holds characters that are not seen: ${[...names].slice(0, 5).join(', ')}.`,
    effect: 'Claude Code gives them to the model, which may read what no reviewer saw.',
    remedy: 'Delete them; see what they spell before you trust the file.',
  }));
}

/** Joiners and tags inside an emoji, joiners between letters of scripts that need them. */
function belongs(text: string, at: number, sign: string): boolean {
  const before = text.slice(Math.max(0, at - 16), at);
  const after = text.slice(at + sign.length, at + sign.length + 2);
  if (sign === '\u200d')
    return /(?:\p{Extended_Pictographic}|\ufe0f|[\u{1f3fb}-\u{1f3ff}])$/u.test(before) || joins(before, after);
  if (sign === '\u200c') return joins(before, after);
  if (sign === '\u200e' || sign === '\u200f' || sign === '\u061c') return /[\u0590-\u08ff]/.test(before + after);
  return isTag(sign) && /\u{1f3f4}[\u{e0020}-\u{e007f}]*$/u.test(before);
}

function joins(before: string, after: string): boolean {
  const letter =
    /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Kannada}\p{Script=Telugu}\p{Script=Mongolian}]/u;
  return letter.test(before.slice(-2)) && letter.test(after);
}

function isTag(sign: string): boolean {
  const code = sign.codePointAt(0)!;
  return code >= 0xe0000 && code <= 0xe007f;
}

function isDangerous(sign: string): boolean {
  const code = sign.codePointAt(0)!;
  return code >= 0xe0000 || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code === 0x1b;
}

function nameOf(sign: string): string {
  const code = sign.codePointAt(0)!;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
