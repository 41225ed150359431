import { findBlock } from '../../core/actual/block.ts';
import type { LibraryFile } from '../../core/desired/library.ts';
import type { DesiredDocument } from '../../core/desired/state.ts';
import { intoParts, type Unclear } from '../../core/plan/merge/parts.ts';
import type { FileSide } from '../../core/plan/plan.ts';
import { bytesOf, latin1Of, textOf } from '../../core/values/content.ts';
import type { RelPath } from '../../core/values/paths.ts';
import { InputError } from '../../core/values/problem.ts';
import type { LoadedHub } from '../hub.ts';
import { fileOf, type TargetPlace, wrongPlace } from '../place.ts';
import { type Given, linesOf, refuseTemplate, type To } from './layer.ts';

type Block = Extract<DesiredDocument, { form: 'block' }>;

/** A part of the block: the file that gave it, and its lines as they stand in the block, a character a byte. */
interface Part {
  readonly source: string;
  readonly file: LibraryFile;
  readonly text: string;
}

/**
 * Changed lines of the managed block of CLAUDE.md go back into the parts that they stand in.
 * @throws InputError where it cannot be told which part is meant, and for parts that are templates
 */
export function blockSource(hub: LoadedHub, place: TargetPlace, there: FileSide, to: To | undefined): Given {
  const { wanted } = place;
  if (wanted?.form !== 'block')
    throw wrongPlace(
      fileOf(place),
      'has no block of ours.',
      `Put what all should have into ${hub.libraryName}/memory/ by hand.`,
    );
  if (to !== undefined)
    throw wrongPlace(
      fileOf(place),
      'is a block: its lines go back into the parts that they stand in.',
      'Leave --to out.',
    );
  const found = findBlock(latin1Of(there.bytes), wanted.name);
  if (found.state !== 'found')
    throw wrongPlace(fileOf(place), 'has no block that could be read.', 'Mend the marker lines first.');
  const parts = partsOf(hub, wanted);
  const text = trimmed(found.text);
  const into = intoParts(
    parts.map((part) => part.text),
    text,
  );
  if ('unclear' in into) throw unclearIn(place, latin1Of(there.bytes), found.text, parts, into.unclear);
  const files = parts.flatMap((part, at) =>
    into.parts[at] === part.text ? [] : [changed(hub, part, into.parts[at]!)],
  );
  return { files };
}

function partsOf(hub: LoadedHub, wanted: Block): Part[] {
  const lines = latin1Of(bytesOf(wanted.text)).replace(/\n$/, '').split('\n');
  const parts = wanted.parts ?? [];
  return parts.map(({ source, line }, at) => {
    // The block's text begins in the second line of the file that is nothing but the block.
    const text = lines.slice(line - 2, at + 1 < parts.length ? parts[at + 1]!.line - 3 : undefined).join('\n');
    const file = hub.library.get(source.slice(hub.libraryName.length + 1) as RelPath);
    if (file === undefined) throw new Error(`${source} is not in the library`);
    return { source, file, text };
  });
}

/** A file of the library with other lines; its line ends, and the empty lines around its text, stay. */
function changed(hub: LoadedHub, { file, text: before }: Part, text: string): LibraryFile {
  refuseTemplate(hub, file.path, linesOf(textOf(file.content), before, text));
  const whole = latin1Of(file.content);
  const [, head = '', tail = '\n'] = /^((?:\r?\n)*)[\s\S]*?((?:\r?\n)*)$/.exec(whole) ?? [];
  const eol = /\r\n/.test(whole) && !/(^|[^\r])\n/.test(whole) ? '\r\n' : '\n';
  const next = text === '' ? '' : `${head}${trimmed(text).replaceAll('\n', eol)}${tail}`;
  return { ...file, content: Uint8Array.from(Buffer.from(next, 'latin1')) };
}

function trimmed(text: string): string {
  return text.replace(/^\n+|\n+$/g, '');
}

/** The line of the file where the change begins, and the parts that it may be about. */
function unclearIn(
  place: TargetPlace,
  file: string,
  block: string,
  parts: readonly Part[],
  unclear: Unclear,
): InputError {
  const start = file.replaceAll('\r\n', '\n').indexOf(block);
  const above = file.replaceAll('\r\n', '\n').slice(0, Math.max(0, start)).split('\n').length - 1;
  const skipped = /^\n*/.exec(block)![0].length;
  const sources = unclear.parts.map((part) => parts[part]!.source).join(' or ');
  return new InputError([
    {
      place: { file: fileOf(place), line: above + skipped + unclear.line },
      severity: 'error',
      message: `what was changed here may be about ${sources}.`,
      remedy: 'Write it into one of them by hand; the next plan finds it just so here.',
    },
  ]);
}
