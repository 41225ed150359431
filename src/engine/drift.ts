import { globMatcher } from '../core/desired/select.ts';
import type { Issue } from '../core/drift/issue.ts';
import type { Item } from '../core/drift/items.ts';
import { planIssues } from '../core/drift/plans.ts';
import type { HubWords } from '../core/drift/remedies.ts';
import { type DriftReport, reportOf } from '../core/drift/report.ts';
import type { SeenTarget } from '../core/drift/seen.ts';
import { treeIssues } from '../core/drift/trees.ts';
import type { TreeFile } from '../core/findings/tree.ts';
import { type Address, fileAddress } from '../core/values/address.ts';
import { blobId, type ContentId, fileContentId } from '../core/values/content.ts';
import type { RelPath } from '../core/values/paths.ts';
import type { TargetName } from '../core/values/target.ts';
import type { LoadedHub } from './hub.ts';
import { Planner } from './planning/planner.ts';
import type { PlanOptions, Prepared } from './planning/prepared.ts';
import { seenTarget } from './seen.ts';
import type { Declared } from './targets.ts';
import { type AskGit, uncommittedIssues } from './uncommitted.ts';
import type { Readers } from './world.ts';

/** Which fleet is looked at, and how. */
export interface DriftQuestion {
  readonly hub: LoadedHub;
  readonly all: readonly Declared[];
  /** Those among `all` that the report is about. */
  readonly chosen: readonly Declared[];
  readonly options: PlanOptions;
  /** What commands in remedies need to find this hub: `['--config', file]` when it was given. */
  readonly words: HubWords;
  /** Whether identical copies of what the home has may be deleted: they are fixable then. */
  readonly prune?: boolean;
  /** Plans one target; the default reads the worktree. Plans against base branches start git. */
  readonly prepare?: (planner: Planner, target: Declared) => Promise<Prepared>;
  /** Tells how HEAD sees files of ours, where the files of `.git` do not. */
  readonly git: AskGit;
  /** Called before each target, for progress. */
  readonly onTarget?: (target: Declared) => void;
}

/** What was found, and the copies that may be deleted when that was allowed. */
export interface DriftLook {
  readonly report: DriftReport;
  /** The plans that the report was made from, with what was read for them. */
  readonly looked: readonly Prepared[];
  readonly copies: readonly Item[];
}

/**
 * Looks at targets and tells all that is off there: against canonical.yaml, among each other, and for Claude Code. Writes nothing.
 * @throws InputError when the hub is wrong
 */
export async function lookForDrift(readers: Readers, question: DriftQuestion): Promise<DriftLook> {
  const { hub, all, chosen, words } = question;
  const planner = new Planner(readers, hub, { ...question.options, look: true }, all);
  // What the home has is compared with what the repositories have, whichever of them were chosen.
  const homes = all.filter((target) => target.kind === 'home' && !chosen.includes(target));
  const looked: Prepared[] = [];
  const shared = new Map<RelPath, TreeFile>();
  const seen: SeenTarget[] = [];
  const beside: Issue[] = [];
  for (const target of [...chosen, ...homes]) {
    question.onTarget?.(target);
    const prepared = await (question.prepare?.(planner, target) ?? planner.plan(target));
    const told = chosen.includes(target);
    const found = seenTarget(readers, prepared, { told, shared });
    if (found !== undefined) seen.push(found);
    if (!told) continue;
    looked.push(prepared);
    beside.push(...(await uncommittedIssues(readers.git, prepared, question.git)));
  }
  const plans = looked.map(({ plan }) => plan);
  const trees = treeIssues(seen, {
    hub: words,
    infrastructure: hub.canonical.infrastructure,
    prune: question.prune === true,
    isNamed: namedIn(question),
    delivered: new Map(plans.map(({ name, findings }) => [name, findings])),
  });
  const issues = [...planIssues(plans, hub.findings, words), ...trees.issues, ...beside];
  const files = new Map<TargetName, number>(seen.map((one) => [one.name, one.tree.files.size]));
  return {
    report: reportOf(plans, issues, { revision: hub.revision, known: all.length, files }),
    looked,
    copies: question.prune === true ? trees.copies : [],
  };
}

/** The files of copies, as the planner takes what a person lets it delete: with what they held when they were looked at. */
export function surrenderedBy(copies: readonly Item[]): Map<TargetName, Map<Address, ContentId>> {
  const surrendered = new Map<TargetName, Map<Address, ContentId>>();
  for (const { target, files } of copies) {
    const entries = surrendered.get(target) ?? new Map<Address, ContentId>();
    for (const { path, bytes, mode } of files) entries.set(fileAddress(path), fileContentId(mode, blobId(bytes)));
    surrendered.set(target, entries);
  }
  return surrendered;
}

/** Which skills canonical.yaml names for a target, also such as the library does not have. */
function namedIn({ hub, all }: DriftQuestion): (seen: SeenTarget, skill: string) => boolean {
  const targets = new Map(all.map((target) => [target.name, target]));
  return ({ name }, skill) => {
    const target = targets.get(name);
    const own = target?.kind === 'repository' ? target.repository.selections.skills : [];
    return [...hub.canonical.global.skills, ...own].some(({ pattern }) =>
      globMatcher(pattern.replace(/\/$/, ''))(skill),
    );
  };
}
