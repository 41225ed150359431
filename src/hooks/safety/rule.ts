import type { Invocation } from '../shell/invocation.ts';
import type { Place } from './place.ts';

/** One rule of a guard. */
export interface Rule {
  /** Stands in the metrics and in what the person reads; never changes once it is out. */
  readonly id: string;
  readonly decision: 'deny' | 'ask';
  /** The commands it looks at; `*` for all. */
  readonly names: readonly string[] | '*';
  /** What would be lost, and what to do instead. `{}` stands for what the rule found. */
  readonly reason: string;
  /** Gives what it found, as it should be named to a person, or undefined where the rule does not apply. */
  finds(command: Invocation, place: Place, all: readonly Invocation[]): string | undefined;
}

/** A word for a person: what is unknown in it shows as `…`, and it is not longer than a line. */
export function shown(word: string): string {
  const clean = word.replaceAll('\0', '…').replace(/[\x00-\x1f\x7f]+/g, ' ');
  return clean.length > 120 ? `${clean.slice(0, 119)}…` : clean;
}
