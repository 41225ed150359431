import { isObject } from '../../values/json.ts';
import type { Tokens } from '../prices/prices.ts';

/** What every line says of its place. Texts that are not there are undefined, a time that is not there is NaN. */
interface Place {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The session that it belongs to: for a line that was copied into a fork, the one that it was copied from. */
  readonly session: string | undefined;
  /** Of a subagent or a side question, not of the main conversation. */
  readonly sidechain: boolean;
  readonly agent: string | undefined;
  readonly branch: string | undefined;
  readonly folder: string | undefined;
}

/** A call that a response asks for. */
interface Call {
  readonly id: string;
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** One line of a response: there is one for each of its blocks, and each repeats the usage so far. */
export interface ResponseLine {
  readonly place: Place;
  readonly kind: 'response';
  readonly message: string;
  readonly request: string;
  readonly model: string;
  readonly tokens: Tokens;
  readonly fast: boolean;
  /** US dollars, in transcripts of old clients. */
  readonly costUsd: number | undefined;
  readonly calls: readonly Call[];
  readonly textLength: number;
}

/** What a call gave. */
export interface Answer {
  readonly call: string;
  readonly failed: boolean;
  readonly text: string;
  /** The client's own object about it, of one answer in a line. */
  readonly about: Readonly<Record<string, unknown>>;
}

export interface AnswerLine {
  readonly place: Place;
  readonly kind: 'answers';
  readonly answers: readonly Answer[];
}

/** Something that the person wrote, or, in a subagent's transcript, what it was asked. */
export interface PromptLine {
  readonly place: Place;
  readonly kind: 'prompt';
  readonly text: string;
}

interface CompactionLine {
  readonly place: Place;
  readonly kind: 'compaction';
}

export type Line = ResponseLine | AnswerLine | PromptLine | CompactionLine;

/**
 * Whether a line can say anything that is counted, by a look for two words: all that is counted stands in a message or is a compaction.
 * What is left out is not parsed: snapshots of files, progress of commands, summaries.
 */
export function mayCount(line: string): boolean {
  return line.includes('"message"') || line.includes('compact_boundary');
}

/** Reads a line. `malformed` when it is no JSON object, undefined when it says nothing that is counted. */
export function readLine(text: string): Line | 'malformed' | undefined {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return 'malformed';
  }
  if (!isObject(raw)) return 'malformed';
  const line = raw as Record<string, unknown>;
  if (line['type'] !== 'progress') return lineOf(line, line['isSidechain'] === true);
  // Old clients nest the messages of a subagent in lines of the main transcript.
  const data = objectAt(line, 'data');
  const nested = data && objectAt(data, 'message');
  return nested && lineOf({ ...line, agentId: data['agentId'], ...nested }, true);
}

function lineOf(raw: Record<string, unknown>, sidechain: boolean): Line | undefined {
  const message = objectAt(raw, 'message');
  if (raw['type'] === 'assistant' && message) return responseLine(raw, message, sidechain);
  if (raw['type'] === 'user' && message) return userLine(raw, message, sidechain);
  return raw['type'] === 'system' && raw['subtype'] === 'compact_boundary'
    ? { place: place(raw, sidechain), kind: 'compaction' }
    : undefined;
}

function place(raw: Record<string, unknown>, sidechain: boolean): Place {
  const copied = objectAt(raw, 'forkedFrom');
  return {
    time: Date.parse(textAt(raw, 'timestamp') ?? ''),
    session: (copied && textAt(copied, 'sessionId')) ?? textAt(raw, 'sessionId'),
    sidechain,
    agent: textAt(raw, 'agentId'),
    branch: textAt(raw, 'gitBranch'),
    folder: textAt(raw, 'cwd'),
  };
}

