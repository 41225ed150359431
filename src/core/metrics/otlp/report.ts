/** What a receiver was sent, from its start to its end. */
export interface ReceiveReport {
  /** Requests that were taken. */
  readonly requests: number;
  /** Events and numbers in them: told in rows, told before or by another feed, without a row of their own, of an unknown name, rejected. */
  readonly items: {
    readonly told: number;
    readonly recorded: number;
    readonly left: number;
    readonly unknown: number;
    readonly rejected: number;
  };
  /** By table. */
  readonly rows: Readonly<Record<string, number>>;
  /** How often each unknown name came. */
  readonly unknown: Readonly<Record<string, number>>;
  /** Requests that were not taken, by the status of the answer. */
  readonly refused: Readonly<Record<string, number>>;
  /** Why something was rejected or refused. */
  readonly reasons: readonly string[];
}
