import { layerOf } from '../../core/import/ground.ts';
import { nearOnes, type OwnVersion } from '../../core/import/near.ts';
import type { ImportedTarget, ImportReport } from '../../core/import/report.ts';
import { sharesOf } from '../../core/import/sharing.ts';
import type { Sorted } from '../../core/import/sorted.ts';
import type { RelPath } from '../../core/values/paths.ts';
import { layersOf } from './facts.ts';
import type { HubFile } from './hubFiles.ts';
import type { PreparedImport } from './prepare.ts';
import type { Candidate } from './request.ts';

/** What there is to say about an import. */
export function reportOf(prepared: PreparedImport, files: readonly HubFile[], dryRun: boolean): ImportReport {
  const { request, wanted, trees, proposal, text } = prepared;
  const versions = trees.flatMap((sorted) => ownVersions(sorted, prepared));
  return {
    hub: request.into,
    isNew: request.hub === undefined,
    dryRun,
    targets: wanted.candidates.map((candidate, index) => targetOf(candidate, trees[index]!, prepared)),
    known: wanted.known,
    shares: sharesOf(trees, proposal.library),
    near: nearOnes(versions),
    files: files.map(({ path, bytes, executable, is }) => ({ path, bytes: bytes.length, executable, is })),
    canonical: { before: request.hub?.text, after: text },
  };
}

function targetOf(
  { name, kind, root, branch, defaultBranch }: Candidate,
  sorted: Sorted,
  prepared: PreparedImport,
): ImportedTarget {
  const part = prepared.proposal.targets.find((one) => one.name === name)!;
  const other = branch !== undefined && defaultBranch !== undefined && branch !== defaultBranch;
  return {
    name,
    kind,
    root,
    ...(other ? { otherBranch: branch } : {}),
    files: sorted.files.size,
    ownFiles: [...sorted.files.keys()].filter((place) => prepared.proposal.library.has(ownPath(sorted, place))).length,
    fields: [...sorted.parts.values()].reduce((sum, { fields }) => sum + fields.size, 0),
    excluded: part.exclude,
    left: prepared.left.get(name) ?? [],
  };
}

function ownPath({ tree }: Sorted, place: string): RelPath {
  return `${layerOf(tree.name, tree.kind === 'home')}${place}` as RelPath;
}

/** The files that a target keeps in a version of its own beside one of the library's own folders. */
function ownVersions(sorted: Sorted, { proposal, request, facts }: PreparedImport): OwnVersion[] {
  const versions: OwnVersion[] = [];
  const layers = layersOf(facts);
  for (const place of sorted.files.keys()) {
    const own = proposal.library.get(ownPath(sorted, place));
    const layered = layers.get(sorted.tree.name)!.map((layer) => proposal.library.get(`${layer}${place}` as RelPath));
    const common =
      layered.find((file) => file !== undefined) ??
      proposal.library.get(place as RelPath) ??
      request.hub?.loaded.library.get(place as RelPath);
    if (own !== undefined && common !== undefined) versions.push({ sorted, place, own, common });
  }
  return versions;
}
