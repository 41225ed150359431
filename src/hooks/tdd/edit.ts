import { codeLines } from './comments.ts';
import type { Language } from './language.ts';

/** What an edit does to the code: nothing a compiler sees, only removals, at most a few lines, more, or a file that was not there. */
export type EditKind = 'comments' | 'deletion' | 'small' | 'large' | 'new';

/** At most this many added lines of code in a file that exists is a small edit. */
const SMALL_EDIT_LINES = 5;

/**
 * The text a file will have after a Write, Edit or MultiEdit with this input, or undefined when the input is not that
 * of such a call. `before` is the text now, undefined for a file that does not exist. An old_string that is not there
 * (the client will refuse the call) counts as added text.
 */
export function textAfter(input: Readonly<Record<string, unknown>>, before: string | undefined): string | undefined {
  if (typeof input.content === 'string') return input.content;
  const edits: unknown[] = Array.isArray(input.edits) ? input.edits : [input];
  let text = before ?? '';
  for (const edit of edits) {
    const next = applyEdit(text, edit);
    if (next === undefined) return undefined;
    text = next;
  }
  return text;
}

function applyEdit(text: string, edit: unknown): string | undefined {
  if (typeof edit !== 'object' || edit === null) return undefined;
  const { old_string: old, new_string: fresh, replace_all: all } = edit as Record<string, unknown>;
  if (typeof old !== 'string' || typeof fresh !== 'string') return undefined;
  if (old === '') return fresh + text;
  const at = text.indexOf(old);
  if (at < 0) return `${text}\n${fresh}`;
  return all === true ? text.split(old).join(fresh) : text.slice(0, at) + fresh + text.slice(at + old.length);
}

/** Judges what stands between two texts of a file; `before` undefined is a new file. */
export function editKind(before: string | undefined, after: string, language: Language): EditKind {
  const now = codeLines(after, language);
  if (now.length === 0) return before === undefined ? 'comments' : 'deletion';
  if (before === undefined) return 'new';
  const old = codeLines(before, language);
  if (old.length === now.length && old.every((line, index) => line === now[index])) return 'comments';
  if (isSubsequence(now, old)) return 'deletion';
  return addedLines(old, now) <= SMALL_EDIT_LINES ? 'small' : 'large';
}

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const line of whole) if (line === part[at]) at += 1;
  return at === part.length;
}

function addedLines(old: readonly string[], now: readonly string[]): number {
  const left = new Map<string, number>();
  for (const line of old) left.set(line, (left.get(line) ?? 0) + 1);
  let added = 0;
  for (const line of now) {
    const count = left.get(line) ?? 0;
    if (count === 0) added += 1;
    else left.set(line, count - 1);
  }
  return added;
}

const PUBLIC: Readonly<Record<Language, RegExp>> = {
  typescript: /^(export\b.*|module\.exports\b.*|exports\.\w+.*)/,
  python: /^(async def|def|class) [A-Za-z]\w*/,
  rust: /^pub(\([^)]*\))? (?!use\b|mod\b).*/,
  go: /^(func (\([^)]*\) ?)?[A-Z]\w*|type [A-Z]\w*|var [A-Z]\w*|const [A-Z]\w*)/,
  java: /^(public|protected)\b.*/,
};

/** Whether the later text declares something public that the earlier one did not: new behaviour, not refactoring. */
export function addsPublicName(before: string | undefined, after: string, language: Language): boolean {
  const count = (text: string) => codeLines(text, language).filter((line) => PUBLIC[language].test(line)).length;
  return count(after) > count(before ?? '');
}

/** Whether the text holds its own tests: a Rust test module or function, or a vitest block in the source. */
export function hasInlineTests(text: string, language: Language): boolean {
  const lines = codeLines(text, language);
  switch (language) {
    case 'rust':
      return lines.some((line) => /^#\[(cfg\((all\(|any\()?.*\btest\b.*\)|test|tokio::test.*|rstest.*)\]/.test(line));
    case 'typescript':
      return lines.some((line) => line.includes('import.meta.vitest'));
    case 'python':
    case 'go':
    case 'java':
      return false;
  }
}
