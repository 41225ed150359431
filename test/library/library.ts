import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';

const ROOT = fileURLToPath(new URL('../../desired-state/', import.meta.url));

/** One file of the library; `path` is relative to `desired-state/`. */
export interface Content {
  readonly path: string;
  readonly full: string;
  readonly bytes: Buffer;
  readonly text: string;
  readonly executable: boolean;
}

/** All files of the library but `hooks/`, which is built from `src/hooks/` and tested there. */
export function library(): Content[] {
  const found: Content[] = [];
  for (const name of fs.readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).sort()) {
    const full = path.join(ROOT, name);
    if (name === 'hooks' || name.startsWith('hooks/') || !fs.lstatSync(full).isFile()) continue;
    const bytes = fs.readFileSync(full);
    const executable = (fs.statSync(full).mode & 0o111) !== 0;
    found.push({ path: name, full, bytes, text: bytes.toString('utf8'), executable });
  }
  return found;
}

/** The files below a folder of the library that are Markdown. */
export function markdownIn(folder: string): Content[] {
  return library().filter((file) => file.path.startsWith(`${folder}/`) && file.path.endsWith('.md'));
}

/** The full path of a file of the library. */
export function inLibrary(file: string): string {
  return path.join(ROOT, file);
}

/** Front matter as data, and the text below it. Stricter than the client: every error and warning of the parser counts. */
export function frontMatter(file: Content): { data: Record<string, unknown>; body: string } {
  const match = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(file.text);
  if (match === null) throw new Error(`${file.path}: has no front matter`);
  const document = parseDocument(match[1]!, { strict: true, uniqueKeys: true });
  const wrong = [...document.errors, ...document.warnings];
  if (wrong.length > 0) throw new Error(`${file.path}: ${wrong[0]!.message}`);
  return { data: document.toJS() as Record<string, unknown>, body: match[2]! };
}

/** About how many tokens a text costs: four bytes each. */
export function tokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 4);
}
