import { unreachable } from './unreachable.ts';

/** What a guard says of a tool call. There is no `allow`: silence leaves the person's own rules in force. */
interface Decision {
  readonly kind: 'deny' | 'ask';
  /** One or two sentences: what would be lost, and what to do instead. */
  readonly reason: string;
  /** The id of the rule that fired; a column of the metrics. */
  readonly rule: string;
}

/** What a hook answers. Every field may be absent; nothing at all is silence. */
export interface HookResult {
  readonly decision?: Decision;
  /** Facts for the model, where the event takes them. */
  readonly additionalContext?: string;
  /** A line for the person. */
  readonly systemMessage?: string;
  /** Reason to go on (Stop, SubagentStop), or to refuse (UserPromptSubmit, PreCompact, PostToolUse and others). */
  readonly block?: string;
  /** Whether the hook changed a file; a column of the metrics, not printed. */
  readonly modified?: boolean;
  /** A failure that the hook survived; a column of the metrics, not printed. */
  readonly failure?: string;
}

// The client cuts longer texts (documentation of 2026-08).
const MAX_TEXT = 10_000;

// The events whose hookSpecificOutput takes additionalContext. Elsewhere it would fail the client's validation, and an
// invalid answer is no answer.
const TAKES_CONTEXT: ReadonlySet<string> = new Set([
  'SessionStart',
  'Setup',
  'SubagentStart',
  'UserPromptSubmit',
  'PreToolUse',
  'PostToolUse',
  'PostToolUseFailure',
]);

/**
 * Turns a hook's result into the one JSON object the client reads on stdout, or undefined when there is nothing to say.
 * `eventName` is the event's own hook_event_name; hookSpecificOutput without it fails the client's validation.
 */
export function clientAnswer(result: HookResult, eventName: string): Record<string, unknown> | undefined {
  const answer: Record<string, unknown> = {};
  const specific: Record<string, unknown> = {};
  if (result.block !== undefined) {
    answer.decision = 'block';
    answer.reason = cut(result.block);
  }
  if (result.decision) addDecision(result.decision, eventName, answer, specific);
  if (result.additionalContext !== undefined && TAKES_CONTEXT.has(eventName)) {
    specific.additionalContext = cut(result.additionalContext);
  }
  if (result.systemMessage !== undefined) answer.systemMessage = cut(result.systemMessage);
  if (Object.keys(specific).length > 0) {
    answer.hookSpecificOutput = { hookEventName: eventName, ...specific };
  }
  return Object.keys(answer).length > 0 ? answer : undefined;
}

function addDecision(
  decision: Decision,
  eventName: string,
  answer: Record<string, unknown>,
  specific: Record<string, unknown>,
): void {
  const reason = cut(decision.reason);
  if (eventName === 'PreToolUse') {
    specific.permissionDecision = decision.kind;
    specific.permissionDecisionReason = reason;
    return;
  }
  switch (decision.kind) {
    case 'deny':
      if (eventName === 'PermissionRequest') {
        specific.decision = { behavior: 'deny', message: reason };
        return;
      }
      answer.decision = 'block';
      answer.reason = reason;
      return;
    case 'ask':
      // Only PreToolUse can bring up a question; a PermissionRequest is one already.
      answer.systemMessage = reason;
      return;
    default:
      unreachable(decision.kind);
  }
}

function cut(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 1)}…`;
}
