import type { JsonObject } from '../values/json.ts';
import { type AbsPath, absolute } from '../values/paths.ts';

/** What a made-up event should be about. */
export interface SampleWishes {
  /** The client's own name of it. */
  readonly event: string;
  readonly tool?: string;
  /** A command line for Bash or PowerShell. */
  readonly command?: string;
  /** A file that is edited or read. */
  readonly file?: string;
  readonly prompt?: string;
}

/** Where the session of a made-up event is. */
export interface SampleSession {
  readonly cwd: AbsPath;
  readonly home: AbsPath;
  readonly transcript: AbsPath;
}

const TOOL_EVENTS: ReadonlySet<string> = new Set([
  'PreToolUse',
  'PostToolUse',
  'PostToolUseFailure',
  'PermissionRequest',
  'PermissionDenied',
]);

/** An event as Claude Code writes it on the stdin of a hook (fields of 2.1.330). */
export function sampleEvent(wishes: SampleWishes, session: SampleSession): JsonObject {
  const common = commonFields(session);
  const specific = TOOL_EVENTS.has(wishes.event) ? toolFields(wishes, session) : otherFields(wishes, session);
  return { ...common, hook_event_name: wishes.event, ...specific };
}

/** The client's own name of an event; empty where it has none. */
export function eventNameOf(event: JsonObject): string {
  const name = event['hook_event_name'];
  return typeof name === 'string' ? name : '';
}

/** The fields that every event has. */
export function commonFields(session: SampleSession): JsonObject {
  return {
    session_id: 'sample-session',
    transcript_path: session.transcript,
    cwd: session.cwd,
    prompt_id: 'sample-prompt',
    permission_mode: 'default',
  };
}

function toolFields(wishes: SampleWishes, session: SampleSession): JsonObject {
  const tool = wishes.tool ?? toolFor(wishes);
  const call = { tool_name: tool, tool_input: toolInput(tool, wishes, session), tool_use_id: 'toolu_sample' };
  switch (wishes.event) {
    case 'PostToolUse':
      return { ...call, tool_response: { stdout: '', stderr: '', interrupted: false }, duration_ms: 12 };
    case 'PostToolUseFailure':
      return { ...call, error: 'Exit code 1', is_interrupt: false, duration_ms: 12 };
    case 'PermissionDenied':
      return { ...call, reason: 'The classifier of the mode "auto" said no.' };
    default:
      return call;
  }
}

function toolFor(wishes: SampleWishes): string {
  return wishes.command === undefined && wishes.file !== undefined ? 'Write' : 'Bash';
}

function toolInput(tool: string, { command, file }: SampleWishes, session: SampleSession): JsonObject {
  // The client gives absolute paths.
  const file_path = absolute(file ?? 'sample.txt', session.cwd, session.home);
  switch (tool) {
    case 'Bash':
    case 'PowerShell':
      return { command: command ?? 'git status', description: 'A sample' };
    case 'Write':
      return { file_path, content: codeFor(file_path) };
    case 'Edit':
      return { file_path, old_string: '', new_string: codeFor(file_path) };
    case 'MultiEdit':
      return { file_path, edits: [{ old_string: '', new_string: codeFor(file_path) }] };
    case 'Agent':
    case 'Task':
      return { description: 'A sample', prompt: 'Look around', subagent_type: 'general-purpose' };
    default:
      return file === undefined ? {} : { file_path };
  }
}

const CODE: readonly (readonly [RegExp, string])[] = [
  [/\.py$/, 'def sample():\n    return 1\n'],
  [/\.[cm]?[jt]sx?$/, 'export function sample() {\n  return 1;\n}\n'],
  [/\.go$/, 'package sample\n\nfunc Sample() int {\n\treturn 1\n}\n'],
  [/\.rs$/, 'pub fn sample() -> i32 {\n    1\n}\n'],
  [/\.java$/, 'class Sample {\n  int sample() {\n    return 1;\n  }\n}\n'],
];

/** Something new and public, so that a guard of tests has something to say. */
function codeFor(file: string): string {
  return CODE.find(([ending]) => ending.test(file))?.[1] ?? 'sample\n';
}

function otherFields(wishes: SampleWishes, { cwd, transcript }: SampleSession): JsonObject {
  const turn = { stop_hook_active: false, last_assistant_message: 'Done.' };
  const agent = { agent_id: 'sample-agent', agent_type: 'general-purpose' };
  const task = { task_id: '1', task_subject: 'A sample task', task_description: 'Nothing to do.' };
  const fields: Readonly<Record<string, JsonObject>> = {
    SessionStart: { source: 'startup' },
    SessionEnd: { reason: 'other' },
    Setup: { trigger: 'init' },
    UserPromptSubmit: { prompt: wishes.prompt ?? 'What does this project do?' },
    UserPromptExpansion: { expansion_type: 'command', command_name: 'sample', command_args: '', prompt: '/sample' },
    Stop: turn,
    StopFailure: { error: 'rate_limit', error_details: 'A sample' },
    SubagentStart: agent,
    SubagentStop: { ...agent, ...turn, agent_transcript_path: transcript },
    Notification: { message: 'A sample', notification_type: 'idle_prompt' },
    TaskCreated: task,
    TaskCompleted: task,
    PreCompact: { trigger: 'auto', custom_instructions: '' },
    PostCompact: { trigger: 'auto', compact_summary: 'A sample' },
    CwdChanged: { old_cwd: cwd, new_cwd: cwd },
  };
  return fields[wishes.event] ?? {};
}

/** The transcript of a session with one question and one answer, as lines of JSON. */
export function sampleTranscript(cwd: AbsPath, at: string): string {
  const common = { sessionId: 'sample-session', cwd, timestamp: at };
  const usage = {
    input_tokens: 1000,
    output_tokens: 50,
    cache_read_input_tokens: 4000,
    cache_creation_input_tokens: 0,
  };
  const lines: JsonObject[] = [
    { ...common, type: 'user', uuid: 'u1', parentUuid: null, message: { role: 'user', content: 'Say hello.' } },
    {
      ...common,
      type: 'assistant',
      uuid: 'a1',
      parentUuid: 'u1',
      requestId: 'req_sample',
      message: {
        id: 'msg_sample',
        role: 'assistant',
        model: 'claude-sonnet-4-5',
        content: [{ type: 'text', text: 'Hello.' }],
        stop_reason: 'end_turn',
        usage,
      },
    },
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
