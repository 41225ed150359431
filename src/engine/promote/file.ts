import { TEMPLATE } from '../../core/desired/library.ts';
import type { FileSide } from '../../core/plan/plan.ts';
import { textOf } from '../../core/values/content.ts';
import type { RelPath } from '../../core/values/paths.ts';
import type { LoadedHub } from '../hub.ts';
import { fileOf, sourcesOf, type TargetPlace, wrongPlace } from '../place.ts';
import type { Readers } from '../world.ts';
import { hookSource } from './hook.ts';
import { type Asked, type Given, kindOf, layerFolder, linesOf, refuseTemplate, type To } from './layer.ts';

/** A whole file goes to the file that it was made from; one that is nobody's to its kind's folder in a layer. @throws InputError */
export function fileSource(world: Readers, hub: LoadedHub, place: TargetPlace, there: FileSide, asked: Asked): Given {
  const { wanted } = place;
  const { to, seed } = asked;
  const [source] = wanted === undefined ? [] : sourcesOf(wanted);
  if (source !== undefined && to === undefined && (!seed || wanted?.form === 'seed')) {
    const path = source.slice(hub.libraryName.length + 1) as RelPath;
    const template = hub.library.get(path);
    if (template !== undefined && wanted !== undefined && 'content' in wanted)
      refuseTemplate(hub, path, linesOf(textOf(template.content), textOf(wanted.content), textOf(there.bytes)));
    return { files: [{ path, content: there.bytes, mode: there.mode }] };
  }
  const known = kindOf(place);
  if (seed) return seedSource(hub, place, there, to);
  if (known === undefined)
    throw wrongPlace(
      fileOf(place),
      'is not of a kind that the library delivers as it is.',
      'Give --seed, to have it created once where it is missing, and be the own file of each repository from then on.',
    );
  const { kind, name } = known;
  if (kind === 'scripts') return hookSource(world, hub, place, there, name, to);
  if (name.endsWith(TEMPLATE))
    throw wrongPlace(
      fileOf(place),
      `ends in ${TEMPLATE}, and would be a template in the library.`,
      'Give it another name there first.',
    );
  const folder = layerFolder(place, to ?? 'repository');
  const path = `${folder}${kind === 'outputStyles' ? 'output-styles' : kind}/${name}` as RelPath;
  refuseTwin(hub, path);
  const files = [{ path, content: there.bytes, mode: there.mode }];
  if (folder !== '') return { files };
  const selected = kind === 'skills' ? name.split('/')[0]! : name.replace(/\.md$/, '');
  return { files, edits: [{ append: ['global', kind], value: selected }] };
}

/** A file of theirs is created once in each target that has none. */
function seedSource(hub: LoadedHub, place: TargetPlace, there: FileSide, to: To | undefined): Given {
  const folder = layerFolder(place, to ?? 'base');
  const path = `${folder}seeds/${place.path}` as RelPath;
  refuseTwin(hub, path);
  const files = [{ path, content: there.bytes, mode: there.mode }];
  return folder === '' ? { files, edits: [{ append: ['global', 'seeds'], value: place.path }] } : { files };
}

function refuseTwin(hub: LoadedHub, path: RelPath): void {
  const template = `${path}${TEMPLATE}` as RelPath;
  if (hub.library.has(template)) refuseTemplate(hub, template, []);
}
