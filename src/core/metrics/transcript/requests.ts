import { costOf, type PriceList, type Tokens, UNITS_PER_DOLLAR } from '../prices/prices.ts';
import { type Book, COUNTED, FAST, GIVEN, type ModelTotals, numberIn, RECORDED, SIDE } from './book.ts';
import { room } from './columns.ts';
import { add } from './ids.ts';
import type { ResponseLine } from './line.ts';

/** What one request used and cost. */
export interface Request {
  readonly session: number;
  readonly model: string;
  readonly branch: string | undefined;
  /** The number of the agent, or -1. */
  readonly agent: number;
  readonly counted: boolean;
  readonly given: boolean;
  /** Its cost was recorded as it happened. */
  readonly recorded: boolean;
  /** Milliseconds since 1970, or NaN. */
  readonly time: number;
  readonly tokens: Tokens;
  /** See UNITS_PER_DOLLAR; undefined where no price is known. */
  readonly units: number | undefined;
}

/** Reads back the request of this number. */
export function requestAt(book: Book, prices: PriceList, number: number): Request {
  const { of } = book.requests;
  const flags = of.flags[number]!;
  const time = of.time[number]!;
  const model = book.models[of.model[number]!]!;
  const tokens = {
    input: of.input[number]!,
    output: of.output[number]!,
    cacheRead: of.cacheRead[number]!,
    cacheWrite5m: of.cacheWrite5m[number]!,
    cacheWrite1h: of.cacheWrite1h[number]!,
  };
  const given = (flags & GIVEN) !== 0;
  const at = Number.isNaN(time) ? undefined : time;
  return {
    session: of.session[number]!,
    model,
    branch: book.branches[of.branch[number]! - 1],
    agent: of.agent[number]! - 1,
    counted: (flags & COUNTED) !== 0,
    given,
    recorded: (flags & RECORDED) !== 0,
    time,
    tokens,
    units: given ? of.given[number]! : costOf(prices, model, tokens, { fast: (flags & FAST) !== 0, at }),
  };
}

/** Where a line of a response was read. */
export interface RequestPlace {
  readonly session: number;
  /** The number of the agent, or -1. */
  readonly agent: number;
  /** Of the main conversation. */
  readonly main: boolean;
}

/**
 * Counts one line of a response: its request takes the larger of each number, for each line repeats the usage so far. A copy in another
 * session's file is counted where it was read first. Of a message that the main conversation has, the copies of side questions do not
 * count, whichever is read first.
 * @returns the number of the request
 */
export function countRequest(book: Book, prices: PriceList, line: ResponseLine, place: RequestPlace): number {
  const number = add(book.requestIds, `${line.message}\n${line.request}`);
  const isNew = number === book.requests.length;
  if (isNew) open(book, line, place);
  else if (isRepeated(book, line, place, number)) return number;
  else withdraw(book, prices, number);
  const { of } = book.requests;
  for (const kind of KINDS) of[kind][number] = Math.max(of[kind][number]!, line.tokens[kind]);
  if (line.fast) of.flags[number]! |= FAST;
  if (line.costUsd !== undefined) {
    of.flags[number]! |= GIVEN;
    of.given[number] = Math.round(line.costUsd * UNITS_PER_DOLLAR);
  }
  if (place.main) of.flags[number]! &= ~SIDE;
  settleCopies(book, prices, number);
  book.changed.requests.add(number);
  return number;
}

/** Whether all that a line says of a request is known, as it is of most lines. */
function isRepeated(book: Book, line: ResponseLine, place: RequestPlace, number: number): boolean {
  const { of } = book.requests;
  const flags = of.flags[number]!;
  if (line.fast && (flags & FAST) === 0) return false;
  if (line.costUsd !== undefined) return false;
  if (place.main && (flags & SIDE) !== 0) return false;
  for (const kind of KINDS) if (line.tokens[kind] > of[kind][number]!) return false;
  return true;
}

const KINDS = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'] as const;

function open(book: Book, line: ResponseLine, place: RequestPlace): void {
  const number = room(book.requests);
  const message = add(book.messages, line.message);
  if (message === book.heads.length) room(book.heads);
  const { of } = book.requests;
  of.session[number] = place.session;
  of.model[number] = numberIn(book.models, line.model);
  if (line.place.branch !== undefined) of.branch[number] = numberIn(book.branches, line.place.branch) + 1;
  of.agent[number] = place.agent + 1;
  of.flags[number] = SIDE;
  of.time[number] = line.place.time;
  of.message[number] = message;
  of.next[number] = book.heads.of.head[message]!;
  book.heads.of.head[message] = number + 1;
}

/** Counts the requests of a message that count now, and no others. */
function settleCopies(book: Book, prices: PriceList, number: number): void {
  const { flags } = book.requests.of;
  const all = requestsLike(book, number);
  const hasMain = all.some((one) => (flags[one]! & SIDE) === 0);
  for (const one of all) {
    const counts = !hasMain || (flags[one]! & SIDE) === 0;
    if (counts === ((flags[one]! & COUNTED) !== 0)) continue;
    if (counts) enter(book, prices, one);
    else withdraw(book, prices, one);
    book.changed.requests.add(one);
  }
}

/** The numbers of all requests with the message of this one. */
function requestsLike(book: Book, number: number): number[] {
  const { message, next } = book.requests.of;
  const all: number[] = [];
  for (let one = book.heads.of.head[message[number]!]!; one > 0; one = next[one - 1]!) all.push(one - 1);
  return all;
}

function enter(book: Book, prices: PriceList, number: number): void {
  book.requests.of.flags[number]! |= COUNTED;
  post(book, requestAt(book, prices, number), 1);
}

function withdraw(book: Book, prices: PriceList, number: number): void {
  const request = requestAt(book, prices, number);
  if (!request.counted) return;
  post(book, request, -1);
  book.requests.of.flags[number]! &= ~COUNTED;
}

/** Adds what a request used to the totals of its session and its agent, or takes it out again. */
function post(book: Book, request: Request, sign: 1 | -1): void {
  const { tokens } = request;
  book.changed.sessions.add(request.session);
  const { models } = book.sessions[request.session]!;
  models[request.model] ??= { ...NOTHING };
  const total = models[request.model]!;
  total.requests += sign;
  total.input += sign * tokens.input;
  total.output += sign * tokens.output;
  total.cacheRead += sign * tokens.cacheRead;
  total.cacheWrite += sign * (tokens.cacheWrite5m + tokens.cacheWrite1h);
  total.units += sign * (request.units ?? 0);
  if (request.units === undefined) total.unpriced += sign;
  if (request.given) total.given += sign;
  const agent = book.agents[request.agent];
  if (agent === undefined) return;
  book.changed.agents.add(request.agent);
  agent.tokens += sign * (tokens.input + tokens.output + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h);
  agent.units += sign * (request.units ?? 0);
  if (request.units === undefined) agent.unpriced += sign;
}

const NOTHING: ModelTotals = {
  requests: 0,
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
  units: 0,
  unpriced: 0,
  given: 0,
};
