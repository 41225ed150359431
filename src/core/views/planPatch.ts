import type { FileSide, FileWrite, TargetPlan } from '../plan/plan.ts';
import { blobId, bytesOf, latin1Of, sameBytes } from '../values/content.ts';
import type { RelPath } from '../values/paths.ts';
import { binaryPatch } from './binaryPatch.ts';
import { containsSecret, maskText } from './mask.ts';
import { type DiffLine, type Hunk, unifiedDiff } from './unifiedDiff.ts';

export interface Omitted {
  readonly path: RelPath;
  readonly why: string;
}

const NO_ID = '0'.repeat(40);
const NOTHING = new Uint8Array();
const WHY = 'the lines of its diff hold what looks like a secret';

/**
 * The writes of a target as a git patch that `git apply` takes and that gives exactly the bytes and modes of the writes: text
 * with three lines of context, everything else as a binary patch. `patch` is bytes, because the files may be in any encoding.
 * A file whose diff would show a secret is left out and named in `omitted`.
 */
export function planPatch(target: TargetPlan): { patch: Uint8Array; omitted: Omitted[] } {
  const parts: string[] = [];
  const omitted: Omitted[] = [];
  for (const write of target.writes) {
    const part = filePatch(write);
    if (part === undefined) omitted.push({ path: write.path, why: WHY });
    else parts.push(part);
  }
  return { patch: Buffer.from(parts.join(''), 'latin1'), omitted };
}

/** The patch of one file as Latin-1; empty when nothing changes, undefined when it holds a secret. */
function filePatch(write: FileWrite): string | undefined {
  const { path, before, after } = write;
  if (before === null && after === null) return '';
  const [old, young] = [before?.bytes ?? NOTHING, after?.bytes ?? NOTHING];
  const same = sameBytes(old, young);
  const head = `diff --git ${quoted('a/', path)} ${quoted('b/', path)}\n${modeLines(before, after)}`;
  if (same && before !== null && after !== null) return before.mode === after.mode ? '' : head;
  const ids = indexLine(before, after);
  if (same) return `${head}${ids}`;
  // git's own test looks at the first 8000 bytes; a NUL anywhere makes a text patch fragile.
  if (old.includes(0) || young.includes(0)) {
    return containsSecret(old) || containsSecret(young) ? undefined : `${head}${ids}${binaryPatch(old, young)}`;
  }
  const hunks = unifiedDiff(old, young);
  if (showsSecret(old, young, hunks)) return undefined;
  const files = `--- ${before === null ? '/dev/null' : named('a/', path)}\n+++ ${after === null ? '/dev/null' : named('b/', path)}\n`;
  return `${head}${ids}${files}${hunks.map(hunkText).join('')}`;
}

function modeLines(before: FileSide | null, after: FileSide | null): string {
  if (before === null) return `new file mode ${after!.mode}\n`;
  if (after === null) return `deleted file mode ${before.mode}\n`;
  return before.mode === after.mode ? '' : `old mode ${before.mode}\nnew mode ${after.mode}\n`;
}

function indexLine(before: FileSide | null, after: FileSide | null): string {
  const ids = `${before === null ? NO_ID : blobId(before.bytes)}..${after === null ? NO_ID : blobId(after.bytes)}`;
  return before !== null && after !== null && before.mode === after.mode
    ? `index ${ids} ${after.mode}\n`
    : `index ${ids}\n`;
}

/** Looks at whole files, so that a key block that only partly stands in a hunk is found; judges only what the hunks show. */
function showsSecret(before: Uint8Array, after: Uint8Array, hunks: readonly Hunk[]): boolean {
  const [old, young] = [latin1Of(before), latin1Of(after)];
  const [oldMasked, youngMasked] = [maskText(old), maskText(young)];
  if (old === oldMasked && young === youngMasked) return false;
  const [oldLines, youngLines] = [oldMasked.split('\n'), youngMasked.split('\n')];
  const hidden = (line: DiffLine) =>
    (line.before !== undefined && oldLines[line.before - 1] !== line.text) ||
    (line.after !== undefined && youngLines[line.after - 1] !== line.text);
  return hunks.some((hunk) => hunk.lines.some(hidden));
}

function hunkText(hunk: Hunk): string {
  const lines = hunk.lines.map(
    ({ sign, text, open }) => `${sign}${text}\n${open ? '\\ No newline at end of file\n' : ''}`,
  );
  return `@@ -${hunk.beforeStart},${hunk.beforeLines} +${hunk.afterStart},${hunk.afterLines} @@\n${lines.join('')}`;
}

const SHORT: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
};

/**
 * A path as git quotes it: in quotation marks with C escapes as soon as it has a byte that is special or not ASCII. Besides, a
 * folder whose name ends with a space: unquoted, `git apply` finds no name in its header (git 2.39).
 */
function quoted(prefix: string, path: RelPath): string {
  const bytes = bytesOf(prefix + path);
  const simple = bytes.every((byte) => byte >= 32 && byte < 127 && byte !== 34 && byte !== 92);
  if (simple && !path.includes(' /')) return prefix + path;
  let text = '"';
  for (const byte of bytes) {
    const plain = byte >= 32 && byte < 127 ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
    text += SHORT[byte] ?? plain;
  }
  return `${text}"`;
}

/** On the `---` and `+++` lines a path with spaces ends with a tab, which tells it from a time stamp. */
function named(prefix: string, path: RelPath): string {
  const name = quoted(prefix, path);
  return !name.startsWith('"') && name.includes(' ') ? `${name}\t` : name;
}
