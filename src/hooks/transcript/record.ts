/** Tokens of one response, as the API counts them. */
export interface Usage {
  input: number;
  output: number;
  cacheRead: number;
  /** Written to the cache for five minutes, and for an hour. */
  cacheWrite5m: number;
  cacheWrite1h: number;
}

interface Common {
  /** Milliseconds since 1970, or undefined when the line has no time. */
  time: number | undefined;
  /** The line is of a subagent or of a side question, not of the main conversation. */
  sidechain: boolean;
  branch: string | undefined;
}

export interface ToolUse {
  id: string;
  name: string;
  input: Record<string, unknown>;
}

export interface AssistantRecord extends Common {
  kind: 'assistant';
  messageId: string;
  requestId: string;
  model: string;
  usage: Usage;
  fast: boolean;
  text: string;
  tools: ToolUse[];
  /** US dollars; only in transcripts of old clients. */
  costUsd: number | undefined;
}

export interface ToolResult {
  toolUseId: string;
  isError: boolean;
  /** Lines that the call added to and removed from a file. */
  added: number;
  removed: number;
  /** The start of what the tool answered. */
  text: string;
}

export interface UserRecord extends Common {
  kind: 'user';
  uuid: string;
  /** What the person wrote; undefined for tool results, the client's own notes and summaries. */
  prompt: string | undefined;
  results: ToolResult[];
}

interface CompactionRecord extends Common {
  kind: 'compaction';
}

interface OtherRecord extends Common {
  kind: 'other';
}

export type TranscriptRecord = AssistantRecord | UserRecord | CompactionRecord | OtherRecord;
