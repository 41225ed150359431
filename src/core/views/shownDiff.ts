import { type FileChange, isInside } from '../plan/fileChange.ts';
import type { Change, FileWrite, TargetPlan } from '../plan/plan.ts';
import { blobId, sameBytes, textOf } from '../values/content.ts';
import { maskText } from './mask.ts';
import { printableLine } from './printable.ts';
import type { DiffOf, Hunk } from './unifiedDiff.ts';
import { counted } from './wording.ts';

/** The two contents of a file that are worth comparing: what is there, and what is wanted there. */
export interface Sides {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** Gives both contents for a file in conflict, of which the plan itself has only the ids; undefined when it has none. */
export type ConflictOf = (target: TargetPlan, change: Change) => Sides | undefined;

/** What a diff is shown for: files that are updated or in conflict as a whole or by a block. Fields are listed instead. */
export function sidesToShow(
  target: TargetPlan,
  file: FileChange,
  conflictOf: ConflictOf | undefined,
): Sides | undefined {
  const first = file.changes[0]!;
  if (isInside(first) && first.address.includes('#/')) return undefined;
  if (file.action === 'conflict') return conflictOf?.(target, first);
  return file.action === 'update' ? sidesOf(file.write) : undefined;
}

function sidesOf(write: FileWrite | undefined): Sides | undefined {
  if (!write?.before || !write.after) return undefined;
  if (sameBytes(write.before.bytes, write.after.bytes)) return undefined;
  return { before: write.before.bytes, after: write.after.bytes };
}

/** One and the same for diffs that look the same: by path and by both contents. */
export function diffKey(path: string, { before, after }: Sides): string {
  return `${path}\0${blobId(before)}\0${blobId(after)}`;
}

/** A diff as lines that are safe to show: masked, escaped, each with its sign. A binary file is one sentence. */
export function diffLines(sides: Sides, diffOf: DiffOf): string[] {
  const { before, after } = sides;
  if (before.includes(0) || after.includes(0)) {
    return [`binary, ${counted(before.length, 'byte')} → ${counted(after.length, 'byte')}`];
  }
  const hunks = diffOf(before, after);
  // Masked as whole files, because a private key goes over many lines of which a hunk may show a few.
  const old = maskText(textOf(before)).split('\n');
  const young = maskText(textOf(after)).split('\n');
  return hunks.flatMap((hunk) => [
    hunkHead(hunk),
    ...hunk.lines.flatMap((line) => {
      const text = line.after === undefined ? old[line.before! - 1]! : young[line.after - 1]!;
      const shown = `${line.sign}${printableLine(text)}`;
      return line.open ? [shown, '\\ no newline at the end of the file'] : [shown];
    }),
  ]);
}

function hunkHead({ beforeStart, beforeLines, afterStart, afterLines }: Hunk): string {
  const range = (start: number, lines: number) => (lines === 1 ? `${start}` : `${start},${lines}`);
  return `@@ -${range(beforeStart, beforeLines)} +${range(afterStart, afterLines)} @@`;
}
