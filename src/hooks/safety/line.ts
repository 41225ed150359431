import { type Analysis, analyse } from '../shell/analyse.ts';
import type { ShellContext } from '../shell/invocation.ts';
import { explanation, explanationJson } from './explanation.ts';
import type { Judgment } from './guard.ts';
import { type Guard, judge, type Verdict } from './judge.ts';
import { makePlace, type Place } from './place.ts';

// Variables that the session's shell surely has with the same value as this process.
const SAME_IN_SHELL = ['HOME', 'USER', 'LOGNAME', 'TMPDIR', 'CLAUDE_PROJECT_DIR'] as const;

/** What a guard says, by its rules and the shell's parser. */
export function judgmentOf(guard: Guard): Judgment {
  const verdictOf = (line: string, place: Place): Verdict | undefined => judgeLine(guard, line, place).verdict;
  return {
    judge(line, tool, world) {
      const verdict = verdictOf(tool === 'PowerShell' ? fromPowerShell(line) : line, makePlace(world));
      return verdict && { decision: { kind: verdict.decision, reason: verdict.reason, rule: verdict.rule } };
    },
    verdict: verdictOf,
    explain: (line, world, form) => explain(guard, line, makePlace(world), form),
  };
}

/**
 * PowerShell is no shell that the parser knows, but its commands are words, separators and quotes alike. Its escape is the
 * backtick, its paths take backslashes, its home folder is $env:USERPROFILE.
 */
function fromPowerShell(line: string): string {
  return line
    .replaceAll('\\', '/')
    .replace(/`([\s\S])/g, (_, character: string) => (character === '\n' ? ' ' : `\\${character}`))
    .replace(/\$env:(?:USERPROFILE|HOME)\b/gi, () => '$HOME');
}

/** Takes a command line and where it runs, and gives how it was read and what the guard says of it. */
export function judgeLine(
  guard: Guard,
  line: string,
  place: Place,
): { analysis: Analysis; verdict: Verdict | undefined } {
  const analysis = analyse(line, shellContext(place));
  return { analysis, verdict: judge(line, analysis, guard, place) };
}

/** How a line was read, which rule fired and why: as text for a person, or as one JSON object. */
export function explain(guard: Guard, line: string, place: Place, form: 'text' | 'json' = 'text'): string {
  const { analysis, verdict } = judgeLine(guard, line, place);
  return (form === 'json' ? explanationJson : explanation)(guard.name, analysis, verdict);
}

function shellContext(place: Place): ShellContext {
  const variables = new Map<string, string>();
  for (const name of SAME_IN_SHELL) {
    const value = place.env[name];
    if (value !== undefined && value !== '') variables.set(name, value);
  }
  // Without HOME the shell takes it from the account; any home folder will do to be told from the rest.
  const home = place.home || '/root';
  variables.set('HOME', home);
  return {
    cwd: place.cwd,
    home,
    variables,
    gitAlias: (name, cwd) => place.repository(cwd)?.config(`alias.${name.toLowerCase()}`),
    repositoryRoot: (cwd) => place.repository(cwd)?.root,
  };
}
