/** What the client writes on a hook's stdin. The names are the protocol's own, so that a field can be looked up there. */
export interface HookEvent {
  readonly hook_event_name: string;
  readonly session_id: string;
  readonly prompt_id?: string;
  readonly transcript_path?: string;
  /** The session's current directory; it follows `cd`. Absolute. */
  readonly cwd?: string;
  readonly permission_mode?: string;
  /** Only inside a subagent, and on SubagentStart and SubagentStop. */
  readonly agent_id?: string;
  readonly agent_type?: string;
  readonly agent_transcript_path?: string;
  readonly tool_name?: string;
  /** Empty where the event has no tool. */
  readonly tool_input: Readonly<Record<string, unknown>>;
  readonly tool_response?: unknown;
  readonly tool_use_id?: string;
  readonly duration_ms?: number;
  /** PostToolUseFailure and StopFailure. */
  readonly error?: string;
  readonly is_interrupt?: boolean;
  readonly stop_hook_active?: boolean;
  readonly last_assistant_message?: string;
  readonly prompt?: string;
  /** SessionStart. */
  readonly source?: string;
  readonly model?: string;
  /** SessionEnd. */
  readonly reason?: string;
  /** PreCompact and PostCompact: manual or auto. */
  readonly trigger?: string;
  readonly task_id?: string;
  readonly task_subject?: string;
  readonly task_description?: string;
  /** The whole object, for the fields that only one hook reads. */
  readonly raw: Readonly<Record<string, unknown>>;
}

type TextField = {
  [K in keyof HookEvent]-?: HookEvent[K] extends string | undefined ? K : never;
}[keyof HookEvent];

const TEXT_FIELDS: readonly TextField[] = [
  'prompt_id',
  'transcript_path',
  'cwd',
  'permission_mode',
  'agent_id',
  'agent_type',
  'agent_transcript_path',
  'tool_name',
  'tool_use_id',
  'error',
  'last_assistant_message',
  'prompt',
  'source',
  'model',
  'reason',
  'trigger',
  'task_id',
  'task_subject',
  'task_description',
];

/** Whether a value is an object with keys: not null and not an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text at `key`, or undefined when it is absent, empty or no text. */
export function textField(record: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = record[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * Takes what stood on stdin and gives the event. Fields of a wrong type are left out, unknown ones stay in `raw`: the
 * client adds fields with every version. Throws an Error that says what is wrong when the text is no JSON object or
 * names no event.
 */
export function parseEvent(text: string): HookEvent {
  const raw = parseObject(text);
  const name = textField(raw, 'hook_event_name');
  if (name === undefined) throw new Error('the event has no hook_event_name');
  const event: Record<string, unknown> = {
    hook_event_name: name,
    session_id: textField(raw, 'session_id') ?? 'unknown',
    tool_input: isRecord(raw.tool_input) ? raw.tool_input : {},
    raw,
  };
  for (const field of TEXT_FIELDS) {
    const value = textField(raw, field);
    if (value !== undefined) event[field] = value;
  }
  for (const field of ['is_interrupt', 'stop_hook_active']) {
    if (typeof raw[field] === 'boolean') event[field] = raw[field];
  }
  if (typeof raw.duration_ms === 'number') event.duration_ms = raw.duration_ms;
  if (raw.tool_response !== undefined) event.tool_response = raw.tool_response;
  return event as unknown as HookEvent;
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    // A byte order mark is no JSON, and a program between the client and the hook may have written one.
    value = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch {
    throw new Error('stdin is not JSON');
  }
  if (!isRecord(value)) throw new Error('stdin is not a JSON object');
  return value;
}
