import { editCanonical } from '../../core/canonical/edit/edit.ts';
import { parseCanonical } from '../../core/canonical/parse.ts';
import { layersFor } from '../../core/desired/layers.ts';
import type { LibraryFile } from '../../core/desired/library.ts';
import { Renderer } from '../../core/desired/render.ts';
import { entryEdits } from '../../core/import/entryEdits.ts';
import type { Facts } from '../../core/import/entryText.ts';
import { type Given, givenBy } from '../../core/import/given.ts';
import { newCanonical } from '../../core/import/newCanonical.ts';
import { type Lessons, NO_LESSONS, nothingFor, type Proposal, propose } from '../../core/import/propose.ts';
import { Paths, type Sorted, sortTree } from '../../core/import/sorted.ts';
import type { LeftOut } from '../../core/import/tree.ts';
import type { AbsPath, RelPath } from '../../core/values/paths.ts';
import { InputError } from '../../core/values/problem.ts';
import type { TargetName } from '../../core/values/target.ts';
import type { LoadedHub } from '../hub.ts';
import { renderTarget } from '../planning/render.ts';
import { targetsOf } from '../targets.ts';
import type { Readers } from '../world.ts';
import { factsOf, layersOf } from './facts.ts';
import { type Candidature, learn } from './learn.ts';
import { TreeReader } from './read.ts';
import { type Wanted, wantedOf } from './request.ts';

export interface ImportRequest {
  readonly roots: readonly AbsPath[];
  readonly withHome: boolean;
  /** The folder of the hub, and its canonical.yaml. */
  readonly into: AbsPath;
  readonly file: AbsPath;
  /** The hub that is there, with the text of its canonical.yaml. */
  readonly hub?: { readonly loaded: LoadedHub; readonly text: string };
  readonly lenient: boolean;
}

/** An import that was worked out and held to its law, and not yet written. */
export interface PreparedImport {
  readonly request: ImportRequest;
  readonly wanted: Wanted;
  readonly trees: readonly Sorted[];
  readonly facts: ReadonlyMap<TargetName, Facts>;
  readonly proposal: Proposal;
  /** The text of canonical.yaml afterwards. */
  readonly text: string;
  /** What was left where it is, by target. */
  readonly left: ReadonlyMap<TargetName, readonly LeftOut[]>;
}

/** More looks than this at its own proposal no import needs; each one makes it smaller. */
const ROUNDS = 8;

/**
 * Works out what an import would write, and makes sure of its law: no file of an imported target would change, and nothing would change
 * for targets that the hub has already. Writes nothing.
 * @throws InputError with everything that is wrong with the places to import, or with the hub
 */
export function prepareImport(world: Readers, request: ImportRequest): PreparedImport {
  const { hub } = request;
  const wanted = wantedOf(world, request.roots, request.withHome, hub?.loaded.canonical);
  const reader = new TreeReader(world);
  const paths = new Paths();
  const trees = wanted.candidates.map((candidate) => sortTree(reader.read(candidate), paths));
  const { facts, nested, workspace } = factsOf(world, wanted.candidates, hub?.loaded.canonical);
  const compose = (proposal: Proposal): string =>
    hub === undefined ? newCanonical(proposal, facts, workspace) : added(hub.text, proposal, facts);
  const make = (proposal: Proposal, text = compose(proposal)): Candidature =>
    candidature(world, request, text, proposal.library);
  const before = hub === undefined ? undefined : make(nothingFor(trees));
  const ground = {
    library: hub?.loaded.library ?? new Map<RelPath, LibraryFile>(),
    isNew: hub === undefined,
    given: before === undefined ? new Map<TargetName, Given>() : givenTo(before, trees),
    layers: layersOf(facts),
    taken: new Set((hub?.loaded.canonical.repositories ?? []).flatMap(layersFor)),
  };
  let lessons: Lessons = NO_LESSONS;
  for (let round = 0; round < ROUNDS; round++) {
    const proposal = propose(trees, ground, lessons);
    const text = compose(proposal);
    const learned = learn(trees, roots(wanted), make(proposal, text), before, lessons);
    if (learned === undefined)
      return { request, wanted, trees, facts, proposal, text, left: leftIn(trees, lessons, nested) };
    lessons = learned;
  }
  throw new Error('an import did not come to an end; the hub would have changed what is there');
}

function roots({ candidates }: Wanted): ReadonlyMap<TargetName, AbsPath> {
  return new Map(candidates.map(({ name, root }) => [name, root]));
}

/** @throws InputError where canonical.yaml is in a form that cannot be added to */
function added(text: string, proposal: Proposal, facts: ReadonlyMap<TargetName, Facts>): string {
  const result = editCanonical(text, entryEdits(proposal.targets, facts), { file: 'canonical.yaml' });
  if ('text' in result) return result.text;
  throw new InputError(result.problems);
}

/** @throws InputError when the text is no canonical.yaml: then the hub that it was made from is in a form that cannot be added to */
function candidature(
  world: Readers,
  request: ImportRequest,
  text: string,
  more: ReadonlyMap<RelPath, LibraryFile>,
): Candidature {
  const parsed = parseCanonical(text, {
    file: 'canonical.yaml',
    hub: request.into,
    home: world.home,
    env: world.env,
    lenient: request.lenient,
  });
  if ('problems' in parsed) throw new InputError(parsed.problems);
  const library = new Map([...(request.hub?.loaded.library ?? []), ...more]);
  const { canonical } = parsed;
  return {
    canonical,
    library,
    sharedHooks: request.hub?.loaded.sharedHooks ?? new Set(),
    libraryName: 'desired-state',
    targets: targetsOf(canonical),
  };
}

/** What the hub delivers to new targets before anything is added for them. @throws InputError */
function givenTo(hub: Candidature, trees: readonly Sorted[]): Map<TargetName, Given> {
  const renderer = new Renderer(hub);
  return new Map(
    trees.map(({ tree }) => {
      const target = hub.targets.find((candidate) => candidate.name === tree.name)!;
      return [tree.name, givenBy(renderTarget(renderer, target).desired, tree.kind)];
    }),
  );
}

/** What reading left, and what the hub cannot deliver as it is. */
function leftIn(
  trees: readonly Sorted[],
  lessons: Lessons,
  nested: ReadonlyMap<TargetName, readonly LeftOut[]>,
): Map<TargetName, readonly LeftOut[]> {
  return new Map(
    trees.map(({ tree, left }) => {
      const here = [...(lessons.exclude.get(tree.name) ?? [])].filter(
        (path) => tree.files.has(path) && !left.some((one) => one.path === path),
      );
      const detail = 'this hub would change it, so it is excluded';
      return [
        tree.name,
        [
          ...left,
          ...(nested.get(tree.name) ?? []),
          ...here.map((path): LeftOut => ({ path, reason: 'not-delivered', detail })),
        ],
      ];
    }),
  );
}
