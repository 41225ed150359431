import { type Issue, pathsOf, whereIs } from '../drift/issue.ts';
import { type DriftReport, issuesOf } from '../drift/report.ts';
import { bandOf } from '../drift/score.ts';
import { tilde } from '../values/paths.ts';
import { type Fold, folded } from './driftFold.ts';
import { driftSummary } from './driftSummary.ts';
import { type Paint, paint } from './paint.ts';
import { pad, wrap } from './printable.ts';
import { shown } from './shown.ts';
import { counted, nounOf } from './wording.ts';

export interface DriftTextOptions {
  readonly home: string;
  readonly color: boolean;
  readonly width: number;
  readonly verbose: boolean;
  /** The command that mends what can be mended, for the hint at the end; absent when nothing more is to be said. */
  readonly fix?: string;
}

/** Of one check so many are shown in a fold; more are a count. */
const HANDFUL = 6;
const INDENT = '  ';
const SEVERITY_WIDTH = 8;

/**
 * What is off, for people: the worst first, by target, with what is the same in several targets told once. Below what `--fix` does not
 * mend stands what to do. Ends with a newline; holds no control character but newlines, and colour codes only with `color`.
 */
export function driftText(report: DriftReport, options: DriftTextOptions): string {
  const out = paint(options.color);
  const sections = folded(report).map((fold) => foldLines(fold, report, options, out));
  const end = wrap(driftSummary(report), options.width).map(out.bold);
  const fixable = issuesOf(report).filter((issue) => issue.fixable).length;
  if (fixable > 0 && options.fix !== undefined) {
    const hint = `${counted(fixable, 'issue')} can be mended: run \`${options.fix}\`. \`reconcile undo\` takes it back.`;
    end.push(...wrap(hint, options.width));
  }
  return `${[...sections, end].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function foldLines(fold: Fold, report: DriftReport, options: DriftTextOptions, out: Paint): string[] {
  const lines = [heading(fold, report, options, out)];
  const told = new Map<string, number>();
  for (const issue of fold.issues) {
    const count = (told.get(issue.check) ?? 0) + 1;
    told.set(issue.check, count);
    if (options.verbose || count <= HANDFUL) lines.push(...issueLines(issue, options, out));
  }
  for (const [check, count] of told) {
    if (!options.verbose && count > HANDFUL)
      lines.push(`${INDENT}${out.dim(`… ${count - HANDFUL} more: ${check}; -v shows all`)}`);
  }
  return lines;
}

function heading(fold: Fold, report: DriftReport, options: DriftTextOptions, out: Paint): string {
  const { targets } = fold;
  const [name] = targets;
  if (name === undefined) return out.bold('canonical.yaml and the library');
  if (targets.length === 1) {
    const { root, score } = report.targets.find((target) => target.name === name)!;
    return `${out.bold(shown(name))}   ${shown(tilde(root, options.home))}   ${score} (${bandOf(score)})`;
  }
  const noun = nounOf(report.targets.filter((target) => targets.includes(target.name)));
  const names =
    options.verbose || targets.length <= 4 ? targets : [...targets.slice(0, 3), `${targets.length - 3} more`];
  return `${out.bold(counted(targets.length, noun.one, noun.many))}   ${shown(names.join(', '))}`;
}

function issueLines(issue: Issue, options: DriftTextOptions, out: Paint): string[] {
  const { severity } = issue;
  const color = severity === 'critical' || severity === 'high' ? out.red : severity === 'medium' ? out.yellow : out.dim;
  const start = INDENT.length + SEVERITY_WIDTH + 2;
  const room = Math.max(30, options.width - start);
  const [first = '', ...rest] = wrap(issueText(issue), room);
  const lines = [
    `${INDENT}${color(pad(severity, SEVERITY_WIDTH))}  ${first}`,
    ...rest.map((line) => ' '.repeat(start) + line),
  ];
  if (!issue.fixable || options.verbose) {
    const remedy = wrap(shown(issue.remedy), room - 2);
    lines.push(...remedy.map((line, index) => `${' '.repeat(start)}${out.dim(`${index === 0 ? '→ ' : '  '}${line}`)}`));
  }
  if (options.verbose) for (const path of pathsOf(issue).slice(1)) lines.push(' '.repeat(start) + out.dim(shown(path)));
  return lines;
}

/** Where and what: `.claude/commands/a.md:3  was changed there`. */
function issueText(issue: Issue): string {
  const text = shown(issue.message);
  const place = whereIs(issue);
  return place === undefined ? text : `${shown(place)}  ${text}`;
}
