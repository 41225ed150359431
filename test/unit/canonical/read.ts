import type { Canonical } from '../../../src/core/canonical/canonical.ts';
import { parseCanonical } from '../../../src/core/canonical/parse.ts';
import type { AbsPath } from '../../../src/core/values/paths.ts';
import { problemText } from '../../../src/core/values/problem.ts';

const HUB = '/hub' as AbsPath;
const HOME = '/home/sam' as AbsPath;

type Env = Readonly<Record<string, string | undefined>>;

/** Parses as on a machine with the home /home/sam and the hub /hub. */
export function parse(text: string, { lenient = false, env = {} }: { lenient?: boolean; env?: Env } = {}) {
  return parseCanonical(text, { file: 'canonical.yaml', hub: HUB, home: HOME, env, lenient });
}

/** The Canonical of a text without errors. */
export function read(text: string, options: { lenient?: boolean; env?: Env } = {}): Canonical {
  const parsed = parse(text, options);
  if ('problems' in parsed) throw new Error(parsed.problems.map(problemText).join('\n'));
  return parsed.canonical;
}

/** What is said about a text, line by line: errors as they are, warnings marked. */
export function said(text: string, options: { lenient?: boolean; env?: Env } = {}): string[] {
  const parsed = parse(text, options);
  const problems = 'problems' in parsed ? parsed.problems : parsed.canonical.warnings;
  return problems.map((problem) => (problem.severity === 'error' ? '' : 'warning ') + problemText(problem));
}
