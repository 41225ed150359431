import type { Finding, Severity } from '../findings/finding.ts';
import type { Plan } from '../plan/plan.ts';
import { byText } from '../values/address.ts';
import { shown } from './shown.ts';

const RANK: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3 };

/** The order of findings: the worst first, then by place, path and words. */
export function byFinding(a: Finding, b: Finding): number {
  return (
    RANK[a.severity] - RANK[b.severity] ||
    byPlace(a.place ?? '', b.place ?? '') ||
    byText(a.path ?? '', b.path ?? '') ||
    byText(a.check, b.check) ||
    byText(a.message, b.message)
  );
}

/** `a:3` before `a:12`: lines are numbers. */
function byPlace(a: string, b: string): number {
  const [first, second] = [partsOf(a), partsOf(b)];
  return (
    byText(first.file, second.file) || first.numbers[0] - second.numbers[0] || first.numbers[1] - second.numbers[1]
  );
}

function partsOf(place: string): { readonly file: string; readonly numbers: readonly [number, number] } {
  const [, file = place, line = '0', column = '0'] = /^(.*?):(\d+)(?::(\d+))?$/.exec(place) ?? [];
  return { file, numbers: [Number(line), Number(column)] };
}

/** A finding with all targets that have it: one line of canonical.yaml concerns many. */
export interface SharedFinding {
  readonly finding: Finding;
  readonly targets: readonly string[];
}

/** All findings of a plan, each once, the worst first. */
export function sharedFindings(plan: Plan): SharedFinding[] {
  const shared = new Map<string, { finding: Finding; targets: string[] }>();
  for (const target of plan.targets) {
    for (const finding of target.findings) {
      const { severity, check, message, path, place } = finding;
      const key = JSON.stringify([severity, check, message, path, place]);
      const known = shared.get(key);
      if (known === undefined) shared.set(key, { finding, targets: [target.name] });
      else if (!known.targets.includes(target.name)) known.targets.push(target.name);
    }
  }
  return [...shared.values()].sort((a, b) => byFinding(a.finding, b.finding));
}

/** Where a finding is: a line of the hub, or targets and a path in them. */
export function findingPlace({ finding, targets }: SharedFinding, all: number): string {
  if (finding.place !== undefined) return shown(finding.place);
  const where =
    targets.length === 1 ? targets[0]! : targets.length === all ? 'all targets' : `${targets.length} targets`;
  return shown(finding.path === undefined ? where : `${where}: ${finding.path}`);
}
