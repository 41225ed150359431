import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** A request that cannot be read: the status of the answer, and why. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The largest body, as it is sent and as it is unpacked. Claude Code sends some hundred kilobytes. */
const MOST_BYTES = 16 * 1024 * 1024;

const unzip = promisify(gunzip);

/** The JSON in the body of a request. @throws Refusal */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  checkType(request.headers['content-type'] ?? '');
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'gzip' && encoding !== 'identity')
    throw new Refusal(415, `content-encoding ${encoding} is not read; send gzip or none.`);
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) throw tooLarge();
  const sent = await collect(request);
  const bytes = encoding === 'gzip' ? await unpack(sent) : sent;
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    throw new Refusal(400, 'the body is no JSON.');
  }
}

function checkType(header: string): void {
  const type = header.split(';')[0]!.trim().toLowerCase();
  if (type === 'application/json') return;
  const binary = type === 'application/x-protobuf' || type === 'application/grpc';
  throw new Refusal(
    415,
    `${binary ? type : `content-type ${type === '' ? '(none)' : type.slice(0, 100)}`} is not read here. ` +
      'Send JSON: set OTEL_EXPORTER_OTLP_PROTOCOL=http/json.',
  );
}

function tooLarge(): Refusal {
  return new Refusal(413, `the body is larger than ${MOST_BYTES / 1024 / 1024} MiB; send less at once.`);
}

async function collect(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of request as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > MOST_BYTES) throw tooLarge();
      pieces.push(piece);
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(400, 'the body broke off.');
  }
  return Buffer.concat(pieces);
}

async function unpack(bytes: Buffer): Promise<Buffer> {
  try {
    return await unzip(bytes, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new Refusal(400, 'the body is no gzip, though content-encoding says so.');
  }
}
