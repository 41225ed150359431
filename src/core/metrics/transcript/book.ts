import { type Columns, makeColumns } from './columns.ts';
import { type Ids, makeIds } from './ids.ts';

/** Tokens and cost of one model in one session. */
export interface ModelTotals {
  requests: number;
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
  /** See UNITS_PER_DOLLAR. */
  units: number;
  /** Requests without a known price, and requests whose cost the client wrote itself. */
  unpriced: number;
  given: number;
}

/** All that is counted of one session. Times are milliseconds since 1970; null where there was none. */
export interface Session {
  readonly id: string;
  /** The time of its rows: their key, so it stays when it has been told. */
  at: number | null;
  folder: string | null;
  started: number | null;
  ended: number | null;
  activeMs: number;
  branch: string | null;
  turns: number;
  calls: number;
  failed: number;
  edits: number;
  added: number;
  removed: number;
  compactions: number;
  messages: number;
  /** What the last response of the main conversation was sent. */
  context: { used: number; model: string; at: number; told: boolean } | null;
  models: Record<string, ModelTotals>;
}

/** All that is counted of one subagent. */
export interface Agent {
  readonly id: string;
  readonly session: string;
  at: number | null;
  type: string | null;
  parent: string | null;
  background: boolean | null;
  /** How it ended, as the answer to the call that started it says; null while nothing says so. */
  outcome: string | null;
  started: number | null;
  ended: number | null;
  model: string | null;
  tokens: number;
  units: number;
  unpriced: number;
  calls: number;
  promptLength: number | null;
  resultLength: number | null;
}

/** A call that has no answer yet. */
export interface Pending {
  readonly tool: string;
  readonly at: number | null;
  readonly agent: string | null;
  readonly inputBytes: number;
  readonly params: string;
  /** Of a call that starts a subagent: its kind, and how long its prompt is. */
  readonly starts: string | null;
}

export const SIDE = 1;
export const FAST = 2;
export const COUNTED = 4;
/** The client wrote what it cost. */
export const GIVEN = 8;
/** Its cost was recorded as it happened, and is not told again. */
export const RECORDED = 16;
/** It has a row with its cost. */
export const TOLD = 32;
export const ANSWERED = 1;

const REQUEST_SHAPE = {
  /** Numbers of the session and the model, and of the agent + 1. */
  session: Uint32Array,
  model: Uint16Array,
  /** Of the branch that was checked out + 1. */
  branch: Uint16Array,
  agent: Uint32Array,
  flags: Uint8Array,
  input: Uint32Array,
  output: Uint32Array,
  cacheRead: Uint32Array,
  cacheWrite5m: Uint32Array,
  cacheWrite1h: Uint32Array,
  time: Float64Array,
  given: Float64Array,
  /** The number of its message, and of the next request with the same one + 1. */
  message: Uint32Array,
  next: Uint32Array,
} as const;
const HEAD_SHAPE = { head: Uint32Array } as const;
const CALL_SHAPE = { session: Uint32Array, flags: Uint8Array } as const;

/**
 * What has been counted of all transcripts. Each request, call and prompt has one place here, whatever the number of files and lines in
 * which it stands and the order in which they are read; so reading a line again changes nothing.
 */
export interface Book {
  readonly messages: Ids;
  readonly heads: Columns<keyof typeof HEAD_SHAPE>;
  /** By message and request. */
  readonly requestIds: Ids;
  readonly requests: Columns<keyof typeof REQUEST_SHAPE>;
  readonly callIds: Ids;
  readonly calls: Columns<keyof typeof CALL_SHAPE>;
  readonly prompts: Ids;
  readonly models: string[];
  readonly branches: string[];
  readonly sessions: Session[];
  readonly sessionNumbers: Map<string, number>;
  readonly agents: Agent[];
  readonly agentNumbers: Map<string, number>;
  readonly pending: Map<string, Pending>;
  /** What was changed since its rows were last made. */
  readonly changed: { readonly requests: Set<number>; readonly sessions: Set<number>; readonly agents: Set<number> };
}

export function emptyBook(): Book {
  return {
    messages: makeIds(),
    heads: makeColumns(HEAD_SHAPE),
    requestIds: makeIds(),
    requests: makeColumns(REQUEST_SHAPE),
    callIds: makeIds(),
    calls: makeColumns(CALL_SHAPE),
    prompts: makeIds(),
    models: [],
    branches: [],
    sessions: [],
    sessionNumbers: new Map(),
    agents: [],
    agentNumbers: new Map(),
    pending: new Map(),
    changed: { requests: new Set(), sessions: new Set(), agents: new Set() },
  };
}

/** The number of a session, which is opened when it is new; it counts as changed. */
export function sessionNumber(book: Book, id: string): number {
  let number = book.sessionNumbers.get(id);
  if (number === undefined) {
    number = book.sessions.length;
    book.sessionNumbers.set(id, number);
    book.sessions.push({
      id,
      at: null,
      folder: null,
      started: null,
      ended: null,
      activeMs: 0,
      branch: null,
      turns: 0,
      calls: 0,
      failed: 0,
      edits: 0,
      added: 0,
      removed: 0,
      compactions: 0,
      messages: 0,
      context: null,
      models: {},
    });
  }
  book.changed.sessions.add(number);
  return number;
}

/** The number of a subagent, likewise. */
export function agentNumber(book: Book, id: string, session: string): number {
  let number = book.agentNumbers.get(id);
  if (number === undefined) {
    number = book.agents.length;
    book.agentNumbers.set(id, number);
    book.agents.push({
      id,
      session,
      at: null,
      type: null,
      parent: null,
      background: null,
      outcome: null,
      started: null,
      ended: null,
      model: null,
      tokens: 0,
      units: 0,
      unpriced: 0,
      calls: 0,
      promptLength: null,
      resultLength: null,
    });
  }
  book.changed.agents.add(number);
  return number;
}

/** The number of a text in a list, to which it is added when it is new. */
export function numberIn(list: string[], text: string): number {
  // What was asked for last is asked for again.
  const number = list.lastIndexOf(text);
  return number >= 0 ? number : list.push(text) - 1;
}
