import { isRecord, textField } from '../common/event.ts';
import type { AssistantRecord, ToolResult, ToolUse, TranscriptRecord, UserRecord } from '../transcript/record.ts';

/** A task as the session's list has it. */
export interface HandoverTask {
  content: string;
  status: string;
}

/** A command that failed and has not succeeded since. */
export interface Failure {
  what: string;
  error: string;
}

/** Something the person decided: an answer to a question, or a plan that was approved. */
export interface DecisionMade {
  question: string;
  answer: string;
}

/** What the main conversation came to; plain JSON, of bounded size however long the conversation is. */
export interface Digest {
  /** The newest prompts of the person, oldest first. */
  prompts: string[];
  /** The last todo list; undefined when the session made none. */
  todos: HandoverTask[] | undefined;
  failures: Record<string, Failure>;
  decisions: DecisionMade[];
  lastText: string;
  /** Calls without an answer yet, by id: what an answer will be about. */
  pending: Record<string, { key: string; about: string }>;
  compactions: number;
  /** Tokens of the last response's context, and its model; undefined right after a compaction. */
  context: { used: number; model: string } | undefined;
}

const MAX_PROMPTS = 8;
const MAX_PROMPT = 600;
const MAX_FAILURES = 6;
const MAX_DECISIONS = 10;
const MAX_PENDING = 100;
const MAX_TEXT = 4000;
const MAX_ERROR = 300;

export function emptyDigest(): Digest {
  return {
    prompts: [],
    todos: undefined,
    failures: {},
    decisions: [],
    lastText: '',
    pending: {},
    compactions: 0,
    context: undefined,
  };
}

/** Adds one record of the main conversation to the digest, in place; a sidechain's record changes nothing. */
export function digestRecord(digest: Digest, record: TranscriptRecord): void {
  if (record.sidechain) return;
  switch (record.kind) {
    case 'assistant':
      digestAssistant(digest, record);
      return;
    case 'user':
      digestUser(digest, record);
      return;
    case 'compaction':
      digest.compactions += 1;
      digest.context = undefined;
      return;
    case 'other':
      return;
  }
}

function digestAssistant(digest: Digest, record: AssistantRecord): void {
  if (record.text.trim() !== '') digest.lastText = record.text.slice(0, MAX_TEXT);
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = record.usage;
  const used = input + cacheRead + cacheWrite5m + cacheWrite1h;
  if (used > 0) digest.context = { used, model: record.model };
  for (const tool of record.tools) {
    if (tool.name === 'TodoWrite') digest.todos = todosOf(tool.input);
    const about = aboutOf(tool);
    if (about !== undefined) digest.pending[tool.id] = { key: tool.name, about };
  }
  keepNewest(digest.pending, MAX_PENDING);
}

/** What is remembered of a call until its answer comes; undefined for calls whose failure or answer says nothing later. */
function aboutOf(tool: ToolUse): string | undefined {
  switch (tool.name) {
    case 'Bash':
    case 'PowerShell':
      return textField(tool.input, 'command')?.slice(0, MAX_PROMPT);
    case 'AskUserQuestion': {
      const questions = Array.isArray(tool.input.questions) ? tool.input.questions.filter(isRecord) : [];
      return questions
        .map((question) => textField(question, 'question') ?? '')
        .join(' / ')
        .slice(0, MAX_PROMPT);
    }
    case 'ExitPlanMode':
      return (textField(tool.input, 'plan') ?? '').slice(0, MAX_TEXT);
    default:
      return undefined;
  }
}

function todosOf(input: Record<string, unknown>): HandoverTask[] {
  const found: HandoverTask[] = [];
  for (const todo of Array.isArray(input.todos) ? input.todos.filter(isRecord) : []) {
    const content = textField(todo, 'content');
    if (content !== undefined)
      found.push({ content: content.slice(0, 300), status: textField(todo, 'status') ?? 'pending' });
  }
  return found;
}

function digestUser(digest: Digest, record: UserRecord): void {
  if (record.prompt !== undefined) {
    digest.prompts = [...digest.prompts, record.prompt.slice(0, MAX_PROMPT)].slice(-MAX_PROMPTS);
  }
  for (const result of record.results) {
    const call = digest.pending[result.toolUseId];
    if (!call) continue;
    delete digest.pending[result.toolUseId];
    digestResult(digest, call, result);
  }
}

function digestResult(digest: Digest, call: { key: string; about: string }, result: ToolResult): void {
  if (call.key === 'Bash' || call.key === 'PowerShell') {
    // Deleted first, so that a repeated failure becomes the newest.
    delete digest.failures[call.about];
    if (result.isError) digest.failures[call.about] = { what: call.about, error: result.text.slice(0, MAX_ERROR) };
    keepNewest(digest.failures, MAX_FAILURES);
    return;
  }
  if (result.isError) return;
  const decision =
    call.key === 'ExitPlanMode'
      ? { question: 'Plan approved', answer: call.about }
      : { question: call.about, answer: result.text.slice(0, MAX_PROMPT) };
  digest.decisions = [...digest.decisions, decision].slice(-MAX_DECISIONS);
}

function keepNewest(record: Record<string, unknown>, max: number): void {
  const keys = Object.keys(record);
  for (const key of keys.slice(0, Math.max(0, keys.length - max))) delete record[key];
}
