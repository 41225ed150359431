import { type SimpleCommand, simpleCommands } from './shell.ts';
import { isTestCommand } from './test-command.ts';

/** How a call ended: the success event, or the failure event with the exit code its first line names. */
export type Ending = { ok: true } | { ok: false; exitCode?: number };

// These say nothing about tests when they fail beside one: they do not fail in practice, or not for a reason of code.
const TRIVIAL = new Set([
  'cd',
  'pushd',
  'popd',
  'echo',
  'printf',
  'export',
  'source',
  '.',
  'set',
  'true',
  'pwd',
  'clear',
  'date',
]);

// Not a verdict of the tests: not found, not executable, ended by a signal or by `timeout`.
const NO_VERDICT = new Set([124, 125, 126, 127, 130, 137, 141, 143]);

/**
 * What a finished Bash call says about tests, from how it ended and never from its output: `passed`, `failed`, or
 * undefined when it ran none or its exit status is not theirs (`pytest | tail`, `npm test || true`, `npm test; ls`).
 */
export function testOutcome(line: string, ending: Ending, own?: string): 'passed' | 'failed' | undefined {
  const commands = simpleCommands(line);
  const at = commands.findIndex((command) => isTestCommand(command.words, own));
  const test = commands[at];
  if (!test) return undefined;
  if (test.joint === 'background' || !decidesStatus(commands, at)) return undefined;
  if (ending.ok) return 'passed';
  if (ending.exitCode === undefined || NO_VERDICT.has(ending.exitCode)) return undefined;
  // pytest: 4 is a wrong call, 5 is "no tests found"; 2 is an error while collecting, which is how a missing module fails.
  if (/pytest|py\.test/.test(test.words.join(' ')) && (ending.exitCode === 4 || ending.exitCode === 5))
    return undefined;
  const others = commands.filter((command, index) => index !== at && !TRIVIAL.has(command.words[0] ?? ''));
  // Another command of the line may be the one that failed.
  if (others.some((command) => !isTestCommand(command.words, own) && !isFilterAfter(commands, at, command)))
    return undefined;
  return 'failed';
}

function isFilterAfter(commands: readonly SimpleCommand[], at: number, command: SimpleCommand): boolean {
  return (
    commands.indexOf(command) > at && commands.slice(at, commands.indexOf(command)).every((one) => one.joint === 'pipe')
  );
}

/** Whether the line's exit status is decided by the command at `at`: nothing after it hides a failure. */
export function decidesStatus(commands: readonly SimpleCommand[], at: number): boolean {
  const pipefail = commands
    .slice(0, at)
    .some(({ words }) => words[0] === 'set' && words.some((word) => word === 'pipefail'));
  const stopsOnError = commands
    .slice(0, at)
    .some(({ words }) => words[0] === 'set' && words.some((word) => /^-[a-z]*e/.test(word)));
  for (const { joint } of commands.slice(at)) {
    if (joint === 'and' || joint === 'end') continue;
    if (joint === 'pipe' && pipefail) continue;
    if (joint === 'then' && stopsOnError) continue;
    return false;
  }
  // `false || npm test` may not have run it at all.
  return !commands.slice(0, at).some(({ joint }) => joint === 'or');
}
