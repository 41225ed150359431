import type { Edit } from '../../core/canonical/edit/data.ts';
import { type FileKind, KINDS, type LibraryFile, TEMPLATE } from '../../core/desired/library.ts';
import type { Field } from '../../core/values/fields.ts';
import type { RelPath } from '../../core/values/paths.ts';
import type { LoadedHub } from '../hub.ts';
import { type TargetPlace, wrongPlace } from '../place.ts';

/** The layer that an improvement goes to. */
export type To = (typeof LAYERS)[number];

const LAYERS = ['base', 'language', 'framework', 'profile', 'repository'] as const;

/** What a person asks of a promotion beside the place. */
export interface Asked {
  readonly to: To | undefined;
  /** A file of theirs becomes a seed. */
  readonly seed: boolean;
}

/** What a form of a file gives the hub. */
export interface Given {
  /** Files of the library. */
  readonly files: readonly LibraryFile[];
  /** What canonical.yaml has to say for them to be delivered; nothing is said twice. */
  readonly edits?: readonly Edit[];
  /** Fields of another file of the target that come with it: what wires a script. */
  readonly also?: { readonly path: RelPath; readonly fields: readonly Field[] };
}

/** The folder of a layer in the library, with its final slash. @throws InputError where the target has no such layer */
export function layerFolder({ target, path }: TargetPlace, to: To): string {
  if (to === 'base') return '';
  if (target.kind === 'home' && to === 'repository') return 'home/';
  if (target.kind !== 'repository')
    throw wrongPlace(path, `has no layer "${to}" in ${target.name}.`, 'Give --to base.');
  const { repository } = target;
  if (to === 'repository') return `repositories/${target.name}/`;
  const name =
    to === 'profile' ? (repository.profiles.length === 1 ? repository.profiles[0] : undefined) : repository[to];
  if (name !== undefined) return `${to}s/${name}/`;
  const why =
    to === 'profile' && repository.profiles.length > 1
      ? `several profiles (${repository.profiles.join(', ')})`
      : `no ${to}`;
  throw wrongPlace(
    repository.place,
    `repositories.${target.name} has ${why}.`,
    `Give another of --to ${LAYERS.join(', ')}.`,
  );
}

/** The kind and the name of a file of the client's tree: `.claude/commands/tdd/cycle.md` is `tdd/cycle.md` of commands. */
export function kindOf({ target, path }: TargetPlace): { kind: FileKind; name: string } | undefined {
  const tree = target.kind === 'repository' ? '.claude/' : '';
  if (target.kind === 'directory' || !path.startsWith(tree)) return undefined;
  for (const [kind, folder] of Object.entries(KINDS)) {
    const prefix = `${tree}${folder}/`;
    if (path.startsWith(prefix)) return { kind: kind as FileKind, name: path.slice(prefix.length) };
  }
  return undefined;
}

/** A template makes different things of different targets: what one of them has cannot be written back. @throws InputError */
export function refuseTemplate(hub: LoadedHub, path: RelPath, lines: readonly number[]): void {
  if (!path.endsWith(TEMPLATE)) return;
  const file = `${hub.libraryName}/${path}`;
  const where = lines.length === 0 ? '' : ` What was changed comes from line ${lines.join(', ')}.`;
  const remedy = `Edit ${file} by hand.${where} \`reconcile plan\` shows what each target would get.`;
  throw wrongPlace(file, 'is a template; what one target has is only what it made there.', remedy);
}

/** The lines of a template, from 1, that stand in it just as they were delivered, and were changed in the target. */
export function linesOf(template: string, delivered: string, there: string): number[] {
  const kept = new Set(there.split('\n'));
  const gone = new Set(delivered.split('\n').filter((line) => line.trim() !== '' && !kept.has(line)));
  return template.split('\n').flatMap((line, index) => (gone.has(line) ? [index + 1] : []));
}
