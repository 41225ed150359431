import { counted } from './wording.ts';

/** One target's part: its list comes whole or not at all, its diffs one by one. */
export interface Section {
  readonly title: string;
  readonly list: string;
  readonly diffs: readonly string[];
  readonly end: string;
}

export interface Pieces {
  readonly head: string;
  readonly tableHead: string;
  readonly rows: readonly string[];
  readonly findings: readonly string[];
  readonly sections: readonly Section[];
}

/** Room for the sentence that says what was left out. */
const RESERVE = 300;

/**
 * Puts the pieces together in at most `limit` characters. Table rows have room before findings, findings before lists, lists before
 * diffs; within each the first come first.
 */
export function assembled(pieces: Pieces, limit: number): string {
  let room = limit - RESERVE - pieces.head.length - pieces.tableHead.length - '\n'.length - '\n### Findings\n\n'.length;
  const fits = (text: string): boolean => {
    if (text.length > room) return false;
    room -= text.length;
    return true;
  };
  const rows = leading(pieces.rows, fits);
  const findings = leading(pieces.findings, fits);
  const lists = pieces.sections.map(({ title, list, end }) => fits(`\n${title}${list}${end}`));
  const diffs = pieces.sections.map((section, index) => (lists[index] ? leading(section.diffs, fits) : []));
  const parts = pieces.sections.map(({ title, list, end }, index) =>
    lists[index] ? `\n${title}${list}${diffs[index]!.join('')}${end}` : '',
  );
  const shownDiffs = diffs.reduce((count, some) => count + some.length, 0);
  const left = leftOutText({
    diffs: pieces.sections.reduce((count, section) => count + section.diffs.length, 0) - shownDiffs,
    lists: lists.filter((fitted) => !fitted).length,
    rows: pieces.rows.length - rows.length,
    findings: pieces.findings.length - findings.length,
  });
  const table = pieces.rows.length === 0 ? '' : `\n${pieces.tableHead}${rows.join('')}`;
  const found = findings.length === 0 ? '' : `\n### Findings\n\n${findings.join('')}`;
  return `${pieces.head}${table}${parts.join('')}${found}${left}`;
}

/** As many of the first pieces as fit; a piece that does not fit ends it, so that what is shown has no holes. */
function leading(pieces: readonly string[], fits: (text: string) => boolean): string[] {
  const taken: string[] = [];
  for (const piece of pieces) {
    if (!fits(piece)) break;
    taken.push(piece);
  }
  return taken;
}

/** What was left out, in words. */
function leftOutText(left: {
  readonly diffs: number;
  readonly lists: number;
  readonly rows: number;
  readonly findings: number;
}): string {
  const parts: string[] = [];
  if (left.diffs > 0) parts.push(counted(left.diffs, 'diff'));
  if (left.lists > 0) parts.push(`the files of ${counted(left.lists, 'target')}`);
  if (left.rows > 0) parts.push(counted(left.rows, 'row of the table', 'rows of the table'));
  if (left.findings > 0) parts.push(counted(left.findings, 'finding'));
  return parts.length === 0
    ? ''
    : `\n_Left out to keep this short: ${parts.join(', ')}. \`reconcile plan\` shows all._\n`;
}
