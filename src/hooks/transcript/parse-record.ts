import { isRecord, textField } from '../common/event.ts';
import type { ToolResult, ToolUse, TranscriptRecord, Usage, UserRecord } from './record.ts';

const MAX_RESULT_TEXT = 2000;

/**
 * Reads one transcript line of `sessionId`. Undefined for what is no JSON object, for lines of another session, and for
 * lines copied from the session this one was forked from: those are counted there.
 */
export function parseRecord(line: string, sessionId: string): TranscriptRecord | undefined {
  const raw = parseObject(line);
  if (!raw || raw.forkedFrom !== undefined) return undefined;
  const owner = textField(raw, 'sessionId');
  if (owner !== undefined && owner !== sessionId) return undefined;
  if (raw.type === 'progress') return progressRecord(raw);
  return recordOf(raw, raw.isSidechain === true);
}

/** Old clients nest a subagent's messages in progress lines of the main transcript. */
function progressRecord(raw: Record<string, unknown>): TranscriptRecord {
  const nested = isRecord(raw.data) && isRecord(raw.data.message) ? raw.data.message : undefined;
  if (!nested) return { kind: 'other', ...common(raw, true) };
  return recordOf({ timestamp: raw.timestamp, ...nested }, true);
}

function recordOf(raw: Record<string, unknown>, sidechain: boolean): TranscriptRecord {
  const message = isRecord(raw.message) ? raw.message : undefined;
  if (raw.type === 'assistant' && message) return assistantRecord(raw, message, sidechain);
  if (raw.type === 'user' && message) return userRecord(raw, message, sidechain);
  if (raw.type === 'system' && raw.subtype === 'compact_boundary')
    return { kind: 'compaction', ...common(raw, sidechain) };
  return { kind: 'other', ...common(raw, sidechain) };
}

function common(raw: Record<string, unknown>, sidechain: boolean): Pick<UserRecord, 'time' | 'sidechain' | 'branch'> {
  const time = Date.parse(textField(raw, 'timestamp') ?? '');
  return { time: Number.isNaN(time) ? undefined : time, sidechain, branch: textField(raw, 'gitBranch') };
}

function assistantRecord(
  raw: Record<string, unknown>,
  message: Record<string, unknown>,
  sidechain: boolean,
): TranscriptRecord {
  const model = textField(message, 'model');
  // The client's own notices ("API error", "interrupted") are no responses and carry no usage of their own.
  if (raw.isApiErrorMessage === true || model === undefined || model === '<synthetic>' || !isRecord(message.usage)) {
    return { kind: 'other', ...common(raw, sidechain) };
  }
  const uuid = textField(raw, 'uuid') ?? '';
  const messageId = textField(message, 'id') ?? textField(raw, 'requestId') ?? uuid;
  return {
    kind: 'assistant',
    ...common(raw, sidechain),
    messageId,
    requestId: textField(raw, 'requestId') ?? '',
    model,
    usage: usageOf(message.usage),
    fast: message.usage.speed === 'fast' || message.speed === 'fast',
    text: texts(message.content),
    tools: toolUses(message.content),
    costUsd: typeof raw.costUSD === 'number' ? raw.costUSD : undefined,
  };
}

function usageOf(usage: Record<string, unknown>): Usage {
  const created = count(usage.cache_creation_input_tokens);
  const split = isRecord(usage.cache_creation) ? usage.cache_creation : {};
  const cacheWrite1h = count(split.ephemeral_1h_input_tokens);
  return {
    input: count(usage.input_tokens),
    output: count(usage.output_tokens),
    cacheRead: count(usage.cache_read_input_tokens),
    cacheWrite5m: Math.max(count(split.ephemeral_5m_input_tokens), created - cacheWrite1h, 0),
    cacheWrite1h,
  };
}

function count(value: unknown): number {
  return typeof value === 'number' && value > 0 ? Math.round(value) : 0;
}

function blocks(content: unknown): Record<string, unknown>[] {
  return Array.isArray(content) ? content.filter(isRecord) : [];
}

function texts(content: unknown): string {
  if (typeof content === 'string') return content;
  const found: string[] = [];
  for (const block of blocks(content))
    if (block.type === 'text' && typeof block.text === 'string') found.push(block.text);
  return found.join('\n');
}

function toolUses(content: unknown): ToolUse[] {
  const found: ToolUse[] = [];
  for (const block of blocks(content)) {
    const id = textField(block, 'id');
    const name = textField(block, 'name');
    if (block.type !== 'tool_use' || id === undefined || name === undefined) continue;
    found.push({ id, name, input: isRecord(block.input) ? block.input : {} });
  }
  return found;
}

function userRecord(raw: Record<string, unknown>, message: Record<string, unknown>, sidechain: boolean): UserRecord {
  const results: ToolResult[] = [];
  const { added, removed } = changedLines(raw.toolUseResult);
  for (const block of blocks(message.content)) {
    const toolUseId = textField(block, 'tool_use_id');
    if (block.type !== 'tool_result' || toolUseId === undefined) continue;
    const text = texts(block.content).slice(0, MAX_RESULT_TEXT);
    results.push({ toolUseId, isError: block.is_error === true, added, removed, text });
  }
  const own = results.length === 0 && raw.isMeta !== true && raw.isCompactSummary !== true && !sidechain;
  const prompt = own ? texts(message.content).trim() : '';
  return {
    kind: 'user',
    ...common(raw, sidechain),
    uuid: textField(raw, 'uuid') ?? '',
    // Lines in angle brackets are what the client notes about its own commands.
    prompt:
      prompt === '' || /^<(local-command|command-(stdout|stderr)|bash-(stdout|stderr)|system-)/.test(prompt)
        ? undefined
        : prompt,
    results,
  };
}

/** Counts the lines of the patch that the client notes for an edit; a created file is all added. */
function changedLines(result: unknown): { added: number; removed: number } {
  let added = 0;
  let removed = 0;
  if (!isRecord(result)) return { added, removed };
  for (const hunk of blocks(result.structuredPatch)) {
    for (const line of Array.isArray(hunk.lines) ? hunk.lines : []) {
      if (typeof line !== 'string') continue;
      if (line.startsWith('+')) added += 1;
      if (line.startsWith('-')) removed += 1;
    }
  }
  if (added === 0 && removed === 0 && result.type === 'create' && typeof result.content === 'string') {
    added = result.content.replace(/\n$/, '').split('\n').length;
  }
  return { added, removed };
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
