import { findBlock } from '../../core/actual/block.ts';
import type { FileSide } from '../../core/plan/plan.ts';
import { latin1Of, textOf } from '../../core/values/content.ts';
import type { RelPath } from '../../core/values/paths.ts';
import type { LoadedHub } from '../hub.ts';
import { fileOf, type TargetPlace, wrongPlace } from '../place.ts';
import { type Given, linesOf, refuseTemplate, type To } from './layer.ts';

/** The managed block of CLAUDE.md goes to the one part that it is made from. @throws InputError where there are several */
export function blockSource(hub: LoadedHub, place: TargetPlace, there: FileSide, to: To | undefined): Given {
  const { wanted } = place;
  if (wanted?.form !== 'block')
    throw wrongPlace(
      fileOf(place),
      'has no block of ours.',
      `Put what all should have into ${hub.libraryName}/memory/ by hand.`,
    );
  const sources = (wanted.entry.origin.source ?? '').split(' + ').filter((source) => source !== '');
  const [source] = sources;
  if (sources.length !== 1 || source === undefined || to !== undefined) {
    const made = `is made from ${sources.join(', ')}`;
    throw wrongPlace(fileOf(place), `the block ${made}.`, 'Take the change into the one that it is about, by hand.');
  }
  const found = findBlock(latin1Of(there.bytes), wanted.name);
  if (found.state !== 'found')
    throw wrongPlace(fileOf(place), 'has no block that could be read.', 'Mend the marker lines first.');
  const content = Uint8Array.from(Buffer.from(found.text, 'latin1'));
  const path = source.slice(hub.libraryName.length + 1) as RelPath;
  const before = hub.library.get(path);
  if (before !== undefined) refuseTemplate(hub, path, linesOf(textOf(before.content), wanted.text, textOf(content)));
  return { files: [{ path, content, mode: before?.mode ?? '100644' }] };
}
