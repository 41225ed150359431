import type { EditKind } from './edit.ts';

export type Mode = 'off' | 'warn' | 'ask' | 'block';
export type Level = 'test-exists' | 'failing-test';

/**
 * What the recorded test runs say about a file. `red`: the last run failed and neither the file nor a test changed since;
 * `stale-red`: it failed, but the file was edited since; `green`: it passed after the last edit; `stale-green`: it
 * passed, but something was edited since; `none`: no run is recorded.
 */
export type RunState = 'none' | 'red' | 'stale-red' | 'green' | 'stale-green';

/** All that the verdict depends on. */
export interface TddFacts {
  mode: Mode;
  level: Level;
  /** Relative to the repository. */
  path: string;
  edit: EditKind;
  addsPublicName: boolean;
  /** The first test file that exists, the file itself when its tests are in it, or undefined. */
  test: string | undefined;
  /** Where a test would be looked for first. */
  suggestedTest: string;
  run: RunState;
  /** The repository's test command, for the reason. */
  testCommand: string | undefined;
}

export type TddVerdict = { kind: 'pass' } | { kind: 'warn' | 'ask' | 'block'; rule: string; reason: string };

const PASS: TddVerdict = { kind: 'pass' };

/** Judges one edit of a production file. The same facts give the same verdict; each reason names the next allowed step. */
export function decideTdd(facts: TddFacts): TddVerdict {
  if (facts.mode === 'off') return PASS;
  if (facts.edit === 'comments' || facts.edit === 'deletion') return PASS;
  if (facts.test === undefined) return withoutTest(facts);
  return facts.level === 'failing-test' ? withoutFailure(facts) : PASS;
}

function withoutTest(facts: TddFacts): TddVerdict {
  const reason =
    `${facts.path} has no test. Next allowed step: write a failing test in ${facts.suggestedTest} ` +
    '(test files are never held), run it, then make this edit.';
  // Code from before the guard has no tests: a few lines in it are no reason to stop, only to say so.
  return verdict(facts.edit === 'small' ? softer(facts.mode) : facts.mode, 'tdd-no-test', reason);
}

function withoutFailure(facts: TddFacts): TddVerdict {
  const run = facts.testCommand ? `run \`${facts.testCommand}\`` : 'run the tests';
  const after = `Next allowed step: ${run} and see a test fail (${facts.test} tests this file), then make this edit.`;
  switch (facts.run) {
    case 'red':
      return PASS;
    case 'none':
      return verdict(facts.mode, 'tdd-no-run', `No test run is recorded before this edit of ${facts.path}. ${after}`);
    case 'stale-red':
      return verdict(
        facts.mode,
        'tdd-stale-run',
        `${facts.path} was edited after the last failing test run. Next allowed step: ${run} again; ` +
          'while a test fails, the next edit is free; when all pass, write the next test or refactor.',
      );
    case 'green':
      // Refactoring is the third step of the cycle: with all tests passing, an edit that adds no public name is free.
      if (!facts.addsPublicName) return PASS;
      return verdict(
        facts.mode,
        'tdd-green',
        `All tests pass and this edit adds something public to ${facts.path}. Next allowed step: write a test for it in ` +
          `${facts.test}, ${run} and see it fail. Refactoring without new public names is free.`,
      );
    case 'stale-green':
      // Refactoring takes several small steps between two runs.
      if (facts.edit === 'small' && !facts.addsPublicName) return PASS;
      return verdict(
        facts.mode,
        'tdd-stale-run',
        `The last test run passed, and files were edited since. ${after} If it passes, refactoring is free.`,
      );
  }
}

function softer(mode: Mode): Mode {
  return mode === 'block' ? 'ask' : 'warn';
}

function verdict(mode: Mode, rule: string, reason: string): TddVerdict {
  if (mode === 'off') return PASS;
  return { kind: mode, rule, reason: `${reason} The person can switch this off for the session by typing: tdd off` };
}

/** One recorded moment: an edit of a file, or a finished test run. Times are milliseconds. */
export type Moment = { t: number; kind: 'edit'; path: string } | { t: number; kind: 'test'; failed: boolean };

/** What the moments (in any order) say about `path`, whose tests are `isTest`. See RunState. */
export function runState(moments: readonly Moment[], path: string, isTest: (path: string) => boolean): RunState {
  let run: { t: number; failed: boolean } | undefined;
  let ownEdit = 0;
  let anyEdit = 0;
  for (const moment of moments) {
    if (moment.kind === 'test') {
      if (!run || moment.t >= run.t) run = moment;
      continue;
    }
    anyEdit = Math.max(anyEdit, moment.t);
    if (moment.path === path || isTest(moment.path)) ownEdit = Math.max(ownEdit, moment.t);
  }
  if (!run) return 'none';
  // One failing test may need several files: only an edit of this file or of its test makes a red run old.
  if (run.failed) return run.t > ownEdit ? 'red' : 'stale-red';
  return run.t > anyEdit ? 'green' : 'stale-green';
}
