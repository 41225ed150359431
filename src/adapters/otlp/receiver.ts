import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ListenError,
  type OtlpAnswer,
  type OtlpHandlers,
  type OtlpReceiver,
  type OtlpRequest,
} from '../../ports/otlp.ts';
import { Refusal, readBody } from './body.ts';

// A body is kept in memory until it is answered, so not many may be at once. Claude Code sends one at a time.
const MOST_AT_ONCE = 16;
const ABOUT = 'reconcile metrics receive: OTLP over HTTP as JSON. POST /v1/metrics and /v1/logs.\n';

const SIGNALS: Readonly<Record<string, OtlpRequest['signal']>> = { '/v1/metrics': 'metrics', '/v1/logs': 'logs' };
const REJECTED = { metrics: 'rejectedDataPoints', logs: 'rejectedLogRecords' } as const;

/** Receives OTLP by Node's own HTTP server. */
export const httpReceiver: OtlpReceiver = {
  async serve({ host, port, remote }, handlers) {
    const inHand = new Set<ServerResponse>();
    const server = createServer((request, response) => {
      inHand.add(response);
      response.on('close', () => inHand.delete(response));
      void answer(request, response, { handlers, remote, busy: inHand.size > MOST_AT_ONCE });
    });
    // A sender that stands still keeps nobody waiting for ever, and least of all the end.
    server.requestTimeout = 20_000;
    server.headersTimeout = 10_000;
    server.keepAliveTimeout = 65_000;
    await listening(server, host, port);
    const { address, port: taken } = server.address() as AddressInfo;
    return {
      host: address,
      port: taken,
      close: () =>
        new Promise((resolve) => {
          // Their connections would else be kept for a next request.
          for (const response of inHand) if (!response.headersSent) response.setHeader('connection', 'close');
          server.close(() => resolve());
        }),
    };
  },
};

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(new ListenError(host, port, cause)));
    server.listen(port, host, resolve);
  });
}

interface Manner {
  readonly handlers: OtlpHandlers;
  readonly remote: boolean;
  readonly busy: boolean;
}

async function answer(request: IncomingMessage, response: ServerResponse, manner: Manner): Promise<void> {
  try {
    checkSender(request, manner.remote);
    const path = (request.url ?? '/').split('?')[0]!;
    if (path === '/' && (request.method === 'GET' || request.method === 'HEAD')) return tell(response, 200, ABOUT);
    const signal = signalOf(request, path);
    if (manner.busy) throw new Refusal(429, 'too many requests at once.');
    const body = await readBody(request);
    const taken = await manner.handlers.take({ signal, body }).catch((): OtlpAnswer => LATER);
    if (taken.kind === 'taken') tell(response, 200, successOf(signal, taken));
    else refuse(response, taken.kind === 'wrong' ? 400 : 503, taken.message);
  } catch (error) {
    const { status, message } = error instanceof Refusal ? error : new Refusal(500, 'it failed.');
    manner.handlers.refused(status, message);
    refuse(response, status, message);
  }
}

const LATER: OtlpAnswer = { kind: 'later', message: 'it could not be kept.' };

/** Of the pages of a browser none gets through: they send an Origin, or the name of their own host. */
function checkSender({ headers }: IncomingMessage, remote: boolean): void {
  if (headers.origin !== undefined) throw new Refusal(403, 'requests of web pages are not answered.');
  const name = (headers.host ?? '').replace(/:\d*$/, '').toLowerCase();
  if (!remote && !/^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(name))
    throw new Refusal(403, 'only requests to this machine itself, as localhost, are answered.');
}

function signalOf({ method }: IncomingMessage, path: string): OtlpRequest['signal'] {
  const signal = Object.hasOwn(SIGNALS, path) ? SIGNALS[path] : undefined;
  if (signal === undefined) {
    const traces = path === '/v1/traces' ? ' Traces are not kept: set OTEL_TRACES_EXPORTER=none.' : '';
    throw new Refusal(404, `there is nothing at this path; there are /v1/metrics and /v1/logs.${traces}`);
  }
  if (method !== 'POST') throw new Refusal(405, 'send it by POST.');
  return signal;
}

function successOf(signal: OtlpRequest['signal'], { rejected, message }: OtlpAnswer & { kind: 'taken' }): object {
  if (rejected === 0 && message === undefined) return {};
  return { partialSuccess: { [REJECTED[signal]]: String(rejected), errorMessage: message ?? '' } };
}

function refuse(response: ServerResponse, status: number, message: string): void {
  if (status === 405) response.setHeader('allow', 'POST');
  if (status === 429 || status === 503) response.setHeader('retry-after', '2');
  // What was not read of the body would stand before the next request.
  if (status !== 503) response.setHeader('connection', 'close');
  tell(response, status, { message });
}

function tell(response: ServerResponse, status: number, body: string | object): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.statusCode = status;
  response.setHeader('content-type', typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json');
  response.end(text);
}
