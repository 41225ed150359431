import type { CountByTable } from '../../core/metrics/emit.ts';
import type { ReceiveReport } from '../../core/metrics/otlp/report.ts';
import type { Taken } from '../../core/metrics/otlp/take.ts';
import { byText } from '../../core/values/address.ts';

// Names come from outside; more of them than this are told as a number.
const MOST_NAMES = 200;

/** Adds up what a receiver was sent. */
export class ReceiveTally {
  #requests = 0;
  readonly #items = { told: 0, recorded: 0, left: 0, unknown: 0, rejected: 0 };
  readonly #rows = new Map<string, number>();
  readonly #unknown = new Map<string, number>();
  readonly #reasons = new Set<string>();
  readonly #refused = new Map<number, number>();

  add(taken: Taken, rows: CountByTable): void {
    this.#requests++;
    for (const key of ['told', 'recorded', 'left', 'rejected'] as const) this.#items[key] += taken[key];
    for (const [table, count] of Object.entries(rows)) this.#rows.set(table, (this.#rows.get(table) ?? 0) + count);
    for (const [name, count] of taken.unknown) {
      this.#items.unknown += count;
      if (this.#unknown.has(name) || this.#unknown.size < MOST_NAMES)
        this.#unknown.set(name, (this.#unknown.get(name) ?? 0) + count);
    }
    for (const reason of taken.reasons) if (this.#reasons.size < MOST_NAMES) this.#reasons.add(reason);
  }

  refuse(status: number, message: string): void {
    this.#refused.set(status, (this.#refused.get(status) ?? 0) + 1);
    if (this.#reasons.size < MOST_NAMES) this.#reasons.add(message);
  }

  report(): ReceiveReport {
    const sorted = <Key extends string>(map: ReadonlyMap<Key, number>) =>
      Object.fromEntries([...map].sort(([a], [b]) => byText(a, b)));
    return {
      requests: this.#requests,
      items: { ...this.#items },
      rows: sorted(this.#rows),
      unknown: sorted(this.#unknown),
      refused: Object.fromEntries([...this.#refused].sort(([a], [b]) => a - b)),
      reasons: [...this.#reasons],
    };
  }
}
