import { byText } from '../values/address.ts';
import { latin1Of, sameBytes } from '../values/content.ts';
import type { RelPath } from '../values/paths.ts';
import type { TargetName } from '../values/target.ts';
import type { Version } from './files.ts';
import { ALIKE, linesApart, similarity } from './similar.ts';
import { pathOf, type Sorted } from './sorted.ts';

/** Two versions of one file, of which one need not be: with little work the file is common. */
export interface Near {
  readonly target: TargetName;
  readonly path: RelPath;
  /** What tells it from the common version: `3 lines`, `a byte order mark`. */
  readonly apart: string;
  readonly lines: number;
}

/** A file that a target keeps in a version of its own while the library has another of the same path. */
export interface OwnVersion {
  readonly sorted: Sorted;
  readonly place: string;
  readonly own: Version;
  readonly common: Version;
}

/** The own versions that are nearly the common one, the nearest first. */
export function nearOnes(versions: readonly OwnVersion[]): Near[] {
  const near: Near[] = [];
  for (const { sorted, place, own, common } of versions) {
    if (similarity(own.content, common.content) < ALIKE) continue;
    const lines = linesApart(own.content, common.content);
    const { name, kind } = sorted.tree;
    near.push({ target: name, path: pathOf(place, kind), apart: apartText(own, common, lines), lines });
  }
  return near.sort((a, b) => a.lines - b.lines || byText(a.path, b.path) || byText(a.target, b.target));
}

const BOM = '\u00ef\u00bb\u00bf';

function apartText(own: Version, common: Version, lines: number): string {
  if (sameBytes(own.content, common.content))
    return own.mode === '100755' ? 'the executable bit, which only it has' : 'the executable bit, which it lacks';
  // More than one line apart is more than how a file begins and ends its lines.
  if (lines > 1) return `${lines} lines`;
  const [a, b] = [latin1Of(own.content), latin1Of(common.content)];
  const bare = (text: string): string => (text.startsWith(BOM) ? text.slice(BOM.length) : text);
  const differences: string[] = [];
  if (a.startsWith(BOM) !== b.startsWith(BOM)) differences.push('a byte order mark');
  if (bare(a).replaceAll('\r\n', '\n').trimEnd() === bare(b).replaceAll('\r\n', '\n').trimEnd()) {
    if (a.includes('\r\n') !== b.includes('\r\n')) differences.push('the line ends');
    if (/[\r\n]*$/.exec(a)![0].replaceAll('\r', '') !== /[\r\n]*$/.exec(b)![0].replaceAll('\r', ''))
      differences.push('the end of the file');
    return differences.join(' and ') || 'blanks';
  }
  return lines === 0 ? 'the order of lines, or empty lines' : '1 line';
}
