import { editCanonical } from '../core/canonical/edit/edit.ts';
import { type Detected, detect, LANGUAGES, usualCommands } from '../core/detect/detect.ts';
import { didYouMean } from '../core/values/nearest.ts';
import { type AbsPath, baseName, tilde } from '../core/values/paths.ts';
import { InputError } from '../core/values/problem.ts';
import { editedHub, type LoadedHub } from './hub.ts';
import { textOfHub } from './hubChange.ts';
import { refuseAround, refuseNested } from './newPlace.ts';
import { wrongPlace } from './place.ts';
import { readProject } from './project.ts';
import { type Declared, targetsOf } from './targets.ts';
import type { Readers } from './world.ts';

/** A project that is to be reconciled from now on. */
export interface NewProject {
  readonly root: AbsPath;
  readonly name?: string;
  readonly language?: string;
  readonly framework?: string;
  readonly remote?: string;
}

/** An entry of canonical.yaml, every key of it a text. */
type Entry = Readonly<Record<string, string>>;

/** What `new` would do. */
export interface Proposal {
  readonly target: Extract<Declared, { kind: 'repository' }>;
  /** The hub as it will be. */
  readonly hub: LoadedHub;
  /** The text of canonical.yaml on both sides; absent when the entry is there already. */
  readonly edit?: { readonly before: string; readonly after: string; readonly entry: Entry };
  readonly detected: Detected;
  /** The folder has files, but no repository: one is made there. */
  readonly initIn: ReadonlySet<AbsPath>;
}

/** Works out the entry of a project and the hub that has it. Writes nothing. @throws InputError */
export function propose(world: Readers, hub: LoadedHub, project: NewProject, lenient: boolean): Proposal {
  const { root } = project;
  const kind = world.disk.kind(root);
  if (kind !== 'absent' && kind !== 'directory' && kind !== 'link')
    throw wrongPlace(root, 'is not a folder.', 'Give the folder of the project.');
  const isThere = kind !== 'absent' && world.disk.list(root).length > 0;
  const detected = detect(isThere ? readProject(world.disk, root) : { names: [], texts: new Map() });
  const isOpen = isThere && world.git.open(root).kind === 'absent';
  if (!isThere || isOpen) refuseNested(world, root);
  if (isOpen) refuseAround(world, hub, root);
  const initIn = new Set(isOpen ? [root] : []);
  // The same folder by way of a link is the same project.
  const real = (path: AbsPath): AbsPath => world.disk.realPath(path) ?? path;
  const known = targetsOf(hub.canonical).find((target) => real(target.root) === real(root));
  if (known !== undefined) return { target: sameAs(known, project), hub, detected, initIn };
  const name = nameFor(hub, project);
  const entry = entryFor(world, hub, project, detected, isThere);
  const before = textOfHub(world, hub);
  const edited = editCanonical(before, [{ set: ['repositories', name], value: entry }], { file: baseName(hub.file) });
  if ('problems' in edited) throw new InputError(edited.problems);
  const next = editedHub(world, hub, { text: edited.text }, lenient);
  const target = targetsOf(next.canonical).find((candidate) => candidate.name === name);
  if (target?.kind !== 'repository' || target.root !== root) throw new Error(`the entry ${name} does not mean ${root}`);
  return { target, hub: next, edit: { before, after: edited.text, entry }, detected, initIn };
}

/** A project that has its entry keeps it: what is in it is changed there, by hand. @throws InputError when something else is asked for */
function sameAs(known: Declared, { name, language, framework, remote }: NewProject): Proposal['target'] {
  if (known.kind !== 'repository')
    throw wrongPlace(known.root, `is the path of the target "${known.name}" already.`, 'Give the folder of a project.');
  const { repository } = known;
  const asked = { name, language, framework, remote };
  for (const key of ['name', 'language', 'framework', 'remote'] as const) {
    if (asked[key] === undefined || asked[key] === repository[key]) continue;
    const has = repository[key] === undefined ? `no ${key}` : `the ${key} "${repository[key]}"`;
    throw wrongPlace(
      repository.place,
      `repositories.${known.name} has ${has} already.`,
      `Change it there to "${asked[key]}".`,
    );
  }
  return known;
}

/** A name of the entry: as given, else the folder's in the manner of the others. @throws InputError when it is taken */
function nameFor(hub: LoadedHub, { root, name }: NewProject): string {
  const wanted =
    name ??
    baseName(root)
      // A letter without its marks is the next best to the letter.
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replaceAll('ß', 'ss')
      .replace(/[^a-z0-9_.]+/g, '_')
      .replace(/^[^a-z0-9]+/, '');
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(wanted))
    throw wrongPlace(
      name ?? root,
      'makes no name of an entry.',
      'Give one with --name: letters, digits, "_", "-" and ".".',
    );
  const taken = targetsOf(hub.canonical).find((target) => target.name === wanted);
  if (taken === undefined && wanted !== 'home' && wanted !== 'hooks_shared') return wanted;
  const owner = taken === undefined ? 'another target' : taken.root;
  throw wrongPlace(wanted, `is the name of ${owner} already.`, 'Give another with --name.');
}

function entryFor(
  world: Readers,
  hub: LoadedHub,
  { root, language: given, framework, remote }: NewProject,
  detected: Detected,
  isThere: boolean,
): Entry {
  const language = given ?? detected.language;
  const own = given === undefined || given === detected.language;
  // What another language's files say is not what this one is run with.
  const commands = !isThere || !own ? usualCommands(language ?? '') : detected.commands;
  const about = framework ?? (own ? detected.framework : undefined);
  const keys = {
    path: writtenPath(world, hub, root),
    language: language === undefined ? undefined : checkedLanguage(hub, language),
    framework: about,
    remote: remote === undefined ? undefined : tilde(remote, world.home),
    test_command: commands.test,
    lint_command: commands.lint,
    format_command: commands.format,
  };
  return Object.fromEntries(Object.entries(keys).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/** A language may be any that the library has a folder for, or that is known here. @throws InputError for a misspelt one */
function checkedLanguage(hub: LoadedHub, language: string): string {
  const folders = [...hub.library.keys()].flatMap((path) => /^languages\/([^/]+)\//.exec(path)?.[1] ?? []);
  const known = [...new Set([...LANGUAGES, ...folders])];
  if (known.includes(language)) return language;
  const remedy = didYouMean(language, known);
  if (remedy !== undefined) throw wrongPlace(`--language ${language}`, 'is not known.', remedy);
  return language;
}

/** The path as a person would write it: relative to the workspace, else from the home, else whole. */
function writtenPath(world: Readers, hub: LoadedHub, root: AbsPath): string {
  const { workspace } = hub.canonical;
  if (workspace !== undefined && root.startsWith(`${workspace}/`)) return root.slice(workspace.length + 1);
  return tilde(root, world.home);
}
