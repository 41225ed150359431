import { join } from 'node:path';
import { readState, sessionFolder } from '../transcript/state.ts';
import type { Level, Mode } from './decide.ts';
import { type Patterns, parsePatterns } from './globs.ts';

/** How the guard is set for a repository: by the environment, which settings.json's `env` fills. */
export interface TddSettings {
  mode: Mode;
  level: Level;
  patterns: Patterns;
  testCommand: string | undefined;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads RECONCILE_TDD_MODE (off, warn, ask, block; default and anything else: warn), RECONCILE_TDD_LEVEL (test-exists,
 * failing-test; default test-exists), RECONCILE_TDD_PATHS (globs from the repository's top, `!` takes out) and
 * RECONCILE_TEST_COMMAND.
 */
export function tddSettings(env: Env): TddSettings {
  return {
    mode: modeOf(env.RECONCILE_TDD_MODE) ?? 'warn',
    level: env.RECONCILE_TDD_LEVEL?.trim() === 'failing-test' ? 'failing-test' : 'test-exists',
    patterns: parsePatterns(env.RECONCILE_TDD_PATHS ?? ''),
    testCommand: env.RECONCILE_TEST_COMMAND?.trim() || undefined,
  };
}

/** The mode a word names, or undefined. */
function modeOf(word: string | undefined): Mode | undefined {
  const text = word?.trim().toLowerCase();
  return text === 'off' || text === 'warn' || text === 'ask' || text === 'block' ? text : undefined;
}

/**
 * What a prompt says to the guard: a mode for this session, `default` for the repository's own mode, or undefined when
 * the prompt is about something else. Only a prompt that is nothing but the switch counts.
 */
export function promptSwitch(prompt: string): Mode | 'default' | undefined {
  const word = /^\/?tdd[ -]?(on|off|warn|ask|block)[.!]?$/i.exec(prompt.trim())?.[1]?.toLowerCase();
  return word === 'on' ? 'default' : modeOf(word);
}

/** Where a session's switch is kept. */
export function switchFile(stateDir: string, sessionId: string): string {
  return join(sessionFolder(stateDir, sessionId), 'tdd.json');
}

/** The mode in force: the session's switch, else the repository's. */
export function modeInForce(settings: TddSettings, stateDir: string, sessionId: string): Mode {
  const mode = readState(switchFile(stateDir, sessionId))?.mode;
  return modeOf(typeof mode === 'string' ? mode : undefined) ?? settings.mode;
}
