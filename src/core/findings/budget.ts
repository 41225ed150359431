import type { Budget, TokenLimit } from '../values/budget.ts';
import type { Cost, CostItem } from './cost.ts';
import type { Finding } from './finding.ts';

/** So many of the most expensive files are named. */
const NAMED = 3;

/** What costs more tokens than the budget allows, with the files that cost most of it and what to do. */
export function overBudget(cost: Cost, { always, perItem }: Budget): Finding[] {
  return [
    ...(always === undefined || cost.always <= always.tokens ? [] : [session(cost, always)]),
    ...(perItem === undefined
      ? []
      : cost.items.filter(({ tokens }) => tokens > perItem.tokens).map((one) => item(one, perItem))),
  ];
}

function session({ always, items }: Cost, { tokens, place }: TokenLimit): Finding {
  const largest = items.filter(({ when }) => when === 'always').slice(0, NAMED);
  const named = largest.map((one) => `${one.path} (${one.tokens})`).join(', ');
  const wrong = `What is delivered costs about ${always} tokens, of ${tokens} in "budget.always". Most of it: ${named}.`;
  const remedy = 'Give rules `paths`, make skills of what is needed now and then, shorten, or raise the budget.';
  return finding(wrong, 'Claude Code loads it in every session.', remedy, place);
}

const EFFECTS = {
  always: 'Claude Code loads it in every session.',
  onPath: 'Claude Code loads all of it when a file is read that it is about.',
  onInvocation: 'Claude Code loads all of it each time it is used.',
} as const satisfies Readonly<Record<CostItem['when'], string>>;

function item({ path, when, tokens }: CostItem, limit: TokenLimit): Finding {
  const wrong = `${path} costs about ${tokens} tokens, of ${limit.tokens} in "budget.per_item".`;
  const remedy = 'Put what is needed now and then into files that it names, shorten it, or raise the budget.';
  return finding(wrong, EFFECTS[when], remedy, limit.place);
}

function finding(wrong: string, effect: string, remedy: string, place: string): Finding {
  const message = `${wrong} ${effect} ${remedy}`;
  return { severity: 'medium', check: 'token-budget', message, place, effect, remedy, fixable: false };
}
