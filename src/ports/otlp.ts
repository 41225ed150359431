/** What was sent: the path says which kind, and the body is JSON of any shape. */
export interface OtlpRequest {
  readonly signal: 'metrics' | 'logs';
  readonly body: unknown;
}

/**
 * What the sender is told. `taken`: it need not send it again, also what was rejected. `wrong`: it must not send it again. `later`: it
 * should. `message` is for the person who reads the sender's log.
 */
export type OtlpAnswer =
  | { readonly kind: 'taken'; readonly rejected: number; readonly message?: string }
  | { readonly kind: 'wrong'; readonly message: string }
  | { readonly kind: 'later'; readonly message: string };

export interface OtlpHandlers {
  /** Takes what was sent. When its promise rejects, the sender is told to try again. */
  take(request: OtlpRequest): Promise<OtlpAnswer>;
  /** A request that was refused before it could be read. */
  refused(status: number, message: string): void;
}

/** Where senders are served now. */
export interface Serving {
  readonly host: string;
  readonly port: number;
  /** Takes no more, and resolves when what is in hand is answered. */
  close(): Promise<void>;
}

/** Receives OTLP over HTTP, as JSON (https://opentelemetry.io/docs/specs/otlp/#otlphttp). */
export interface OtlpReceiver {
  /**
   * Serves on an address; port 0 takes any that is free. Without `remote`, only requests that name this machine itself are answered.
   * @throws ListenError
   */
  serve(address: { host: string; port: number; remote: boolean }, handlers: OtlpHandlers): Promise<Serving>;
}

/** The address cannot be served. */
export class ListenError extends Error {
  /** The system's word: `EADDRINUSE`. */
  readonly code: string;
  constructor(host: string, port: number, cause: unknown) {
    const { code, message } = cause as { code?: string; message?: string };
    super(`cannot listen on ${host}:${port}: ${code ?? message ?? 'unknown'}`, { cause });
    this.name = 'ListenError';
    this.code = code ?? 'failed';
  }
}
