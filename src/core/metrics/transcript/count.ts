import type { Emit } from '../emit.ts';
import type { PriceList } from '../prices/prices.ts';
import { type Agent, ANSWERED, agentNumber, type Book, RECORDED, type Session, sessionNumber } from './book.ts';
import { paramsOf } from './call.ts';
import { room } from './columns.ts';
import { add, find } from './ids.ts';
import { type Answer, type AnswerLine, type Line, type PromptLine, type ResponseLine, textAt } from './line.ts';
import { countRequest } from './requests.ts';
import { answerRow, contextRow } from './rows.ts';

/** What is known of the file that a line stands in. */
export interface TranscriptPlace {
  /** The session whose own transcript it is, or to which its subagent belongs; undefined where only the lines say it. */
  readonly session: string | undefined;
  /** The subagent whose transcript it is; undefined for a session's own. */
  readonly agent: string | undefined;
}

/** What counting needs beside the book. */
export interface Counting {
  readonly book: Book;
  readonly prices: PriceList;
  /** Takes the rows that are complete as soon as they are counted: of calls, and of the context at the end of a turn. */
  readonly emit: Emit;
  /** Whether a hook has recorded this call itself. */
  readonly isRecorded: (session: string, call: string) => boolean;
  /** The size of the context window that the client told for a session. */
  readonly windowOf: (session: string) => number | undefined;
}

// A longer silence is a person who is away.
const IDLE_MS = 5 * 60_000;
const EDIT_TOOLS = new Set(['Write', 'Edit', 'MultiEdit', 'NotebookEdit']);

/** Counts one line of a transcript. Counting it again, here or from another file, changes nothing. */
export function countLine(counting: Counting, line: Line, file: TranscriptPlace): void {
  const { book } = counting;
  const agentId = file.agent ?? line.place.agent;
  const main = agentId === undefined && !line.place.sidechain;
  const number = sessionNumber(book, line.place.session ?? file.session ?? 'unknown');
  const session = book.sessions[number]!;
  const agent = agentId === undefined ? -1 : agentNumber(book, agentId, session.id);
  const where = { number, session, agent, main };
  if (countKind(counting, line, where)) touch(session, book.agents[agent], line, main);
}

/** @returns whether the line is the session's own, no copy */
function countKind(counting: Counting, line: Line, where: Where): boolean {
  switch (line.kind) {
    case 'response':
      return countResponse(counting, line, where);
    case 'answers':
      return countAnswers(counting, line, where);
    case 'prompt':
      return countPrompt(counting, line, where);
    case 'compaction':
      return countCompaction(counting, line, where);
  }
}

interface Where {
  readonly number: number;
  readonly session: Session;
  /** The number of the agent, or -1. */
  readonly agent: number;
  readonly main: boolean;
}

/** Lets a line that is the session's own, no copy, move its times. */
function touch(session: Session, agent: Agent | undefined, line: Line, main: boolean): void {
  session.folder ??= line.place.folder ?? null;
  if (main && line.place.branch !== undefined) session.branch = line.place.branch;
  const { time } = line.place;
  if (Number.isNaN(time)) return;
  if (main && session.ended !== null && time > session.ended)
    session.activeMs += Math.min(time - session.ended, IDLE_MS);
  session.started = Math.min(time, session.started ?? time);
  session.ended = Math.max(time, session.ended ?? time);
  if (agent === undefined) return;
  agent.started = Math.min(time, agent.started ?? time);
  agent.ended = Math.max(time, agent.ended ?? time);
}

function countResponse(counting: Counting, line: ResponseLine, where: Where): boolean {
  const { book, prices } = counting;
  const { session, number, main } = where;
  const known = book.requests.length;
  const request = countRequest(book, prices, line, { session: number, agent: where.agent, main });
  const isOwn = book.requests.of.session[request] === number;
  if (request === known && counting.isRecorded(session.id, line.request)) book.requests.of.flags[request]! |= RECORDED;
  if (isOwn && request === known && main) session.messages++;
  for (const call of line.calls) countCall(book, line, call, where);
  if (!isOwn) return false;
  const { tokens } = line;
  const used = tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h;
  if (main && used > 0 && !Number.isNaN(line.place.time)) {
    const told = session.context?.told === true && session.context.at === line.place.time;
    session.context = { used, model: line.model, at: line.place.time, told };
  }
  const agent = book.agents[where.agent];
  if (agent) {
    agent.model = line.model;
    if (line.textLength > 0) agent.resultLength = line.textLength;
  }
  return true;
}

