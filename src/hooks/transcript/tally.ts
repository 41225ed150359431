import type { AssistantRecord, TranscriptRecord, Usage, UserRecord } from './record.ts';

/**
 * One response as it is remembered: sidechain, model, the five token counts, fast, cost in US dollars or null, and when it began in
 * milliseconds since 1970 or null. What an older version of the hook has kept has no time.
 */
type Response = [0 | 1, string, number, number, number, number, number, 0 | 1, number | null, (number | null)?];

/** One tool call: failed, lines added, lines removed, whether it is an edit. */
type Call = [0 | 1, number, number, 0 | 1];

/** Tokens and cost of one model in a session. `costUsd` is undefined where a response has no known price. */
export interface ModelTotals {
  model: string;
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
  costUsd: number | undefined;
  costBasis: 'statusline' | 'transcript' | 'list-price' | 'unknown';
}

/** The calls of a session. */
export interface CallTotals {
  calls: number;
  errors: number;
  edits: number;
  linesAdded: number;
  linesRemoved: number;
}

/** What was added up already; see settle. The ids stand in one text, each with a space on both sides: quick to read back. */
interface Settled {
  responses: number;
  responseIds: string;
  callIds: string;
  models: ModelTotals[];
  calls: CallTotals;
}

/**
 * What has been counted of a session; plain JSON. Counting a line again changes nothing, and the order of the files does
 * not matter: each response and call has one place, and takes the larger numbers.
 */
export interface Tally {
  /** By message id, then by request id. */
  responses: Record<string, Record<string, Response>>;
  calls: Record<string, Call>;
  settled: Settled;
  prompts: Record<string, 1>;
  /** Milliseconds since 1970. */
  started: number | undefined;
  ended: number | undefined;
  activeMs: number;
  branch: string | undefined;
  compactions: number;
  /** Of the last response of the main conversation since the last compaction. */
  context: { used: number; model: string } | undefined;
}

const EDIT_TOOLS = new Set(['Write', 'Edit', 'MultiEdit', 'NotebookEdit']);
// A longer silence is a person who is away.
const IDLE_MS = 5 * 60_000;

export function emptyTally(): Tally {
  return {
    responses: {},
    calls: {},
    settled: {
      responses: 0,
      responseIds: ' ',
      callIds: ' ',
      models: [],
      calls: { calls: 0, errors: 0, edits: 0, linesAdded: 0, linesRemoved: 0 },
    },
    prompts: {},
    started: undefined,
    ended: undefined,
    activeMs: 0,
    branch: undefined,
    compactions: 0,
    context: undefined,
  };
}

/** Adds one line to the tally, in place. `inMain` tells the session's own file from a subagent's. */
export function count(tally: Tally, record: TranscriptRecord, inMain: boolean): void {
  const main = inMain && !record.sidechain;
  countTime(tally, record.time, inMain);
  if (main && record.branch !== undefined) tally.branch = record.branch;
  switch (record.kind) {
    case 'assistant':
      countResponse(tally, record, main);
      return;
    case 'user':
      countUser(tally, record, main);
      return;
    case 'compaction':
      if (!main) return;
      tally.compactions += 1;
      tally.context = undefined;
      return;
    case 'other':
      return;
  }
}

function countTime(tally: Tally, time: number | undefined, inMain: boolean): void {
  if (time === undefined) return;
  if (tally.started === undefined || time < tally.started) tally.started = time;
  if (inMain && tally.ended !== undefined && time > tally.ended)
    tally.activeMs += Math.min(time - tally.ended, IDLE_MS);
  if (tally.ended === undefined || time > tally.ended) tally.ended = time;
}

function countResponse(tally: Tally, record: AssistantRecord, main: boolean): void {
  const { usage } = record;
  if (main) {
    const used = usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
    if (used > 0) tally.context = { used, model: record.model };
  }
  for (const tool of record.tools) {
    if (isSettled(tally.settled.callIds, tool.id)) continue;
    const call = tally.calls[tool.id];
    tally.calls[tool.id] = [call?.[0] ?? 0, call?.[1] ?? 0, call?.[2] ?? 0, EDIT_TOOLS.has(tool.name) ? 1 : 0];
  }
  if (isSettled(tally.settled.responseIds, record.messageId)) return;
  tally.responses[record.messageId] ??= {};
  const requests = tally.responses[record.messageId]!;
  const old = requests[record.requestId];
  // Every content block of a response repeats its usage, and the output count grows: the largest is the last.
  requests[record.requestId] = [
    main ? 0 : 1,
    record.model,
    Math.max(usage.input, old?.[2] ?? 0),
    Math.max(usage.output, old?.[3] ?? 0),
    Math.max(usage.cacheRead, old?.[4] ?? 0),
    Math.max(usage.cacheWrite5m, old?.[5] ?? 0),
    Math.max(usage.cacheWrite1h, old?.[6] ?? 0),
    record.fast ? 1 : 0,
    record.costUsd ?? old?.[8] ?? null,
    old?.[9] ?? record.time ?? null,
  ];
}

function isSettled(ids: string, id: string): boolean {
  return ids.includes(` ${id} `);
}

function countUser(tally: Tally, record: UserRecord, main: boolean): void {
  if (main && record.prompt !== undefined) tally.prompts[record.uuid] = 1;
  for (const result of record.results) {
    const call = tally.calls[result.toolUseId];
    // The answer to a call whose own line is in another session's file is not ours.
    if (!call) continue;
    call[0] = result.isError ? 1 : call[0];
    call[1] = Math.max(call[1], result.added);
    call[2] = Math.max(call[2], result.removed);
  }
}

/** The responses that count and are not settled: of a message that the main conversation has, a side question's copy does not. */
export function* counted(
  tally: Tally,
): Generator<{ model: string; usage: Usage; fast: boolean; costUsd: number | undefined; at: number | undefined }> {
  for (const requests of Object.values(tally.responses)) {
    const all = Object.values(requests);
    const main = all.filter((response) => response[0] === 0);
    for (const response of main.length > 0 ? main : all) {
      const [, model, input, output, cacheRead, cacheWrite5m, cacheWrite1h, fast, costUsd, at] = response;
      const usage = { input, output, cacheRead, cacheWrite5m, cacheWrite1h };
      yield { model, usage, fast: fast === 1, costUsd: costUsd ?? undefined, at: at ?? undefined };
    }
  }
}
