import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { HookEvent } from '../common/event.ts';
import { textField } from '../common/event.ts';
import { findRepository } from '../common/git.ts';
import type { HookResult } from '../common/result.ts';
import type { HookWorld } from '../common/world.ts';
import { activityFile, readActivity } from '../dora/activity.ts';
import { writeState } from '../transcript/state.ts';
import { testCandidates } from './candidates.ts';
import { decideTdd, type Moment, type RunState, runState, type TddVerdict } from './decide.ts';
import { addsPublicName, editKind, hasInlineTests, textAfter } from './edit.ts';
import { matchesPatterns } from './globs.ts';
import { fileKind } from './kind.ts';
import { type Language, languageOf } from './language.ts';
import { modeInForce, promptSwitch, switchFile, type TddSettings, tddSettings } from './settings.ts';

// A longer file is data or generated; reading it would cost more than the question is worth.
const MAX_SOURCE_BYTES = 2 * 1024 * 1024;

/** Answers the three events the guard is wired to. Throws what reading a file throws. */
export function guardTdd(event: HookEvent, world: HookWorld): HookResult | undefined {
  switch (event.hook_event_name) {
    case 'PreToolUse':
      return judgeEdit(event, world);
    case 'UserPromptSubmit':
      return switchByPrompt(event, world);
    case 'SessionStart':
      // A switch is for one sitting; a compacted session is the same one.
      if (event.source !== 'compact') rmSync(switchFile(world.stateDir, event.session_id), { force: true });
      return undefined;
    default:
      return undefined;
  }
}

function switchByPrompt(event: HookEvent, world: HookWorld): HookResult | undefined {
  const wanted = promptSwitch(event.prompt ?? '');
  if (wanted === undefined) return undefined;
  const file = switchFile(world.stateDir, event.session_id);
  if (wanted === 'default') rmSync(file, { force: true });
  else writeState(file, { mode: wanted });
  const mode = wanted === 'default' ? tddSettings(world.env).mode : wanted;
  return {
    additionalContext: `The person set the TDD guard to "${mode}" for this session. Nothing else is asked by this prompt.`,
    systemMessage: `TDD guard: ${mode} for this session.`,
  };
}

function judgeEdit(event: HookEvent, world: HookWorld): HookResult | undefined {
  const settings = tddSettings(world.env);
  const mode = modeInForce(settings, world.stateDir, event.session_id);
  const named = textField(event.tool_input, 'file_path');
  if (mode === 'off' || named === undefined) return undefined;
  const file = resolve(world.cwd, named);
  const root = findRepository(dirname(file))?.root ?? world.projectDir;
  const path = relative(root, file).split(sep).join('/');
  const language = languageOf(path);
  // Outside of the repository nothing is known about its tests.
  if (path.startsWith('../') || isAbsolute(path) || !language) return undefined;
  if (fileKind(path) !== 'production' || !matchesPatterns(path, settings.patterns)) return undefined;
  const before = sourceText(file);
  const after = textAfter(event.tool_input, before);
  if (after === undefined || after.length > MAX_SOURCE_BYTES || isGenerated(before ?? after)) return undefined;
  const edit = { root, path, language, before, after };
  return answer(judge(edit, { ...settings, mode }, world));
}

interface Edit {
  root: string;
  path: string;
  language: Language;
  before: string | undefined;
  after: string;
}

function judge(edit: Edit, settings: TddSettings, world: HookWorld): TddVerdict {
  const { root, path, language, before, after } = edit;
  const candidates = testCandidates(path, language);
  const inline = hasInlineTests(after, language) || (before !== undefined && hasInlineTests(before, language));
  const test = inline ? path : candidates.find((candidate) => existsSync(join(root, candidate)));
  return decideTdd({
    mode: settings.mode,
    level: settings.level,
    path,
    edit: editKind(before, after, language),
    addsPublicName: addsPublicName(before, after, language),
    test,
    suggestedTest: suggestion(candidates, root, language, path),
    run: settings.level === 'failing-test' ? recordedRun(root, path, world) : 'none',
    testCommand: settings.testCommand,
  });
}

/** The first place whose folder is already there, so that the advice fits the repository's own layout. */
function suggestion(candidates: readonly string[], root: string, language: Language, path: string): string {
  if (language === 'rust') return `a #[cfg(test)] module in ${path}, or ${candidates[0]}`;
  const usual = candidates.find((candidate) => isTestFolder(candidate) && existsSync(join(root, dirname(candidate))));
  return usual ?? candidates[0] ?? 'a test file';
}

function isTestFolder(candidate: string): boolean {
  return candidate.split('/').some((part) => part === 'test' || part === 'tests' || part === '__tests__');
}

function recordedRun(root: string, path: string, world: HookWorld): RunState {
  const moments: Moment[] = [];
  for (const activity of readActivity(activityFile(world.stateDir, root))) {
    if (activity.kind === 'edit' || activity.kind === 'test') moments.push(activity);
  }
  return runState(moments, path, (other) => fileKind(other) === 'test');
}

function answer(verdict: TddVerdict): HookResult | undefined {
  switch (verdict.kind) {
    case 'pass':
      return undefined;
    case 'warn':
      return { additionalContext: `TDD guard: ${verdict.reason}` };
    case 'ask':
    case 'block':
      return {
        decision: {
          kind: verdict.kind === 'ask' ? 'ask' : 'deny',
          rule: verdict.rule,
          reason: `TDD guard: ${verdict.reason}`,
        },
      };
  }
}

function sourceText(file: string): string | undefined {
  try {
    if (statSync(file).size > MAX_SOURCE_BYTES) return '';
    return readFileSync(file, 'utf8');
  } catch (error) {
    // Only "not there" makes it a new file; what cannot be read cannot be judged.
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function isGenerated(text: string): boolean {
  return /@generated\b|Code generated .* DO NOT EDIT|auto-?generated( file)?[^\n]*do not (edit|modify)/i.test(
    text.slice(0, 2000),
  );
}
