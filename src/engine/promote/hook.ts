import { editFields, readDocument } from '../../core/actual/fields.ts';
import type { Edit } from '../../core/canonical/edit/data.ts';
import { handlerFor } from '../../core/desired/hooks.ts';
import type { LibraryFile } from '../../core/desired/library.ts';
import type { FileSide } from '../../core/plan/plan.ts';
import { bytesOf, textOf } from '../../core/values/content.ts';
import { type Field, fieldsOf } from '../../core/values/fields.ts';
import { canonicalJson, type Json, type JsonObject } from '../../core/values/json.ts';
import type { RelPath } from '../../core/values/paths.ts';
import type { LoadedHub } from '../hub.ts';
import { fileOf, type TargetPlace, wrongPlace } from '../place.ts';
import { worktreeSource } from '../source.ts';
import type { Readers } from '../world.ts';
import { type Given, layerFolder, type To } from './layer.ts';

type Wiring = Extract<Field, { kind: 'hook' }>;

/** What an entry below `hooks:` may say of a handler beside the script and its arguments. */
const SAID = ['timeout', 'if', 'onFailure', 'async', 'once', 'statusMessage'];

/**
 * A script of `.claude/hooks/` that the library lacks goes there together with what wires it in settings.json: as `hooks:` where that gives the
 * very same handler, else word by word as a fragment, since two forms of one hook would run it twice. A script that nothing wires is selected
 * under `scripts:`.
 * @throws InputError where no selection could deliver it
 */
export function hookSource(
  world: Readers,
  hub: LoadedHub,
  place: TargetPlace,
  there: FileSide,
  name: string,
  to: To = 'repository',
): Given {
  const folder = layerFolder(place, to);
  const script: LibraryFile = { path: `${folder}hooks/${name}` as RelPath, content: there.bytes, mode: there.mode };
  const wirings = wiringsOf(world, place, name);
  const holder = holderOf(place, to);
  if (wirings.length === 0)
    return { files: [script], edits: [{ append: [...selecting(place, to, holder), 'scripts'], value: name }] };
  const entries = wirings.map((wiring) => entryFor(place, name, wiring));
  const settings = settingsPath(place);
  if (
    holder !== undefined &&
    hub.canonical.hooksShared === undefined &&
    entries.every((entry) => entry !== undefined)
  ) {
    const edits = wirings.map(({ event }, at): Edit => ({ append: [...holder, 'hooks', event], value: entries[at]! }));
    return { files: [script], edits, also: { path: settings, fields: wirings } };
  }
  const into = (folder === '' ? 'settings/base.json' : `${folder}settings.json`) as RelPath;
  const before = hub.library.get(into);
  const text = before === undefined ? '{}\n' : textOf(before.content);
  const content = bytesOf(
    editFields(
      text,
      wirings.map((field) => ({ set: field })),
      'settings',
    ),
  );
  const fragment: LibraryFile = { path: into, content, mode: before?.mode ?? '100644' };
  const edits: Edit[] =
    folder === '' && before === undefined ? [{ append: ['global', 'settings'], value: 'base' }] : [];
  return { files: [script, fragment], edits, also: { path: settings, fields: wirings } };
}

function settingsPath({ target }: TargetPlace): RelPath {
  return `${target.kind === 'repository' ? '.claude/' : ''}settings.json` as RelPath;
}

/** What wires the script in the target's settings, and is not ours. */
function wiringsOf({ disk }: Readers, place: TargetPlace, name: string): Wiring[] {
  const { file } = worktreeSource(disk, place.target.root).locate(settingsPath(place));
  const read = file.kind === 'file' ? readDocument(textOf(file.bytes)) : undefined;
  if (read === undefined || 'wrong' in read) return [];
  const runs = new RegExp(`\\.claude/hooks/${name.replace(/[^\w/-]/g, '\\$&')}(?![\\w./-])`);
  return fieldsOf(read.document, 'settings').filter(
    (field): field is Wiring => field.kind === 'hook' && runs.test(JSON.stringify(field.value)),
  );
}

/** Where canonical.yaml selects for this layer. */
function holderOf({ target }: TargetPlace, to: To): readonly string[] | undefined {
  if (to === 'base') return ['global'];
  if (target.kind === 'home') return ['home'];
  if (target.kind !== 'repository') return undefined;
  if (to === 'repository') return ['repositories', target.name];
  return to === 'profile' ? ['profiles', target.repository.profiles[0]!] : undefined;
}

function selecting(place: TargetPlace, to: To, holder: readonly string[] | undefined): readonly string[] {
  if (holder !== undefined) return holder;
  throw wrongPlace(
    fileOf(place),
    `is wired by nothing in settings.json, and the layer of a ${to} selects no scripts.`,
    'Wire it there first, or give --to base or repository.',
  );
}

/** The entry below `hooks:` that gives this handler, undefined when none does. */
function entryFor(place: TargetPlace, name: string, { matcher, value }: Wiring): Json | undefined {
  const { type: _, command: __, args, ...rest } = value;
  if (Object.keys(rest).some((key) => !SAID.includes(key)) || /[\s()]/.test(name)) return undefined;
  const folder =
    place.target.kind === 'repository' ? `\${CLAUDE_PROJECT_DIR}/.claude/hooks` : `${place.target.root}/hooks`;
  const more = Array.isArray(args) ? args.slice(args[0] === `${folder}/${name}` ? 1 : 0) : [];
  const options: JsonObject = { ...rest, ...(more.length === 0 ? {} : { args: more }) };
  if (canonicalJson(handlerFor(`${folder}/${name}`, options)) !== canonicalJson(value)) return undefined;
  if (Object.keys(options).length > 0) return { name, ...(matcher === '*' ? {} : { matcher }), ...options };
  return matcher === '*' ? name : `${name} (${matcher})`;
}
