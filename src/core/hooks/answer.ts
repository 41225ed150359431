import { isObject, type JsonObject } from '../values/json.ts';

/** How a hook's process ended. */
export interface HookEnd {
  /** Undefined where it was ended or could not be started. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  readonly failure?: string;
}

type Decision = 'none' | 'allow' | 'deny' | 'ask' | 'defer' | 'block' | 'failed';

/** What Claude Code makes of it. */
export interface ClientReading {
  readonly decision: Decision;
  /** What happens to the action, as a sentence. */
  readonly effect: string;
  readonly toClaude?: string;
  readonly toPerson?: string;
  /** What is wrong with the answer, in the client's eyes. */
  readonly problems: readonly string[];
}

// Where exit code 2 stops something; elsewhere it is ignored (Claude Code 2.1.330).
const STOPPABLE: ReadonlySet<string> = new Set([
  'PreToolUse',
  'PostToolBatch',
  'UserPromptSubmit',
  'UserPromptExpansion',
  'Stop',
  'SubagentStop',
  'PreCompact',
  'TaskCreated',
  'TaskCompleted',
  'TeammateIdle',
  'ConfigChange',
  'PreModelSwitch',
  'WorktreeCreate',
]);
const STDERR_TO_CLAUDE: ReadonlySet<string> = new Set([...STOPPABLE, 'PostToolUse', 'PostToolUseFailure']);
const TEXT_IS_CONTEXT: ReadonlySet<string> = new Set(['SessionStart', 'UserPromptSubmit', 'UserPromptExpansion']);
const PERMISSIONS: ReadonlySet<string> = new Set(['allow', 'deny', 'ask', 'defer']);

const EFFECTS: Readonly<Record<Exclude<Decision, 'failed'>, string>> = {
  none: 'nothing is decided; the rules of the session hold',
  allow: 'the call is made without a question to the person; rules that deny still hold',
  deny: 'the call is not made, whatever the mode',
  ask: 'the person is asked; without one (claude -p) the call is not made',
  defer: 'the call waits for somebody else to decide',
  block: 'the action is stopped',
};

/**
 * Reads a hook's end as Claude Code 2.1.330 does: JSON on stdout whatever the exit code, exit code 2 as a block with stderr as its reason,
 * anything else but 0 as a failure, which lets the action go on unless the handler says `onFailure: block`.
 */
export function readAnswer(event: string, end: HookEnd, onFailure: string | undefined): ClientReading {
  const problems: string[] = [];
  const printed = end.stdout.trim();
  const answer = printed.startsWith('{') ? parsed(printed, event, problems) : undefined;
  if (end.code === 2 && !end.timedOut) return blocked(event, end.stderr.trim(), problems);
  const failed = end.timedOut || end.code !== 0 || problems.length > 0;
  if (answer !== undefined && !end.timedOut) return decided(event, answer, problems);
  if (failed) return failure(event, end, onFailure, problems);
  const context = printed !== '' && TEXT_IS_CONTEXT.has(event);
  if (printed !== '' && !context) problems.push(`text on stdout is read by nobody on ${event}`);
  return { decision: 'none', effect: EFFECTS.none, ...(context ? { toClaude: printed } : {}), problems };
}

function parsed(text: string, event: string, problems: string[]): JsonObject | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    problems.push('stdout begins with { and is not JSON: it is taken as plain text');
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const specific = value['hookSpecificOutput'];
  if (specific === undefined) return value;
  if (!isObject(specific) || specific['hookEventName'] !== event) {
    problems.push(`hookSpecificOutput.hookEventName is not "${event}": the answer fails the client's validation`);
    return undefined;
  }
  const permission = specific['permissionDecision'];
  if (permission !== undefined && !(typeof permission === 'string' && PERMISSIONS.has(permission))) {
    problems.push(`permissionDecision ${JSON.stringify(permission)} is none of ${[...PERMISSIONS].join(', ')}`);
    return undefined;
  }
  return value;
}

function blocked(event: string, reason: string, problems: string[]): ClientReading {
  const stops = STOPPABLE.has(event);
  const toClaude = STDERR_TO_CLAUDE.has(event) ? { toClaude: reason } : {};
  const effect = stops ? EFFECTS.block : `exit code 2 stops nothing on ${event}`;
  return { decision: stops ? 'block' : 'none', effect, ...toClaude, problems };
}

function decided(event: string, answer: JsonObject, problems: readonly string[]): ClientReading {
  const specific = isObject(answer['hookSpecificOutput']) ? answer['hookSpecificOutput'] : {};
  const permission = event === 'PreToolUse' ? textAt(specific, 'permissionDecision') : undefined;
  const old = textAt(answer, 'decision');
  const stops = answer['continue'] === false || old === 'block';
  const decision = (permission ?? (stops ? 'block' : 'none')) as Exclude<Decision, 'failed'>;
  const reason =
    textAt(specific, 'permissionDecisionReason') ?? textAt(answer, 'reason') ?? textAt(answer, 'stopReason');
  const context = textAt(specific, 'additionalContext');
  // The reason of a denial is for the model; that of a question or an approval is for the person.
  const reasonToClaude = decision === 'deny' || decision === 'block';
  const toClaude = joined(reasonToClaude ? reason : undefined, context);
  const toPerson = joined(reasonToClaude ? undefined : reason, textAt(answer, 'systemMessage'));
  return {
    decision,
    effect: EFFECTS[decision],
    ...(toClaude === undefined ? {} : { toClaude }),
    ...(toPerson === undefined ? {} : { toPerson }),
    problems,
  };
}

function failure(event: string, end: HookEnd, onFailure: string | undefined, problems: string[]): ClientReading {
  if (end.timedOut) problems.push('it took longer than its timeout and was ended');
  else if (end.failure !== undefined) problems.push(`it could not be started: ${end.failure}`);
  else if (end.code === undefined) problems.push('it was ended by a signal');
  else if (end.code !== 0) problems.push(`exit code ${end.code} is a failure of the hook, not a decision`);
  const stops = onFailure === 'block' && STOPPABLE.has(event);
  const effect = stops
    ? 'the hook failed; onFailure: block stops the action'
    : 'the hook failed; the action goes on as if it were not there';
  return { decision: stops ? 'block' : 'failed', effect, problems };
}

function textAt(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function joined(...texts: readonly (string | undefined)[]): string | undefined {
  const some = texts.filter((text) => text !== undefined);
  return some.length === 0 ? undefined : some.join('\n');
}
