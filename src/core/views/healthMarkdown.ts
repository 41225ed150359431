import type { Check, CheckGroup } from '../health/check.ts';
import { plain } from './escapeMarkdown.ts';
import { GROUPS, healthLine, SIGNS } from './healthText.ts';
import { words } from './reportMarkdown.ts';

/** Checks as Markdown, a table for each group, without a heading of the first level. */
export function healthMarkdown(checks: readonly Check[]): string {
  const groups = (Object.keys(GROUPS) as CheckGroup[]).flatMap((group) => {
    const own = checks.filter((check) => check.group === group);
    if (own.length === 0) return [];
    const rows = own.map(({ status, name, message, remedy }) => {
      return `| ${SIGNS[status]} | ${plain(name)} | ${plain(message)} | ${remedy === undefined ? ' ' : words(remedy)} |`;
    });
    return [`## ${GROUPS[group]}`, ['| | what | found | to do |', '|---|---|---|---|', ...rows].join('\n')];
  });
  return [healthLine(checks), ...groups].join('\n\n');
}
