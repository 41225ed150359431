import type { MetricsRows } from '../../../../generated/metrics.ts';
import type { Emit } from '../emit.ts';
import { type PriceList, UNITS_PER_DOLLAR } from '../prices/prices.ts';
import { contextWindow } from '../prices/window.ts';
import { projectName } from '../projectName.ts';
import { taskType } from '../taskType.ts';
import { type Agent, type Book, type ModelTotals, type Pending, type Session, TOLD } from './book.ts';
import { outcomeOf } from './call.ts';
import type { Answer, AnswerLine } from './line.ts';
import { type Request, requestAt } from './requests.ts';

/** How exact a cost is: the client's own, made from tokens by list prices, or not known. */
type CostBasis = 'transcript' | 'list-price' | 'unknown';

function projectOf(session: Session): string {
  return projectName(session.folder);
}

/** Microseconds of milliseconds. */
const moment = (time: number): number => Math.round(time * 1000);
const dollars = (units: number): number => units / UNITS_PER_DOLLAR;

function costBasis(total: ModelTotals): CostBasis {
  if (total.unpriced > 0) return 'unknown';
  return total.given > 0 && total.given === total.requests ? 'transcript' : 'list-price';
}

/** The claude_tool_usage row of a call that was answered. How long it ran is told only where the client says it: the time until the answer holds the person's thinking about a permission. */
export function answerRow(
  session: Session,
  line: AnswerLine,
  answer: Answer,
  call: Pending,
): MetricsRows['claude_tool_usage'] {
  const outcome = outcomeOf(answer.failed, answer.text);
  const code = /^(?:Error: )?Exit code (\d{1,3})\b/.exec(answer.text)?.[1];
  const kind = outcome === 'interrupted' ? 'interrupt' : code === undefined ? 'tool-error' : `exit-${code}`;
  const duration = answer.about['durationMs'] ?? answer.about['totalDurationMs'];
  return {
    timestamp: moment(line.place.time),
    project: projectOf(session),
    session_id: session.id,
    tool_name: call.tool,
    agent_type: call.agent ?? undefined,
    tool_use_id: answer.call,
    success: outcome === 'ok',
    outcome,
    duration_ms: typeof duration === 'number' ? duration : undefined,
    input_bytes: call.inputBytes,
    output_bytes: Buffer.byteLength(answer.text),
    error_kind: outcome === 'ok' ? undefined : kind,
    params: call.params,
  };
}

/** The claude_context row of what the last response was sent, at its time, so that the same state told twice is one row. */
export function contextRow(
  session: Session,
  context: NonNullable<Session['context']>,
  known: number | undefined,
): MetricsRows['claude_context'] {
  const max = contextWindow(context.model, context.used, known);
  return {
    timestamp: moment(context.at),
    project: projectOf(session),
    session_id: session.id,
    model: context.model,
    trigger: 'turn',
    context_used: context.used,
    context_max: max,
    utilization_pct: Math.round((1000 * context.used) / max) / 10,
    message_count: session.messages,
    compactions: session.compactions,
  };
}

/** Makes the rows of all that was changed, and forgets that it was. `ownsSession` tells whether a hook writes the rows of a session itself. */
export function emitChanged(
  book: Book,
  prices: PriceList,
  emit: Emit,
  ownsSession: (session: string) => boolean,
): void {
  const told = contexts();
  for (const number of book.changed.requests) emitCost(book, prices, number, { emit, contextOf: told });
  for (const number of book.changed.sessions) {
    const session = book.sessions[number]!;
    session.at ??= session.started;
    if (session.at === null) continue;
    emitUnpriced(session, session.at, emit);
    if (!ownsSession(session.id)) emitSession(session, session.at, emit);
  }
  for (const number of book.changed.agents) {
    const agent = book.agents[number]!;
    agent.at ??= agent.started;
    if (agent.at !== null) emit('claude_agents', agentRow(book, agent, agent.at));
  }
  for (const changed of Object.values(book.changed)) changed.clear();
}

