import { type DriftReport, issuesOf } from '../drift/report.ts';
import type { Check } from './check.ts';

/** The drift of the fleet, target by target: only what is critical or high is a failure. */
export function fleetChecks(report: DriftReport): Check[] {
  if (report.known === 0) {
    const remedy = '`reconcile new PATH` brings a project in, `reconcile import PATH` one that has grown.';
    return [...hubChecks(report), { group: 'fleet', name: 'targets', status: 'absent', message: 'none yet', remedy }];
  }
  const checks = report.targets.map((target): Check => {
    const { name, status, reason, score, issues } = target;
    const common = { group: 'fleet', name } as const;
    if (status === 'Suspended') return { ...common, status: 'absent', message: `left alone: ${reason ?? 'suspended'}` };
    if (status === 'Error' || status === 'Blocked') {
      const message = `${status === 'Error' ? 'cannot be looked at' : 'blocked'}: ${reason ?? 'no reason given'}`;
      return {
        ...common,
        status: status === 'Error' ? 'fail' : 'warn',
        message,
        remedy: `See \`reconcile drift ${name}\`.`,
      };
    }
    if (issues.length === 0) return { ...common, status: 'ok', message: 'as it should be' };
    const bad = issues.filter(({ severity }) => severity === 'critical' || severity === 'high').length;
    const message = `score ${score}, ${issues.length} ${issues.length === 1 ? 'issue' : 'issues'}${bad === 0 ? '' : `, ${bad} of them high or critical`}`;
    const remedy = issues.some(({ fixable }) => fixable)
      ? `See \`reconcile drift ${name}\`; \`reconcile drift ${name} --fix\` mends what can be mended.`
      : `See \`reconcile drift ${name}\`.`;
    return { ...common, status: bad === 0 ? 'warn' : 'fail', message, remedy };
  });
  return [...hubChecks(report), ...checks];
}

function hubChecks({ hub }: DriftReport): Check[] {
  if (hub.length === 0) return [];
  const message = `${hub.length} ${hub.length === 1 ? 'issue' : 'issues'} in the hub itself`;
  return [{ group: 'fleet', name: 'hub', status: 'warn', message, remedy: 'See `reconcile validate`.' }];
}

/** One sentence on the fleet. */
export function fleetLine(report: DriftReport): string {
  const count = issuesOf(report).length;
  if (report.known === 0 && count === 0) return 'There are no targets yet.';
  return `Score ${report.score} of 100, ${count} ${count === 1 ? 'issue' : 'issues'} in ${report.targets.length} of ${report.known} targets.`;
}
