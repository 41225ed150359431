import type { Finding } from '../findings/finding.ts';
import type { TargetName } from '../values/target.ts';
import type { Category, Issue } from './issue.ts';

/**
 * A finding as an issue. Where it does not say its remedy apart, what follows its first sentence is that.
 * @param target absent for a finding about the hub
 */
export function foundIssue(finding: Finding, category: Category, target?: TargetName): Issue {
  const { severity, check, path, line, place } = finding;
  const { message, remedy } = parted(finding);
  return {
    severity,
    category,
    check,
    ...(target === undefined ? {} : { target }),
    ...(path === undefined ? {} : { path }),
    ...(line === undefined ? {} : { line }),
    ...(place === undefined ? {} : { place }),
    message,
    remedy,
    // A person has to mend it where it stands: no plan changes what is not ours.
    fixable: false,
  };
}

function parted({ message, remedy }: Finding): Pick<Issue, 'message' | 'remedy'> {
  if (remedy !== undefined && message.endsWith(remedy))
    return { message: message.slice(0, message.length - remedy.length).trimEnd(), remedy };
  const cut = /[.;] (?=[A-Z"`])/.exec(message);
  if (cut === null) return { message, remedy: 'Mend it there.' };
  return { message: message.slice(0, cut.index + 1), remedy: message.slice(cut.index + 2) };
}
