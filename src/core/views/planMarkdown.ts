import { fileChanges, type Tally, tallyOf } from '../plan/fileChange.ts';
import type { Plan, TargetPlan } from '../plan/plan.ts';
import { code, fenced, html, plain } from './escapeMarkdown.ts';
import { adoptedText, type FileRow, fileRows, isRecordOnly, listKey, type Row } from './fileText.ts';
import { findingPlace, sharedFindings } from './findingText.ts';
import { assembled, type Section } from './markdownLimit.ts';
import { columns, pad } from './printable.ts';
import { type ConflictOf, diffKey, diffLines, sidesToShow } from './shownDiff.ts';
import { summaryText, tallyText } from './summaryText.ts';
import type { DiffOf } from './unifiedDiff.ts';
import { creationText, nounOf } from './wording.ts';

export interface PlanMarkdownOptions {
  /** The most characters of the whole text; 60,000 when not given, which GitHub takes as a comment. At least 2,000. */
  readonly limit?: number;
  readonly heading?: string;
  /** The home folder; in reasons and findings it becomes `~`, because a comment is read by others. */
  readonly home?: string;
  /** Makes the diffs (`unifiedDiff`); without it none are shown. */
  readonly diffOf?: DiffOf;
  readonly conflictOf?: ConflictOf;
}

const LIMIT = 60_000;

/**
 * A plan as a comment on a pull request: the summary, a table of targets, for each changed target a folded list of its files with their
 * diffs, and the findings. Nothing in files, names or values can leave its place in the Markdown, call a person or show a
 * secret. What does not fit into the limit is left out, diffs first, then lists, then rows, and the text says so.
 */
export function planMarkdown(whole: Plan, options: PlanMarkdownOptions = {}): string {
  const plan = options.home === undefined ? whole : withoutHome(whole, options.home);
  const limit = Math.max(2000, options.limit ?? LIMIT);
  const changed = plan.targets.filter((target) => target.status === 'OutOfSync');
  const head = `## ${plain(options.heading ?? 'Reconcile plan')}\n\n${plain(summaryText(plan))}\n`;
  return assembled(
    { head, ...tableOf(plan), findings: findingItems(plan), sections: sectionsOf(changed, options) },
    limit,
  );
}

function withoutHome(plan: Plan, home: string): Plan {
  const short = (text: string) => text.replaceAll(`${home}/`, '~/');
  const targets = plan.targets.map((target) => ({
    ...target,
    ...(target.reason === undefined ? {} : { reason: short(target.reason) }),
    findings: target.findings.map((finding) => ({ ...finding, message: short(finding.message) })),
  }));
  return { ...plan, targets };
}

function tableOf(plan: Plan): { readonly tableHead: string; readonly rows: readonly string[] } {
  const shownTargets = plan.targets.filter((target) => target.status !== 'InSync');
  const { one } = nounOf(plan.targets);
  const tableHead = `| ${one} | status | create | update | delete | adopt | forget | conflict |\n|---|---|--:|--:|--:|--:|--:|--:|\n`;
  const rows = shownTargets.map((target) => {
    const cells = countCells(tallyOf(fileChanges(target)));
    return `| ${plain(target.name)} | ${statusText(target)} | ${cells.join(' | ')} |\n`;
  });
  const inSync = plan.targets.length - shownTargets.length;
  if (inSync > 0)
    rows.push(`| ${inSync === plan.targets.length ? 'all' : 'the others'} (${inSync}) | in sync | | | | | | |\n`);
  return { tableHead, rows };
}

function countCells(tally: Tally): string[] {
  const { create, update, adopt, forget, conflict } = tally;
  return [create, update, tally.delete, adopt, forget, conflict].map((count) => (count === 0 ? '' : String(count)));
}

function statusText(target: TargetPlan): string {
  if (target.creation !== undefined) return plain(creationText(target.creation));
  if (target.status === 'OutOfSync') return 'changes';
  return plain(`${target.status.toLowerCase()}${target.reason === undefined ? '' : `: ${target.reason}`}`);
}

function findingItems(plan: Plan): string[] {
  return sharedFindings(plan).map((shared) => {
    const { severity, message } = shared.finding;
    return `- **${severity}** ${plain(findingPlace(shared, plan.targets.length))}: ${plain(message)}\n`;
  });
}

/** The lists and diffs of the changed targets. What another target already showed is referred to. */
function sectionsOf(targets: readonly TargetPlan[], options: PlanMarkdownOptions): Section[] {
  const lists = new Map<string, string>();
  const diffs = new Map<string, string>();
  return targets.map((target) => {
    const files = fileChanges(target);
    const key = listKey(target);
    const leader = lists.get(key);
    lists.set(key, leader ?? target.name);
    const summary = tallyText(tallyOf(files));
    const title = `<details><summary>${html(target.name)}${summary === '' ? '' : `: ${summary}`}</summary>\n\n`;
    const end = '\n</details>\n';
    if (leader !== undefined) return { title, list: `The same changes as in ${plain(leader)}.\n`, diffs: [], end };
    const rows = fileRows(files, { all: false, valueWidth: 80 });
    const lines = rows.length === 0 ? [] : rowLines(rows);
    const adopted = files.filter((file) => file.action === 'adopt').length;
    if (adopted > 0) lines.push(`= ${adoptedText(adopted, 'file')}`);
    if (isRecordOnly(target)) lines.push('= only the record of what is ours is brought up to date');
    return {
      title,
      list: lines.length === 0 ? '' : fenced('text', lines),
      diffs: diffsOf(target, rows, diffs, options),
      end,
    };
  });
}

function rowLines(rows: readonly FileRow[]): string[] {
  const width = Math.max(0, ...rows.map((row) => columns(row.name)).filter((one) => one <= 64));
  return rows.flatMap((row) => [oneLine(row, '', width), ...row.fields.map((field) => oneLine(field, '    ', 0))]);
}

function oneLine(row: Row, indent: string, width: number): string {
  return `${indent}${row.sign} ${pad(row.name, width)}  ${[row.value, row.reason].filter((part) => part !== '').join('  ')}`.trimEnd();
}

function diffsOf(
  target: TargetPlan,
  rows: readonly FileRow[],
  seen: Map<string, string>,
  options: PlanMarkdownOptions,
): string[] {
  const { diffOf, conflictOf } = options;
  if (diffOf === undefined) return [];
  const parts: string[] = [];
  for (const row of rows) {
    const sides = sidesToShow(target, row.file, conflictOf);
    if (sides === undefined) continue;
    const key = diffKey(row.file.path, sides);
    const known = seen.get(key);
    const title = `\n${code(row.file.path)}`;
    if (known !== undefined) parts.push(`${title}: the same diff as in ${plain(known)}\n`);
    else {
      seen.set(key, target.name);
      parts.push(`${title}\n\n${fenced('diff', diffLines(sides, diffOf))}`);
    }
  }
  return parts;
}
