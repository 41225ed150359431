import { overBudget } from '../findings/budget.ts';
import { type Cost, type CostItem, OCCASIONS } from '../findings/cost.ts';
import { type Section, tableOf } from '../reports/section.ts';
import type { Budget } from '../values/budget.ts';
import type { TargetName } from '../values/target.ts';
import { type CostChange, costText } from './costText.ts';
import { counted } from './wording.ts';

/** What the files of one target cost in tokens, beside what it was allowed. */
export interface TokenAccount extends CostChange {
  readonly target: TargetName;
  /** What of it the hub delivers: only that has a budget. */
  readonly delivered: Cost;
  readonly budget?: Budget;
}

/** So many of the most expensive files are told. */
const LARGEST = 10;
/** So many targets are told one by one whose cost will change. */
const CHANGED = 5;

const WHEN = {
  always: 'every session',
  onPath: 'by path',
  onInvocation: 'when invoked',
} as const satisfies Readonly<Record<CostItem['when'], string>>;

/** What the configuration costs, target by target, and the files that cost most of it; nothing where nothing was looked at. */
export function tokenSections(accounts: readonly TokenAccount[]): Section[] {
  if (accounts.length === 0) return [];
  const rows = accounts.map(({ target, before, delivered, budget }) => ({
    target,
    'every session': before.always,
    'by path': before.onPath,
    'when invoked': before.onInvocation,
    'delivered to every session': delivered.always,
    budget: budget?.always?.tokens,
  }));
  const columns = {
    target: 'text',
    'every session': 'count',
    'by path': 'count',
    'when invoked': 'count',
    'delivered to every session': 'count',
    budget: 'count',
  } as const;
  const costs = { title: 'Tokens', lines: said(accounts), table: tableOf(columns, rows, undefined, rows.length) };
  const largest = largestOf(accounts);
  return largest.length === 0
    ? [costs]
    : [costs, { title: 'Tokens: the largest files', lines: [], table: table(largest) }];
}

/** What is over a budget, and what a plan would change of the numbers. */
function said(accounts: readonly TokenAccount[]): string[] {
  const over = new Map<string, TargetName[]>();
  for (const { target, delivered, budget } of accounts) {
    for (const { message, place } of overBudget(delivered, budget ?? {})) {
      const line = `${message} (${place})`;
      over.set(line, [...(over.get(line) ?? []), target]);
    }
  }
  const limited = accounts.some(({ budget }) => budget !== undefined);
  const verdict = limited ? 'What is delivered keeps to the budget.' : 'canonical.yaml sets no budget.';
  return [
    'About a token for four bytes: good for comparing, no bill. Files of others are counted too; a budget is for what is delivered.',
    ...(over.size === 0 ? [verdict] : [...over].map(([line, targets]) => `${targets.join(', ')}: ${line}`)),
    ...pending(accounts),
  ];
}

/** What `reconcile apply` would make of the numbers, of so many targets as somebody reads. */
function pending(accounts: readonly TokenAccount[]): string[] {
  const open = accounts.filter(({ before, after }) => OCCASIONS.some((when) => before[when] !== after[when]));
  const told = open.slice(0, CHANGED).map((account) => {
    return `${account.target} after \`reconcile apply\`: ${costText(account)}.`;
  });
  const more = open.length - told.length;
  return more === 0 ? told : [...told, `And ${counted(more, 'other target')}: see \`reconcile plan -v\`.`];
}

interface LargeFile {
  readonly file: string;
  readonly when: string;
  readonly tokens: number;
  readonly targets: TargetName[];
}

/** The most expensive files; one that several targets have at one price is told once. */
function largestOf(accounts: readonly TokenAccount[]): LargeFile[] {
  const files = new Map<string, LargeFile>();
  for (const { target, before } of accounts) {
    for (const { path, when, tokens } of before.items) {
      const key = `${path}\0${when}\0${tokens}`;
      const known = files.get(key);
      if (known === undefined) files.set(key, { file: path, when: WHEN[when], tokens, targets: [target] });
      else known.targets.push(target);
    }
  }
  return [...files.values()].sort((a, b) => b.tokens - a.tokens).slice(0, LARGEST);
}

function table(files: readonly LargeFile[]): NonNullable<Section['table']> {
  const rows = files.map(({ targets, ...file }) => {
    return { ...file, in: targets.length > 2 ? counted(targets.length, 'target') : targets.join(', ') };
  });
  return tableOf({ file: 'text', when: 'text', tokens: 'count', in: 'text' }, rows, undefined, LARGEST);
}
