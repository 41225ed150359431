import { type DriftReport, issuesOf } from '../drift/report.ts';
import type { Check } from './check.ts';

/** The drift of the fleet, target by target: only what is critical or high is a failure. */
export function fleetChecks(report: DriftReport): Check[] {
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
  if (report.hub.length === 0) return checks;
  const message = `${report.hub.length} ${report.hub.length === 1 ? 'issue' : 'issues'} in the hub itself`;
  return [{ group: 'fleet', name: 'hub', status: 'warn', message, remedy: 'See `reconcile validate`.' }, ...checks];
}

/** One sentence on the fleet. */
export function fleetLine(report: DriftReport): string {
  const count = issuesOf(report).length;
  return `Score ${report.score} of 100, ${count} ${count === 1 ? 'issue' : 'issues'} in ${report.targets.length} of ${report.known} targets.`;
}
