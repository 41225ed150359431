import { type QueryResult, StoreError } from '../../ports/metrics.ts';

/** Where the database is. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Milliseconds that a query or a change of tables may take. */
const QUERY_TIMEOUT = 30_000;

/** `http://[::1]:9000`, for a host as people write it. */
export function baseUrl({ host, port }: Address): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

interface Answer {
  readonly columns?: QueryResult['columns'];
  readonly dataset?: QueryResult['rows'];
  readonly error?: string;
  readonly position?: number;
}

/** Runs one statement by QuestDB's `/exec`. @throws StoreError */
export async function execute(address: Address, sql: string): Promise<QueryResult> {
  const response = await request(address, `/exec?query=${encodeURIComponent(sql)}`, QUERY_TIMEOUT);
  const answer = parsed(response.text);
  if (answer === undefined || response.status >= 500) throw unavailable(address, `it answers ${response.status}`);
  if (answer.error !== undefined || response.status !== 200) {
    const position = answer.position;
    throw new StoreError(
      'rejected',
      answer.error ?? `it answers ${response.status}`,
      position === undefined ? {} : { position },
    );
  }
  return { columns: answer.columns ?? [], rows: answer.dataset ?? [] };
}

/** Resolves when the database answers. @throws StoreError */
export async function ping(address: Address): Promise<void> {
  const { status } = await request(address, '/ping', 3_000);
  if (status !== 204) throw unavailable(address, `it answers ${status} where QuestDB answers 204`);
}

/** That the database cannot be used now, and why. */
export function unavailable(address: Address, why: string, cause?: unknown): StoreError {
  return new StoreError('unavailable', `QuestDB at ${baseUrl(address)}: ${why}.`, cause === undefined ? {} : { cause });
}

async function request(address: Address, path: string, timeout: number): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(`${baseUrl(address)}${path}`, { signal: AbortSignal.timeout(timeout) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    throw unavailable(address, reasonOf(error, timeout), error);
  }
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there (ECONNREFUSED)',
  ENOTFOUND: 'there is no host of this name (ENOTFOUND)',
  EAI_AGAIN: 'the name of the host cannot be looked up now (EAI_AGAIN)',
  ECONNRESET: 'it broke off the connection (ECONNRESET)',
  UND_ERR_SOCKET: 'it broke off the connection',
};

/** The system's word for why a connection failed, explained; `fetch` has it in the cause. */
export function reasonOf(error: unknown, timeout: number): string {
  const { name, message, code, cause } = error as Error & { code?: string; cause?: { code?: string } };
  if (name === 'TimeoutError') return `no answer within ${timeout / 1000} s`;
  const word = code ?? cause?.code;
  return word === undefined ? message : (WORDS[word] ?? word);
}

function parsed(text: string): Answer | undefined {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return undefined;
  }
}
