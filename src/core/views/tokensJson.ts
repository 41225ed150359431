import type { Occasion } from '../findings/cost.ts';
import type { CostChange } from './costText.ts';

const WORDS = {
  always: 'always',
  onPath: 'on_path',
  onInvocation: 'on_invocation',
} as const satisfies Readonly<Record<Occasion, string>>;

/** So many of the most expensive files are told. */
const LARGEST = 10;

/** What a target costs, as the schemas of a plan and of an audit have it. */
export function tokensObject({ before, after }: CostChange) {
  const sides = (when: Occasion) => ({ before: before[when], after: after[when] });
  const largest = after.items.slice(0, LARGEST).map(({ path, when, tokens }) => ({ path, when: WORDS[when], tokens }));
  return { always: sides('always'), on_path: sides('onPath'), on_invocation: sides('onInvocation'), largest };
}
