import type { ApplyReport, Outcome, TargetReport } from '../status/report.ts';
import { tilde } from '../values/paths.ts';
import { unreachable } from '../values/unreachable.ts';
import { countsOf, countsText, totalsText } from './applyCounts.ts';
import { type Paint, paint } from './paint.ts';
import { columns, wrap } from './printable.ts';
import { shown } from './shown.ts';
import { counted, nounOf } from './wording.ts';

export interface ApplyTextOptions {
  /** The home folder, shown as `~`. */
  readonly home: string;
  readonly color: boolean;
  /** Columns of the terminal; `Infinity` when the output goes elsewhere. */
  readonly width: number;
  /** List every file and every unchanged target. */
  readonly verbose: boolean;
}

/** Unchanged targets are listed up to this many; more are a count. */
const HANDFUL = 5;

/** A line for each target with what became of it, its warnings, and the totals with the way back. Ends with a newline. */
export function applyText(report: ApplyReport, options: ApplyTextOptions): string {
  const out = paint(options.color);
  const noun = nounOf(report.targets);
  const unchanged = report.targets.filter((target) => target.outcome === 'unchanged' && target.warnings.length === 0);
  const fold = !options.verbose && unchanged.length > HANDFUL;
  const listed = fold ? report.targets.filter((target) => !unchanged.includes(target)) : report.targets;
  const names = listed.map((target) => columns(shown(target.name))).filter((width) => width <= 32);
  const column = Math.max(0, ...names);
  const said = new Map<string, string>();
  const lines = listed.flatMap((target) => targetLines(told(target, said), report, column, options, out));
  if (fold) lines.push(out.dim(`${counted(unchanged.length, noun.one, noun.many)} unchanged`));
  if (lines.length > 0) lines.push('');
  const failed = report.targets.some((target) => target.outcome === 'failed' || target.outcome === 'blocked');
  const color = failed ? out.red : out.bold;
  lines.push(
    ...wrap(totalsText(report), options.width).map(color),
    ...wayBack(report).flatMap((line) => wrap(line, options.width)),
  );
  return `${lines.join('\n')}\n`;
}

/** What git or a hook has said of an earlier target is not said again, but for the folder that it names. */
function told(target: TargetReport, said: Map<string, string>): TargetReport {
  const { reason } = target;
  if (reason === undefined || !reason.includes('\n')) return target;
  const words = reason.replaceAll(target.root, '');
  const first = said.get(words);
  if (first === undefined) said.set(words, target.name);
  return first === undefined ? target : { ...target, reason: `for the same reason as ${first}` };
}

function targetLines(
  target: TargetReport,
  report: ApplyReport,
  column: number,
  options: ApplyTextOptions,
  out: Paint,
): string[] {
  const name = shown(target.name);
  const start = Math.max(column, columns(name)) + 3;
  const word = wordOf(target.outcome, report.verb);
  const [fact, ...said] = factsOf(target).split('\n');
  const [first, ...rest] = wrap(`${word}${fact}`, Math.max(30, options.width - start));
  const below = ' '.repeat(start);
  const lines = [
    `${out.bold(name)}${' '.repeat(start - columns(name))}${colorOf(target.outcome, out)(word)}${first!.slice(word.length)}`,
  ];
  for (const line of rest) lines.push(below + line);
  // What git or a hook has said keeps its lines.
  for (const line of said) lines.push(`${below}  ${line}`);
  if (options.verbose && target.outcome === 'applied') {
    lines.push(`${below}${out.dim(shown(tilde(target.root, options.home)))}`, ...fileLines(target, below, out));
  }
  for (const warning of target.warnings) {
    const [head, ...more] = wrap(`warning: ${shown(warning)}`, Math.max(30, options.width - start));
    lines.push(below + out.yellow(head!), ...more.map((line) => below + line));
  }
  return lines;
}

function fileLines({ files }: TargetReport, indent: string, out: Paint): string[] {
  return [
    ...files.created.map((path) => `${indent}${out.green('+')} ${shown(path)}`),
    ...files.updated.map((path) => `${indent}${out.yellow('~')} ${shown(path)}`),
    ...files.deleted.map((path) => `${indent}${out.red('-')} ${shown(path)}`),
  ];
}

function wordOf(outcome: Outcome, verb: ApplyReport['verb']): string {
  if (outcome === 'applied') return verb === 'undo' ? 'undone' : 'applied';
  return outcome;
}

function colorOf(outcome: Outcome, out: Paint): (text: string) => string {
  switch (outcome) {
    case 'applied':
      return out.green;
    case 'unchanged':
      return out.dim;
    case 'blocked':
    case 'failed':
      return out.red;
    case 'suspended':
    case 'skipped':
      return out.yellow;
    default:
      return unreachable(outcome);
  }
}

/** `: 38 files created, 1 conflict left alone; commit 3f2c1ab on main`, or the reason. */
function factsOf(target: TargetReport): string {
  if (target.reason !== undefined) return `: ${target.reason.split('\n').map(shown).join('\n')}`;
  const counts = countsText(countsOf([target]));
  const facts = [
    ...(target.created === true ? [target.kind === 'repository' ? 'repository created' : 'created'] : []),
    ...(counts === '' ? [] : [counts]),
    ...deliveredText(target),
  ];
  return facts.length === 0 ? '' : `: ${facts.join('; ')}`;
}

function deliveredText(target: TargetReport): string[] {
  if (target.commit !== undefined) {
    const branch = target.branch === undefined ? '' : ` on ${shown(target.branch)}`;
    return [`commit ${target.commit.slice(0, 7)}${branch}`];
  }
  const { created, updated, deleted } = target.files;
  const wrote = created.length + updated.length + deleted.length > 0;
  if (!wrote || target.kind !== 'repository') return [];
  return [target.delivery === 'commit' ? 'no commit needed' : 'written, not committed'];
}

/** How to take it back. */
function wayBack(report: ApplyReport): string[] {
  if (report.verb === 'undo' || report.run === undefined) return [];
  if (!report.targets.some((target) => target.outcome === 'applied')) return [];
  return [`To take it back: \`reconcile undo ${shown(report.run)}\`.`];
}
