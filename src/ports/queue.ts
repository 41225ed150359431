/**
 * A work queue of keys. A key that waits is not added twice; a key that is being worked on and is added again is worked on once more
 * afterwards, never twice at once: so no wake-up is lost and no two workers meet.
 */
export interface Queue {
  /** Wants this key to be worked on. */
  add(key: string): void;
  /** Wants it after `ms` milliseconds; an earlier wish for the same key stands. */
  addAfter(key: string, ms: number): void;
  /** The next key, when there is one; undefined once the queue is stopped. */
  take(): Promise<string | undefined>;
  /** The work on a taken key is over. */
  done(key: string): void;
  /** Resolves when nothing waits and nothing is worked on; what waits for a later time does not count. */
  idle(): Promise<void>;
  /** Ends the queue: waiting keys are dropped, `take` gives undefined. */
  stop(): void;
}
