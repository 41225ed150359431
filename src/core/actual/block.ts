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

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Finds the block of this name. `start` and `end` bound all that belongs to it; `text` is its content with LF line ends. */
export function findBlock(file: string, name: string): BlockSearch {
  if (!file.includes('reconcile:')) return { state: 'absent' };
  const quoted = escapeRegExp(name);
  const begins = [...file.matchAll(new RegExp(`^<!-- reconcile:begin ${quoted} sep=(\\d) [^\\n]*-->\\r?\\n`, 'gm'))];
  const ends = [...file.matchAll(new RegExp(`^<!-- reconcile:end ${quoted} -->(\\r?\\n|$)`, 'gm'))];
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
  for (let left = Number(begin[1]); left > 0 && file[start - 1] === '\n'; left--)
    start -= file[start - 2] === '\r' ? 2 : 1;
  const text = file.slice(begin.index + begin[0].length, end.index).replaceAll('\r\n', '\n');
  return { state: 'found', start, end: end.index + end[0].length, text };
}

function render(name: string, text: string, sep: number, eol: string): string {
  const block = `${'\n'.repeat(sep)}<!-- reconcile:begin ${name} sep=${sep} ${HINT} -->\n${text}<!-- reconcile:end ${name} -->\n`;
  return eol === '\n' ? block : block.replaceAll('\n', eol);
}

/** Sets the block's text (LF line ends, ends with a newline): in place where the block is, else at the end of the file. */
export function setBlock(file: string, name: string, text: string): string {
  const eol = /\r\n/.test(file) && !/[^\r]\n/.test(file) ? '\r\n' : '\n';
  const found = findBlock(file, name);
  if (found.state === 'found') {
    const lead = file.slice(found.start).match(/^(\r?\n)*/)![0];
    const sep = lead.split('\n').length - 1;
    return file.slice(0, found.start) + render(name, text, sep, eol) + file.slice(found.end);
  }
  const sep = file === '' || file === '\u00ef\u00bb\u00bf' ? 0 : file.endsWith('\n') ? 1 : 2;
  return file + render(name, text, sep, eol);
}

/** Takes the block away with the newlines that came with it. */
export function removeBlock(file: string, name: string): string {
  const found = findBlock(file, name);
  return found.state === 'found' ? file.slice(0, found.start) + file.slice(found.end) : file;
}
