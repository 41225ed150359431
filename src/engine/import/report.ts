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
  const layers = layersOf(prepared.facts);
  const versions = trees.flatMap((sorted) => ownVersions(sorted, layers.get(sorted.tree.name)!, prepared));
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

function targetOf({ name, kind, root, state }: Candidate, sorted: Sorted, prepared: PreparedImport): ImportedTarget {
  const part = prepared.proposal.targets.find((one) => one.name === name)!;
  const { branch, defaultBranch } = state ?? {};
  const own = layerOf(name, kind === 'home');
  const other = branch !== undefined && defaultBranch !== undefined && branch !== defaultBranch;
  return {
    name,
    kind,
    root,
    ...(other ? { otherBranch: branch } : {}),
    files: sorted.files.size,
    ownFiles: [...sorted.files.keys()].filter((place) => prepared.proposal.library.has(`${own}${place}` as RelPath))
      .length,
    fields: [...sorted.parts.values()].reduce((sum, { fields }) => sum + fields.size, 0),
    excluded: part.exclude,
    left: prepared.left.get(name) ?? [],
  };
}

/** The files that a target keeps in a version of its own beside one of the library's own folders. */
function ownVersions(sorted: Sorted, layers: readonly string[], { proposal, request }: PreparedImport): OwnVersion[] {
  const { library } = proposal;
  const versions: OwnVersion[] = [];
  const prefix = layerOf(sorted.tree.name, sorted.tree.kind === 'home');
  for (const place of sorted.files.keys()) {
    const own = library.get(`${prefix}${place}` as RelPath);
    if (own === undefined) continue;
    const layered = layers.map((layer) => library.get(`${layer}${place}` as RelPath));
    const common =
      layered.find((file) => file !== undefined) ??
      library.get(place as RelPath) ??
      request.hub?.loaded.library.get(place as RelPath);
    if (common !== undefined) versions.push({ sorted, place, own, common });
  }
  return versions;
}
