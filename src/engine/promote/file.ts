import { TEMPLATE } from '../../core/desired/library.ts';
import type { FileSide } from '../../core/plan/plan.ts';
import { textOf } from '../../core/values/content.ts';
import type { RelPath } from '../../core/values/paths.ts';
import type { LoadedHub } from '../hub.ts';
import { fileOf, sourcesOf, type TargetPlace, wrongPlace } from '../place.ts';
import { type Given, kindOf, layerFolder, linesOf, refuseTemplate, type To } from './layer.ts';

/** A whole file goes to the file that it was made from; one that is nobody's to its kind's folder in a layer. @throws InputError */
export function fileSource(hub: LoadedHub, place: TargetPlace, there: FileSide, to: To | undefined): Given {
  const { wanted } = place;
  const [source] = wanted === undefined ? [] : sourcesOf(wanted);
  if (source !== undefined && to === undefined) {
    const path = source.slice(hub.libraryName.length + 1) as RelPath;
    const template = hub.library.get(path);
    if (template !== undefined && wanted !== undefined && 'content' in wanted)
      refuseTemplate(hub, path, linesOf(textOf(template.content), textOf(wanted.content), textOf(there.bytes)));
    return { files: [{ path, content: there.bytes, mode: there.mode }] };
  }
  const known = kindOf(place);
  if (known === undefined)
    throw wrongPlace(
      fileOf(place),
      'is not of a kind that the library delivers as it is.',
      `Put it into ${hub.libraryName}/seeds/ or ${hub.libraryName}/hooks/ by hand, and select it in canonical.yaml.`,
    );
  const { kind, name } = known;
  const folder = layerFolder(place, to ?? 'repository');
  const path = `${folder}${kind === 'outputStyles' ? 'output-styles' : kind}/${name}` as RelPath;
  if (hub.library.has(`${path}${TEMPLATE}` as RelPath)) refuseTemplate(hub, `${path}${TEMPLATE}` as RelPath, []);
  const files = [{ path, content: there.bytes, mode: there.mode }];
  if (folder !== '') return { files };
  return { files, select: { kind, name: kind === 'skills' ? name.split('/')[0]! : name.replace(/\.md$/, '') } };
}
