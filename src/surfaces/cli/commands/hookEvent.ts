import { placeOfError } from '../../../core/actual/fields.ts';
import { HOOK_EVENTS } from '../../../core/canonical/events.ts';
import { commonFields, type SampleSession, sampleEvent } from '../../../core/hooks/sample.ts';
import { textOf } from '../../../core/values/content.ts';
import { isObject, type JsonObject } from '../../../core/values/json.ts';
import { didYouMean } from '../../../core/values/nearest.ts';
import { InputError, type Place } from '../../../core/values/problem.ts';
import type { Wiring } from '../../../engine/hooks.ts';
import type { DiskReader } from '../../../ports/disk.ts';
import { type CommonOptions, pathFrom } from '../common.ts';
import type { Terminal } from '../terminal.ts';

export interface EventOptions extends CommonOptions {
  readonly event?: string;
  readonly sample?: string;
  readonly tool?: string;
  readonly command?: string;
  readonly file?: string;
  readonly prompt?: string;
  readonly target?: string;
}

/**
 * The event that the options mean: one given as JSON, with what it lacks of the common fields filled in, or a made-up one of the first
 * kind that the hook is wired to and that has what is given (a command line, a file, a prompt).
 * @throws InputError for JSON that is broken or names no event, and for unknown names
 */
export function eventFor(
  terminal: Terminal,
  disk: DiskReader,
  options: EventOptions,
  wirings: readonly Wiring[],
  session: SampleSession,
): JsonObject {
  if (options.event !== undefined) {
    const made = (['sample', 'tool', 'command', 'file', 'prompt'] as const).find((name) => options[name] !== undefined);
    if (made !== undefined)
      throw problem({ file: `--${made}` }, 'is for made-up events; --event gives a whole one.', 'Give one of them.');
    return givenEvent(readText(terminal, disk, options.event), placeName(options.event), session);
  }
  const wanted = wirings.find((wiring) => fits(wiring, options)) ?? wirings[0];
  const name =
    options.sample === undefined ? (wanted?.event ?? guess(options)) : eventNamed(options.sample, '--sample');
  const here = options.sample === undefined ? wanted : wirings.find((wiring) => wiring.event === name);
  const tool = options.tool ?? (options.command === undefined ? firstTool(here, options) : 'Bash');
  const { command, file, prompt } = options;
  const wishes = { event: name, command, file, prompt, tool };
  return sampleEvent(withoutAbsent(wishes), session);
}

/** Whether the client would run a handler for an event: by its name and its matcher. */
export function matches({ event, matcher }: Wiring, given: JsonObject): boolean {
  if (event !== given['hook_event_name']) return false;
  if (matcher === '*') return true;
  const value = ['tool_name', 'source', 'trigger', 'reason', 'agent_type', 'notification_type']
    .map((key) => given[key])
    .find((one) => typeof one === 'string') as string | undefined;
  if (value === undefined) return true;
  // Letters, digits and these signs: exact names; anything else is a regular expression (2.1.330).
  if (/^[\w\-,| ]+$/.test(matcher)) return matcher.split(/[|,]/).some((name) => name.trim() === value);
  try {
    return new RegExp(matcher).test(value);
  } catch {
    return false;
  }
}

function readText(terminal: Terminal, disk: DiskReader, file: string): string {
  if (file === '-') return terminal.input();
  const path = pathFrom(terminal, file);
  const node = disk.read(path);
  if (node.kind === 'file') return textOf(node.bytes);
  throw problem(
    { file },
    node.kind === 'absent' ? 'there is no such file.' : 'is not a file.',
    'Give an event as JSON.',
  );
}

function placeName(file: string): string {
  return file === '-' ? 'standard input' : file;
}

function givenEvent(text: string, file: string, session: SampleSession): JsonObject {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw problem(
      { file, ...placeOfError(body) },
      'is not valid JSON here.',
      'It must be what Claude Code writes to a hook.',
    );
  }
  if (!isObject(value))
    throw problem({ file }, 'is not a JSON object.', 'It must be what Claude Code writes to a hook.');
  const name = value['hook_event_name'];
  if (typeof name !== 'string')
    throw problem({ file }, 'has no "hook_event_name".', `Write "hook_event_name": "PreToolUse".`);
  eventNamed(name, file);
  return { ...commonFields(session), ...value };
}

function eventNamed(name: string, file: string): string {
  if ((HOOK_EVENTS as readonly string[]).includes(name)) return name;
  const remedy = didYouMean(name, HOOK_EVENTS) ?? `There are ${HOOK_EVENTS.join(', ')}.`;
  throw problem({ file }, `"${name}" is no event of Claude Code.`, remedy);
}

function fits({ event, matcher }: Wiring, options: EventOptions): boolean {
  if (options.prompt !== undefined) return event === 'UserPromptSubmit';
  const tool = options.tool ?? (options.command === undefined ? undefined : 'Bash');
  if (tool !== undefined) return /ToolUse/.test(event) && (matcher === '*' || matcher.split('|').includes(tool));
  return options.file === undefined || /ToolUse/.test(event);
}

function guess(options: EventOptions): string {
  return options.prompt === undefined ? 'PreToolUse' : 'UserPromptSubmit';
}

/** The first tool that a matcher names; for a file one that writes it. */
function firstTool(wiring: Wiring | undefined, options: EventOptions): string | undefined {
  const named =
    wiring === undefined || wiring.matcher === '*' ? [] : wiring.matcher.split(/[|,]/).map((name) => name.trim());
  if (options.file !== undefined && (named.length === 0 || named.includes('Write'))) return 'Write';
  return named.find((name) => /^[\w-]+$/.test(name));
}

function withoutAbsent<T extends object>(value: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as never;
}

function problem(place: Place, message: string, remedy: string): InputError {
  return new InputError([{ place, severity: 'error', message, remedy }]);
}
