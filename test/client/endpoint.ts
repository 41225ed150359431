import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One turn of the assistant: a text, or one call of a tool. */
export type Turn = { readonly text: string } | { readonly tool: string; readonly input: Record<string, unknown> };

interface Message {
  readonly role: string;
  readonly content: unknown;
}

/** A request for an answer, as the client sent it. */
interface Asked {
  readonly messages: readonly Message[];
  readonly tools: readonly { readonly name: string }[];
  readonly system: unknown;
}

export interface Endpoint {
  readonly url: string;
  /** All requests so far. */
  readonly asked: readonly Asked[];
  /** What conversations that hold the mark are answered, turn by turn; others get a word. */
  play(mark: string, turns: readonly Turn[]): void;
  close(): void;
}

const USAGE = { input_tokens: 100, output_tokens: 10, cache_creation_input_tokens: 0, cache_read_input_tokens: 2000 };

/** A stand-in for the Messages API on loopback, which plays a script. */
export async function startEndpoint(): Promise<Endpoint> {
  const asked: Asked[] = [];
  const scripts = new Map<string, readonly Turn[]>();
  let ids = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = (request.url ?? '').split('?')[0];
      const text = Buffer.concat(chunks).toString('utf8');
      if (request.method !== 'POST' || path !== '/v1/messages') {
        response.writeHead(path === '/v1/messages/count_tokens' ? 200 : 404, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ input_tokens: Math.ceil(text.length / 4) }));
        return;
      }
      const body = JSON.parse(text) as Asked & { readonly model: string; readonly stream?: boolean };
      asked.push(body);
      const id = `${++ids}`;
      const turn = nextTurn(body, scripts);
      const block = 'text' in turn ? { type: 'text', ...turn } : toolUse(`toolu_${id}`, turn);
      const stop = 'text' in turn ? 'end_turn' : 'tool_use';
      const head = { id: `msg_${id}`, type: 'message', role: 'assistant', model: body.model };
      if (body.stream !== true) {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(
          JSON.stringify({ ...head, content: [block], stop_reason: stop, stop_sequence: null, usage: USAGE }),
        );
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream', 'request-id': `req_${id}` });
      for (const event of eventsOf(head, block, stop)) {
        response.write(`event: ${event['type'] as string}\ndata: ${JSON.stringify(event)}\n\n`);
      }
      response.end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    play: (mark, turns) => void scripts.set(mark, turns),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Turn k is played when k turns of the assistant follow the last message that has the mark. */
function nextTurn(body: Asked, scripts: ReadonlyMap<string, readonly Turn[]>): Turn {
  // Requests without tools are the client's own: titles and the like.
  if ((body.tools ?? []).length === 0) return { text: 'A title' };
  for (const [mark, turns] of scripts) {
    const at = body.messages.findLastIndex((message) => message.role === 'user' && textsIn(message).includes(mark));
    if (at < 0) continue;
    const done = body.messages.slice(at + 1).filter((message) => message.role === 'assistant').length;
    return turns[done] ?? { text: 'That is all.' };
  }
  return { text: 'That is all.' };
}

function toolUse(id: string, turn: Extract<Turn, { tool: string }>) {
  return { type: 'tool_use', id, name: turn.tool, input: turn.input };
}

/** The texts of a message, results of tools left out. */
export function textsIn({ content }: Message): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  const texts = content as readonly { readonly type: string; readonly text?: string }[];
  return texts.map((one) => (one.type === 'text' ? (one.text ?? '') : '')).join('\n');
}

function eventsOf(head: object, block: Record<string, unknown>, stop: string): Record<string, unknown>[] {
  const isText = block['type'] === 'text';
  const start = isText ? { ...block, text: '' } : { ...block, input: {} };
  const delta = isText
    ? { type: 'text_delta', text: block['text'] }
    : { type: 'input_json_delta', partial_json: JSON.stringify(block['input']) };
  const message = { ...head, content: [], stop_reason: null, stop_sequence: null, usage: USAGE };
  return [
    { type: 'message_start', message },
    { type: 'content_block_start', index: 0, content_block: start },
    { type: 'content_block_delta', index: 0, delta },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: stop, stop_sequence: null }, usage: USAGE },
    { type: 'message_stop' },
  ];
}
