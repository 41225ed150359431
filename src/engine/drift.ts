import { foundIssue, hubIssues } from '../core/drift/findings.ts';
import type { Issue } from '../core/drift/issue.ts';
import { plannedIssues } from '../core/drift/planned.ts';
import type { HubWords } from '../core/drift/remedies.ts';
import { type DriftReport, reportOf } from '../core/drift/report.ts';
import type { TargetName } from '../core/values/target.ts';
import type { LoadedHub } from './hub.ts';
import { Planner, type PlanOptions, type Prepared } from './plan.ts';
import type { Declared } from './targets.ts';
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
  /** Plans one target; the default reads the worktree. Plans against base branches start git. */
  readonly prepare?: (planner: Planner, target: Declared) => Promise<Prepared>;
  /** Called before each target, for progress. */
  readonly onTarget?: (target: Declared) => void;
}

/**
 * Looks at targets and tells all that is off there. Writes nothing.
 * @throws InputError when the hub is wrong
 */
export async function lookForDrift(readers: Readers, question: DriftQuestion): Promise<DriftReport> {
  const { hub, all, chosen, words } = question;
  const planner = new Planner(readers, hub, { ...question.options, look: true }, all);
  const looked: Prepared[] = [];
  for (const target of chosen) {
    question.onTarget?.(target);
    looked.push(await (question.prepare?.(planner, target) ?? planner.plan(target)));
  }
  const plans = looked.map(({ plan }) => plan);
  const issues = [...plans.flatMap((plan) => plannedIssues(plan, words)), ...toldByPlans(hub, looked)];
  const files = new Map<TargetName, number>(looked.map(({ plan, looked: saw }) => [plan.name, saw?.actual.size ?? 0]));
  return reportOf(plans, issues, { revision: hub.revision, known: all.length, files });
}

/** The findings of the planner: those about lines of the hub once, the others under their target. */
function toldByPlans(hub: LoadedHub, looked: readonly Prepared[]): Issue[] {
  const findings = looked.flatMap(({ plan }) => plan.findings.map((finding) => ({ finding, target: plan.name })));
  const own = findings.filter(({ finding }) => finding.place === undefined);
  return [
    ...hubIssues([
      ...hub.findings,
      ...findings.flatMap(({ finding }) => (finding.place === undefined ? [] : [finding])),
    ]),
    ...own.map(({ finding, target }) => foundIssue(finding, 'canonical', target)),
  ];
}
