import { appendFileSync } from 'node:fs';

type Json = Record<string, unknown>;

let lines = 0;

/** Fills in what every line of a transcript has; each line is a second after the one before. */
function line(type: string, fields: Json): Json {
  lines += 1;
  const timestamp = new Date(Date.parse('2026-03-01T10:00:00.000Z') + lines * 1000).toISOString();
  return { type, sessionId: 'session-1', timestamp, uuid: `uuid-${lines}`, gitBranch: 'feat/x', ...fields };
}

export interface Response {
  id: string;
  request?: string;
  model?: string;
  input?: number;
  output?: number;
  cacheRead?: number;
  content?: Json[];
  fields?: Json;
}

/** One line of a response. */
export function assistant(response: Response): Json {
  const { id, request = `req-${id}`, model = 'claude-sonnet-4-5', input = 100, output = 10, cacheRead = 0 } = response;
  const usage = {
    input_tokens: input,
    output_tokens: output,
    cache_read_input_tokens: cacheRead,
    cache_creation_input_tokens: 0,
  };
  const message = {
    id,
    model,
    role: 'assistant',
    usage,
    content: response.content ?? [{ type: 'text', text: `text of ${id}` }],
  };
  return line('assistant', { requestId: request, message, ...response.fields });
}

export function toolUse(id: string, name: string, input: Json): Json {
  return { type: 'tool_use', id, name, input };
}

export function prompt(text: string, fields: Json = {}): Json {
  return line('user', { message: { role: 'user', content: text }, ...fields });
}

export function toolResult(id: string, text: string, isError = false, fields: Json = {}): Json {
  const content = [{ type: 'tool_result', tool_use_id: id, content: [{ type: 'text', text }], is_error: isError }];
  return line('user', { message: { role: 'user', content }, ...fields });
}

export function compaction(): Json {
  return line('system', { subtype: 'compact_boundary' });
}

/** Appends lines to a transcript as the client does. */
export function append(file: string, ...records: Json[]): void {
  appendFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}
