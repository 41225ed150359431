import { connect, type Socket } from 'node:net';
import type { Probe, Probed } from '../../ports/probe.ts';

const MOST_BODY = 64 * 1024;

/** Looks at services over the network of this machine. */
export const realProbe: Probe = {
  async http(url, ms) {
    const start = performance.now();
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(ms), redirect: 'manual' });
      const body = await beginningOf(response);
      return { kind: 'answered', status: response.status, body, ms: performance.now() - start };
    } catch (error) {
      return { kind: 'silent', because: reasonOf(error, ms) };
    }
  },
  tcp({ host, port, say }, ms) {
    const start = performance.now();
    return new Promise((done) => {
      let socket: Socket;
      try {
        socket = connect({ host, port });
      } catch (error) {
        // A port beyond 65535 throws at once.
        return done({ kind: 'silent', because: reasonOf(error, ms) });
      }
      const timer = setTimeout(() => end({ kind: 'silent', because: `no answer within ${ms} ms` }), ms);
      const end = (probed: Probed): void => {
        clearTimeout(timer);
        socket.destroy();
        done(probed);
      };
      const answered = (body: string) => end({ kind: 'answered', status: 0, body, ms: performance.now() - start });
      socket.on('error', (error) => end({ kind: 'silent', because: reasonOf(error, ms) }));
      socket.on('close', () => end({ kind: 'silent', because: 'it hung up' }));
      socket.on('connect', () => (say === undefined ? answered('') : socket.write(say)));
      socket.on('data', (data) => answered(data.toString('utf8').slice(0, MOST_BODY)));
    });
  },
};

/** As much of a body as a health answer needs: what streams without end is not read to its end. */
async function beginningOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop ends the answer.
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= MOST_BODY) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_BODY).toString('utf8');
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ERR_SOCKET_BAD_PORT: 'there is no such port',
  UND_ERR_SOCKET: 'it hung up',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ECONNRESET: 'it hung up',
};

function reasonOf(error: unknown, ms: number): string {
  const { name, code, cause, message } = error as { name?: string; code?: string; cause?: unknown; message?: string };
  if (name === 'TimeoutError') return `no answer within ${ms} ms`;
  const inner = cause as { code?: string; message?: string; errors?: { code?: string }[] } | undefined;
  // A name with several addresses gives an error for each.
  const word = code ?? inner?.code ?? inner?.errors?.[0]?.code;
  return (word === undefined ? undefined : REASONS[word]) ?? word ?? inner?.message ?? message ?? 'it failed';
}
