import type { Analysis } from '../shell/analyse.ts';
import type { Invocation } from '../shell/invocation.ts';
import type { Place } from './place.ts';
import { type Rule, shown } from './rule.ts';

/** What a guard says of a line. */
export interface Verdict {
  readonly decision: 'deny' | 'ask';
  readonly rule: string;
  readonly reason: string;
  /** The command that the rule found it in; absent where the line as a whole was not understood. */
  readonly command?: Invocation;
}

/** A guard's rules, and which commands it would have wanted to read in a line that cannot be read. */
export interface Guard {
  readonly name: string;
  readonly rules: readonly Rule[];
  /** Words that make a line with a syntax error worth a question. */
  readonly worried: RegExp;
}

/**
 * Judges a line by a guard's rules: the strongest decision, and of several the first. Gives undefined where the guard
 * has nothing to say.
 */
export function judge(line: string, analysis: Analysis, guard: Guard, place: Place): Verdict | undefined {
  let asked: Verdict | undefined;
  const known = new Map<string, readonly Rule[]>();
  for (const command of analysis.invocations) {
    for (const rule of rulesFor(command.name, guard.rules, known)) {
      if (asked && rule.decision === 'ask') continue;
      const subject = rule.finds(command, place, analysis.invocations);
      if (subject === undefined) continue;
      const verdict: Verdict = {
        decision: rule.decision,
        rule: rule.id,
        reason: reasonOf(rule, subject, command),
        command,
      };
      if (rule.decision === 'deny') return verdict;
      asked = verdict;
    }
  }
  return problemVerdict(line, analysis, guard, asked) ?? asked;
}

/** The rules that look at commands of a name, in their order. */
function rulesFor(name: string, rules: readonly Rule[], known: Map<string, readonly Rule[]>): readonly Rule[] {
  let found = known.get(name);
  if (found === undefined) {
    found = rules.filter(({ names }) => names === '*' || names.includes(name));
    known.set(name, found);
  }
  return found;
}

function reasonOf(rule: Rule, subject: string, command: Invocation): string {
  const through = command.via.length > 0 ? ` Reached through ${command.via.map(shown).join(', ')}.` : '';
  return `${rule.reason.replace('{}', () => subject)}${through} (${rule.id})`;
}

function problemVerdict(
  line: string,
  analysis: Analysis,
  guard: Guard,
  asked: Verdict | undefined,
): Verdict | undefined {
  for (const { kind, message } of analysis.problems) {
    if (kind === 'fork-bomb' && guard.name === 'smart-safety-check') {
      const reason = `This starts itself again and again (${shown(message)}) until the machine stands still. (fork-bomb)`;
      return { decision: 'deny', rule: 'fork-bomb', reason };
    }
    if (asked || kind === 'fork-bomb') continue;
    if (kind === 'syntax' && !guard.worried.test(line)) continue;
    const reason = `This line could not be judged in full: ${shown(message)}. Read it before you allow it, or write it in simpler parts. (not-understood)`;
    return { decision: 'ask', rule: 'not-understood', reason };
  }
  return undefined;
}