/** The cost of one request, at its own time: what a day cost is the sum of these. One that no longer counts is worth nothing. */
function emitCost(book: Book, prices: PriceList, number: number, { emit, contextOf }: Telling): void {
  const request = requestAt(book, prices, number);
  const session = book.sessions[request.session]!;
  if (Number.isNaN(request.time) || request.recorded) return;
  const { flags } = book.requests.of;
  if (!request.counted && (flags[number]! & TOLD) === 0) return;
  flags[number]! |= TOLD;
  const { high, low } = book.requestIds.hashes.of;
  emit('claude_events', {
    timestamp: moment(request.time),
    project: projectOf(session),
    session_id: session.id,
    event_type: 'info',
    severity: 'low',
    category: 'cost',
    event_id: `${high[number]!.toString(16).padStart(8, '0')}${low[number]!.toString(16).padStart(8, '0')}`,
    count: request.counted ? 1 : 0,
    value: !request.counted ? 0 : request.units === undefined ? undefined : dollars(request.units),
    context: contextOf(request),
  });
}

interface Telling {
  readonly emit: Emit;
  readonly contextOf: (request: Request) => string;
}

/** What a cost is told with, made once for all requests that it is the same for. */
function contexts(): Telling['contextOf'] {
  const made = new Map<string, string>();
  return ({ model, branch, given, units }) => {
    const basis: CostBasis = given ? 'transcript' : units === undefined ? 'unknown' : 'list-price';
    const key = `${model}\n${branch ?? ''}\n${basis}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const context = JSON.stringify({ model, branch, task: taskType(branch), basis });
    made.set(key, context);
    return context;
  };
}

function emitSession(session: Session, at: number, emit: Emit): void {
  const { branch } = session;
  const whole = {
    duration_min: ((session.ended ?? at) - (session.started ?? at)) / 60_000,
    active_min: session.activeMs / 60_000,
    turns: session.turns,
    lines_added: session.added,
    lines_removed: session.removed,
    tool_count: session.calls,
    error_count: session.failed,
    edits: session.edits,
  };
  let isFirst = true;
  for (const [model, total] of Object.entries(session.models)) {
    emit('claude_sessions', {
      timestamp: moment(at),
      project: projectOf(session),
      session_id: session.id,
      model,
      git_branch: branch ?? undefined,
      task_type: taskType(branch ?? undefined),
      source: 'transcript',
      updated_at: moment(session.ended ?? at),
      tokens_input: total.input,
      tokens_output: total.output,
      tokens_cache: total.cacheRead + total.cacheWrite,
      tokens_cache_read: total.cacheRead,
      tokens_cache_creation: total.cacheWrite,
      cost_usd: total.unpriced > 0 ? undefined : dollars(total.units),
      cost_basis: costBasis(total),
      ...(isFirst ? whole : {}),
    });
    isFirst = false;
  }
}

function emitUnpriced(session: Session, at: number, emit: Emit): void {
  for (const [model, total] of Object.entries(session.models)) {
    if (total.unpriced === 0) continue;
    emit('claude_events', {
      timestamp: moment(at),
      project: projectOf(session),
      session_id: session.id,
      event_type: 'warning',
      severity: 'medium',
      category: 'cost',
      event_id: `no-price:${model}`,
      count: 1,
      context: `no list price is known for ${model}`,
    });
  }
}

function agentRow(book: Book, agent: Agent, at: number): MetricsRows['claude_agents'] {
  const session = book.sessions[book.sessionNumbers.get(agent.session) ?? -1];
  // Nothing says that a subagent in the background has ended; one that has not said anything has not.
  const outcome = agent.outcome ?? (agent.resultLength === null ? 'running' : 'ok');
  return {
    timestamp: moment(at),
    project: session && projectOf(session),
    session_id: agent.session,
    agent_type: agent.type ?? 'unknown',
    parent_agent: agent.parent ?? undefined,
    model: agent.model ?? undefined,
    agent_id: agent.id,
    background: agent.background ?? undefined,
    success: outcome === 'ok',
    outcome,
    duration_ms: (agent.ended ?? at) - (agent.started ?? at),
    tokens_used: agent.tokens,
    cost_usd: agent.unpriced > 0 ? undefined : dollars(agent.units),
    tool_calls: agent.calls,
    prompt_length: agent.promptLength ?? undefined,
    result_length: agent.resultLength ?? undefined,
  };
}