function responseLine(
  raw: Record<string, unknown>,
  message: Record<string, unknown>,
  sidechain: boolean,
): ResponseLine | undefined {
  const model = textAt(message, 'model');
  const usage = objectAt(message, 'usage');
  // The client's own notices ("API error", "interrupted") are no responses.
  if (raw['isApiErrorMessage'] === true || model === undefined || model === '<synthetic>' || !usage) return undefined;
  const request = textAt(raw, 'requestId') ?? '';
  const cost = raw['costUSD'];
  return {
    place: place(raw, sidechain),
    kind: 'response',
    message: textAt(message, 'id') ?? (request || (textAt(raw, 'uuid') ?? '')),
    request,
    model,
    tokens: tokensOf(usage),
    fast: usage['speed'] === 'fast' || message['speed'] === 'fast',
    costUsd: typeof cost === 'number' && Number.isFinite(cost) && cost >= 0 ? cost : undefined,
    calls: callsOf(message['content']),
    textLength: textOf(message['content']).length,
  };
}

function tokensOf(usage: Record<string, unknown>): Tokens {
  const created = wholeAt(usage, 'cache_creation_input_tokens');
  const split = objectAt(usage, 'cache_creation') ?? {};
  const cacheWrite1h = wholeAt(split, 'ephemeral_1h_input_tokens');
  return {
    input: wholeAt(usage, 'input_tokens'),
    output: wholeAt(usage, 'output_tokens'),
    cacheRead: wholeAt(usage, 'cache_read_input_tokens'),
    cacheWrite5m: Math.max(wholeAt(split, 'ephemeral_5m_input_tokens'), created - cacheWrite1h, 0),
    cacheWrite1h,
  };
}

function callsOf(content: unknown): Call[] {
  const calls: Call[] = [];
  for (const block of blocksOf(content)) {
    const id = textAt(block, 'id');
    const tool = textAt(block, 'name');
    if (block['type'] === 'tool_use' && id !== undefined && tool !== undefined)
      calls.push({ id, tool, input: objectAt(block, 'input') ?? {} });
  }
  return calls;
}

// What the client notes about its own commands.
const NOTE = /^<(local-command|command-(stdout|stderr)|bash-(stdout|stderr)|system-)/;

function userLine(
  raw: Record<string, unknown>,
  message: Record<string, unknown>,
  sidechain: boolean,
): AnswerLine | PromptLine | undefined {
  const content = message['content'];
  const answers: Answer[] = [];
  for (const block of blocksOf(content)) {
    const call = textAt(block, 'tool_use_id');
    if (block['type'] !== 'tool_result' || call === undefined) continue;
    const failed = block['is_error'] === true;
    answers.push({ call, failed, text: textOf(block['content']), about: objectAt(raw, 'toolUseResult') ?? {} });
  }
  if (answers.length > 0) return { place: place(raw, sidechain), kind: 'answers', answers };
  if (raw['isMeta'] === true || raw['isCompactSummary'] === true) return undefined;
  const text = textOf(content).trim();
  return text === '' || NOTE.test(text) ? undefined : { place: place(raw, sidechain), kind: 'prompt', text };
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  let text = '';
  for (const block of blocksOf(content)) {
    const part = block['type'] === 'text' ? textAt(block, 'text') : undefined;
    if (part !== undefined) text += text === '' ? part : `\n${part}`;
  }
  return text;
}

function blocksOf(content: unknown): Record<string, unknown>[] {
  return Array.isArray(content) ? (content.filter((block) => isObject(block)) as Record<string, unknown>[]) : [];
}

function objectAt(record: Readonly<Record<string, unknown>>, key: string): Record<string, unknown> | undefined {
  const value = record[key];
  return isObject(value) ? (value as Record<string, unknown>) : undefined;
}

/** The text at `key`; undefined when there is none, or an empty one. */
export function textAt(record: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = record[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function wholeAt(record: Readonly<Record<string, unknown>>, key: string): number {
  const value = record[key];
  return typeof value === 'number' && value > 0 && value < 2 ** 32 ? Math.round(value) : 0;
}
