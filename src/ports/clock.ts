export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms` milliseconds, or at once when `signal` is raised. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Chance, as a port: so that a test can repeat it. */
export interface Random {
  /** A number from 0 (included) to 1 (excluded). */
  fraction(): number;
  /** A text of `length` letters and digits that nobody else draws. */
  word(length: number): string;
}