function countCall(book: Book, line: ResponseLine, call: ResponseLine['calls'][number], where: Where): void {
  const number = add(book.callIds, call.id);
  if (number < book.calls.length) return;
  room(book.calls);
  book.calls.of.session[number] = where.number;
  where.session.calls++;
  const agent = book.agents[where.agent];
  if (agent) agent.calls++;
  const isAgent = call.tool === 'Agent' || call.tool === 'Task';
  book.pending.set(call.id, {
    tool: call.tool,
    at: Number.isNaN(line.place.time) ? null : line.place.time,
    agent: agent?.type ?? agent?.id ?? null,
    inputBytes: Buffer.byteLength(JSON.stringify(call.input)),
    params: paramsOf(call.input, where.session.folder ?? line.place.folder),
    starts: isAgent ? (textAt(call.input, 'subagent_type') ?? 'general-purpose') : null,
  });
}

function countAnswers(counting: Counting, line: AnswerLine, where: Where): boolean {
  let isOwn = false;
  for (const answer of line.answers) {
    const number = find(counting.book.callIds, answer.call);
    if (number < 0 || counting.book.calls.of.session[number] !== where.number) continue;
    isOwn = true;
    countAnswer(counting, line, answer, number, where);
  }
  return isOwn;
}

function countAnswer(counting: Counting, line: AnswerLine, answer: Answer, number: number, where: Where): void {
  const { book } = counting;
  const { session } = where;
  if ((book.calls.of.flags[number]! & ANSWERED) !== 0) return;
  book.calls.of.flags[number]! |= ANSWERED;
  const call = book.pending.get(answer.call);
  book.pending.delete(answer.call);
  if (answer.failed) session.failed++;
  else if (call !== undefined && EDIT_TOOLS.has(call.tool)) session.edits++;
  const { added, removed } = changedLines(answer.about);
  session.added += added;
  session.removed += removed;
  if (call === undefined) return;
  const started = textAt(answer.about, 'agentId');
  if (call.starts !== null && started !== undefined) describeAgent(book, started, call.starts, answer, where);
  if (Number.isNaN(line.place.time) || counting.isRecorded(session.id, answer.call)) return;
  counting.emit('claude_tool_usage', answerRow(session, line, answer, call));
}

/** What the answer to the call that started a subagent says of it. */
function describeAgent(book: Book, id: string, type: string, answer: Answer, where: Where): void {
  const agent = book.agents[agentNumber(book, id, where.session.id)]!;
  const parent = book.agents[where.agent];
  agent.type = type;
  agent.parent = parent === undefined ? 'main' : (parent.type ?? parent.id);
  const status = textAt(answer.about, 'status');
  agent.background = status === 'async_launched' ? true : status === 'completed' ? false : agent.background;
  if (status === 'completed') agent.outcome = 'ok';
  else if (answer.failed) agent.outcome = 'error';
}

/** Counts the lines of the patch that the client notes for an edit; a created file is all added. */
function changedLines(about: Readonly<Record<string, unknown>>): { added: number; removed: number } {
  let added = 0;
  let removed = 0;
  const hunks = about['structuredPatch'];
  for (const hunk of Array.isArray(hunks) ? (hunks as unknown[]) : []) {
    const lines = (hunk as { lines?: unknown } | null)?.lines;
    for (const text of Array.isArray(lines) ? (lines as unknown[]) : []) {
      if (typeof text !== 'string') continue;
      if (text.startsWith('+')) added++;
      if (text.startsWith('-')) removed++;
    }
  }
  const { content } = about;
  if (added === 0 && removed === 0 && about['type'] === 'create' && typeof content === 'string')
    added = content.replace(/\n$/, '').split('\n').length;
  return { added, removed };
}

function countPrompt(counting: Counting, line: PromptLine, where: Where): boolean {
  const { book } = counting;
  const { session } = where;
  const known = book.prompts.hashes.length;
  // A copy has another uuid, but the time and the text of the first one.
  const isNew = add(book.prompts, `${line.place.time}\n${line.text.slice(0, 200)}`) === known;
  if (!isNew) return false;
  const agent = book.agents[where.agent];
  if (agent) agent.promptLength ??= line.text.length;
  if (!where.main) return true;
  tellContext(counting, session);
  session.turns++;
  session.messages++;
  return true;
}

/** Makes the row of the session's context, if it has not been told. */
export function tellContext(counting: Counting, session: Session): void {
  if (session.context === null || session.context.told) return;
  session.context.told = true;
  counting.emit('claude_context', contextRow(session, session.context, counting.windowOf(session.id)));
}

function countCompaction(counting: Counting, line: Line, where: Where): boolean {
  if (!where.main) return false;
  const known = counting.book.prompts.hashes.length;
  if (add(counting.book.prompts, `compaction\n${where.session.id}\n${line.place.time}`) < known) return false;
  tellContext(counting, where.session);
  where.session.compactions++;
  where.session.context = null;
  return true;
}
