import { basename, dirname, join } from 'node:path';
import { redactedStart } from '../bundle/brief.ts';
import { type HookEvent, isRecord, textField } from '../common/event.ts';
import type { RowOf } from '../common/spool.ts';
import type { HookWorld } from '../common/world.ts';
import { parseRecord } from '../transcript/parse-record.ts';
import { listPrice } from '../transcript/prices.ts';
import { readNewLines } from '../transcript/read.ts';
import { count, counted, emptyTally } from '../transcript/tally.ts';

/** Whether a tool starts a subagent, under its name of now or of old. */
function isAgentTool(tool: string | undefined): boolean {
  return tool === 'Agent' || tool === 'Task';
}

/**
 * The claude_agents row of a subagent that ended: on SubagentStop from its transcript, on the end of the Agent call
 * from the client's totals where it gives them. Both have the same key (the transcript's first line), so the later one
 * replaces the earlier. A background start gives no row: SubagentStop will. Undefined for every other event.
 */
export function agentRow(event: HookEvent, world: HookWorld): RowOf<'claude_agents'> | undefined {
  if (event.hook_event_name === 'SubagentStop') {
    if (event.agent_id === undefined) return undefined;
    return row(event, world, event.agent_id, event.agent_transcript_path, { outcome: 'ok', background: undefined });
  }
  if (!isAgentTool(event.tool_name)) return undefined;
  if (event.hook_event_name === 'PostToolUseFailure') {
    const outcome = event.is_interrupt ? 'interrupted' : 'error';
    return row(event, world, event.tool_use_id ?? 'unknown', undefined, { outcome, background: undefined });
  }
  const answer = isRecord(event.tool_response) ? event.tool_response : {};
  const agentId = textField(answer, 'agentId');
  if (event.hook_event_name !== 'PostToolUse' || answer.status !== 'completed' || agentId === undefined)
    return undefined;
  const own = { ...row(event, world, agentId, transcriptOf(event, agentId), { outcome: 'ok', background: false }) };
  return {
    ...own,
    duration_ms: numberAt(answer, 'totalDurationMs') ?? own.duration_ms,
    tokens_used: numberAt(answer, 'totalTokens') ?? own.tokens_used,
    tool_calls: numberAt(answer, 'totalToolUseCount') ?? own.tool_calls,
    model: textField(answer, 'resolvedModel') ?? own.model,
    result_length: JSON.stringify(answer.content ?? '').length,
  };
}

interface Ended {
  outcome: 'ok' | 'error' | 'interrupted';
  background: boolean | undefined;
}

function row(
  event: HookEvent,
  world: HookWorld,
  agentId: string,
  transcript: string | undefined,
  ended: Ended,
): RowOf<'claude_agents'> {
  const own = transcript === undefined ? undefined : measured(transcript, event.session_id);
  const prompt = textField(event.tool_input, 'prompt');
  return {
    timestamp: new Date(own?.started ?? world.now()).toISOString(),
    project: world.project,
    session_id: event.session_id,
    agent_type: textField(event.tool_input, 'subagent_type') ?? event.agent_type ?? 'unknown',
    parent_agent: isAgentTool(event.tool_name) ? (event.agent_type ?? 'main') : undefined,
    model: own?.model,
    agent_id: agentId,
    background: ended.background,
    success: ended.outcome === 'ok',
    outcome: ended.outcome,
    duration_ms: own?.durationMs ?? event.duration_ms,
    tokens_used: own?.tokens,
    cost_usd: own?.costUsd,
    tool_calls: own?.toolCalls,
    prompt_length: prompt?.length,
    result_length: event.last_assistant_message?.length,
    error: event.error === undefined ? undefined : redactedStart(event.error, 500),
  };
}

function transcriptOf(event: HookEvent, agentId: string): string | undefined {
  if (event.transcript_path === undefined || !/^[\w-]+$/.test(agentId)) return undefined;
  const folder = join(dirname(event.transcript_path), basename(event.transcript_path, '.jsonl'), 'subagents');
  return join(folder, `agent-${agentId}.jsonl`);
}

interface Measured {
  started: number | undefined;
  durationMs: number | undefined;
  tokens: number;
  toolCalls: number;
  model: string | undefined;
  costUsd: number | undefined;
}

function measured(transcript: string, sessionId: string): Measured | undefined {
  const tally = emptyTally();
  const position = readNewLines(transcript, undefined, (line) => {
    const record = parseRecord(line, sessionId);
    if (record) count(tally, record, false);
  });
  if (!position) return undefined;
  let tokens = 0;
  let costUsd: number | undefined = 0;
  let model: string | undefined;
  for (const response of counted(tally)) {
    const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = response.usage;
    tokens += input + output + cacheRead + cacheWrite5m + cacheWrite1h;
    const price = listPrice(response.model, response.usage, response.fast, response.at);
    costUsd = costUsd === undefined || price === undefined ? undefined : costUsd + price;
    model = response.model;
  }
  const { started, ended, calls } = tally;
  const durationMs = started === undefined || ended === undefined ? undefined : ended - started;
  return { started, durationMs, tokens, toolCalls: Object.keys(calls).length, model, costUsd };
}

function numberAt(record: Record<string, unknown>, key: string): number | undefined {
  return typeof record[key] === 'number' ? record[key] : undefined;
}
