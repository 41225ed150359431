import { sqlOf, stepText } from '../metrics/ddl.ts';
import type { TablePlan } from '../metrics/migration.ts';
import { paint } from './paint.ts';
import { printable } from './printable.ts';
import { counted } from './wording.ts';

/** What the tables need, for people: a line a table, with what is told of it below. */
export function tablesText(plans: readonly TablePlan[], address: string, options: { readonly color: boolean }): string {
  const { green, yellow, red, dim } = paint(options.color);
  const width = Math.max(...plans.map(({ table }) => table.name.length), 0);
  const lines = [`QuestDB at ${address}`];
  for (const { table, steps, problems, notes } of plans) {
    const isNew = steps[0]?.kind === 'create-table';
    const sign = isNew ? green('+') : steps.length > 0 ? yellow('~') : problems.length > 0 ? red('!') : dim('=');
    const said =
      steps.length === 0 ? (problems.length > 0 ? 'cannot be used' : 'as it should be') : stepText(steps[0]!);
    lines.push(`  ${sign} ${table.name.padEnd(width)}  ${said}`);
    const indent = ' '.repeat(width + 6);
    for (const step of steps.slice(1)) lines.push(`${indent}${stepText(step)}`);
    for (const problem of problems) lines.push(`${indent}${red(printable(problem))}`);
    for (const note of notes) lines.push(`${indent}${dim(printable(note))}`);
  }
  return `${lines.join('\n')}\n\n${summary(plans)}\n`;
}

function summary(plans: readonly TablePlan[]): string {
  const created = plans.filter(({ steps }) => steps[0]?.kind === 'create-table').length;
  const changed = plans.filter(({ steps }) => steps.length > 0).length - created;
  const wrong = plans.filter(({ problems }) => problems.length > 0).length;
  const parts = [
    ...(created > 0 ? [`${counted(created, 'table')} to make`] : []),
    ...(changed > 0 ? [`${counted(changed, 'table')} to change`] : []),
    ...(wrong > 0 ? [`${counted(wrong, 'table')} for you to change`] : []),
  ];
  return parts.length === 0 ? 'Nothing to do.' : `Plan: ${parts.join(', ')}. Nothing is taken away.`;
}

/** The same for programs. `done` says whether the steps were made. */
export function tablesJson(plans: readonly TablePlan[], address: string, done: boolean): string {
  const tables = plans.map(({ table, steps, problems, notes }) => ({
    table: table.name,
    steps: steps.map((step) => ({ kind: step.kind, text: stepText(step), sql: sqlOf(step) })),
    problems,
    notes,
  }));
  return `${JSON.stringify({ format_version: '1.0', database: address, done, tables }, null, 2)}\n`;
}
