/**
 * A managed block of a text file. All texts here are Latin-1 readings of bytes, so that nothing outside is ever changed.
 *
 * The begin marker carries how many newlines before it belong to the block (`sep`), so that taking the block away gives
 * the file back as it was. Claude Code does not send HTML comments to the model, so the markers cost no tokens.
 */
export type BlockSearch =
  | { readonly state: 'absent' }
  | { readonly state: 'found'; readonly start: number; readonly end: number; readonly text: string }
  | { readonly state: 'broken'; readonly wrong: string };

const HINT = 'written by reconcile, edit outside this block';

const BOM = '\u00ef\u00bb\u00bf';

interface Marker {
  readonly index: number;
  /** Where the line behind it starts. */
  readonly end: number;
  readonly sep: number;
  readonly eol: string;
}

/** Finds the block of this name. `start` and `end` bound all that belongs to it; `text` is its content with LF line ends. */
export function findBlock(file: string, name: string): BlockSearch {
  const begins = markers(file, `<!-- reconcile:begin ${name} sep=`, /(\d) [^\n]*-->(\r?\n)/y);
  const ends = markers(file, `<!-- reconcile:end ${name} -->`, /()(\r?\n|$)/y);
  if (begins.length === 0 && ends.length === 0) return { state: 'absent' };
  const begin = begins[0];
  const end = ends[0];
  if (begins.length !== 1 || ends.length !== 1 || begin === undefined || end === undefined || begin.index > end.index) {
    return {
      state: 'broken',
      wrong: `has a damaged block "${name}" (${begins.length} begin and ${ends.length} end markers)`,
    };
  }
  let start = begin.index;
  for (let left = begin.sep; left > 0 && file[start - 1] === '\n'; left--)
    // A CR before an LF belongs to it only where the block was written with CRLF.
    start -= begin.eol === '\r\n' && file[start - 2] === '\r' ? 2 : 1;
  const text = unescapeMarkers(file.slice(begin.end, end.index).replaceAll('\r\n', '\n'));
  return { state: 'found', start, end: end.end, text };
}

/** The lines that begin with `opening` and go on as `rest` says (sticky; its groups are the separator and the line end). */
function markers(file: string, opening: string, rest: RegExp): Marker[] {
  const found: Marker[] = [];
  for (let index = file.indexOf(opening); index >= 0; index = file.indexOf(opening, index + 1)) {
    const startsLine = index === 0 || file[index - 1] === '\n' || (index === BOM.length && file.startsWith(BOM));
    rest.lastIndex = index + opening.length;
    const match = startsLine ? rest.exec(file) : null;
    if (match !== null)
      found.push({ index, end: match.index + match[0].length, sep: Number(match[1]), eol: match[2]! });
  }
  return found;
}

/** A line of the block's own text that looks like a marker gets a backslash more, so that it is none. */
function escapeMarkers(text: string): string {
  return text.replace(/(?<=\n|^)<!-- (?=\\*reconcile:)/g, '<!-- \\');
}

function unescapeMarkers(text: string): string {
  return text.replace(/(?<=\n|^)<!-- \\(?=\\*reconcile:)/g, '<!-- ');
}

function render(name: string, text: string, sep: number, eol: string): string {
  const begin = `<!-- reconcile:begin ${name} sep=${sep} ${HINT} -->\n`;
  const block = `${'\n'.repeat(sep)}${begin}${escapeMarkers(text)}<!-- reconcile:end ${name} -->\n`;
  return eol === '\n' ? block : block.replaceAll('\n', eol);
}

/** A file that holds nothing but the block. @param text LF line ends, ends with a newline */
export function blockAlone(name: string, text: string): string {
  return render(name, text, 0, '\n');
}

/**
 * Sets the block's text (LF line ends, ends with a newline): in place where the block is, else at the end of the file.
 * @throws Error when its markers are damaged
 */
export function setBlock(file: string, name: string, text: string): string {
  const eol = /\r\n/.test(file) && !/(?<!\r)\n/.test(file) ? '\r\n' : '\n';
  const found = intact(file, name);
  if (found.state === 'found') {
    const lead = file.slice(found.start).match(/^(\r?\n)*/)![0];
    const sep = lead.split('\n').length - 1;
    return file.slice(0, found.start) + render(name, text, sep, eol) + file.slice(found.end);
  }
  const sep = file === '' || file === BOM ? 0 : file.endsWith('\n') ? 1 : 2;
  return file + render(name, text, sep, eol);
}

/** Takes the block away with the newlines that came with it. @throws Error when its markers are damaged */
export function removeBlock(file: string, name: string): string {
  const found = intact(file, name);
  if (found.state !== 'found') return file;
  const before = file.slice(0, found.start);
  const after = file.slice(found.end);
  // What somebody wrote behind the block must not run into a last line that had no newline.
  const joins = before !== '' && before !== BOM && !before.endsWith('\n') && after !== '';
  return before + (joins ? /^\r?\n/.exec(file.slice(found.start))![0] : '') + after;
}

function intact(file: string, name: string): Exclude<BlockSearch, { state: 'broken' }> {
  const found = findBlock(file, name);
  if (found.state === 'broken') throw new Error(found.wrong);
  return found;
}
