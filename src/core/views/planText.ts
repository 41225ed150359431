import type { Plan, TargetPlan } from '../plan/plan.ts';
import { tilde } from '../values/paths.ts';
import { findingPlace, sharedFindings } from './findingText.ts';
import { paint } from './paint.ts';
import type { PlanTextOptions } from './planTextOptions.ts';
import { type Layout, PlanWriter } from './planWriter.ts';
import { columns, pad, wrap } from './printable.ts';
import { shown } from './shown.ts';
import { hintLines, summaryText } from './summaryText.ts';
import { counted, nounOf } from './wording.ts';

/** In-sync targets are listed up to this many; more are a count. */
const HANDFUL = 5;

/**
 * A plan for people: a header for each target, a line for each file with sign and reason, the fields of JSON files below their file,
 * diffs below updated text files, then findings, the summary and what to do next. What repeats is folded. Counts are counts
 * of files: a file counts once however many of its fields change. Ends with a newline; holds no control character but newlines, and
 * colour codes only with `color`.
 */
export function planText(plan: Plan, options: PlanTextOptions): string {
  const out = paint(options.color);
  const noun = nounOf(plan.targets);
  const inSync = plan.targets.filter((target) => target.status === 'InSync');
  const folded = options.verbose || inSync.length <= HANDFUL ? [] : inSync;
  const listed = plan.targets.filter((target) => folded.length === 0 || target.status !== 'InSync');
  const layout = layoutOf(listed, options);
  const writer = new PlanWriter(options, out, layout, noun);
  const lines = listed.flatMap((target) => writer.target(target));
  lines.push(...writer.remainder());
  if (folded.length > 0) lines.push(out.dim(`${counted(folded.length, noun.one, noun.many)} in sync`));
  const changed = plan.targets.some((target) => target.status === 'OutOfSync');
  // When all is well there is nothing to list.
  const quiet = !options.verbose && listed.every((target) => target.status === 'InSync');
  const sections = [quiet ? [] : lines, findingLines(plan, options), endLines(plan, options, changed)];
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n').replace(/\n+$/, ''))
    .join('\n\n')}\n`;
}

function endLines(plan: Plan, options: PlanTextOptions, changed: boolean): string[] {
  const { bold } = paint(options.color);
  const wrote = options.verb === 'plan' && changed ? ' Nothing was written.' : '';
  const hints = options.verb === 'plan' ? hintLines(plan, options.targets ?? []) : [];
  return [
    ...wrap(summaryText(plan) + wrote, options.width).map(bold),
    ...hints.flatMap((hint) => wrap(hint, options.width)),
  ];
}

/** Names and roots stand in columns, unless a long one would push all the others out. */
function layoutOf(targets: readonly TargetPlan[], options: PlanTextOptions): Layout {
  const name = Math.max(0, ...targets.map((target) => columns(shown(target.name))).filter((width) => width <= 32));
  const roots = targets.filter((target) => target.status === 'OutOfSync');
  const shownRoot = (root: string) => columns(shown(tilde(root, options.home)));
  const root = Math.max(0, ...roots.map((target) => shownRoot(target.root)).filter((width) => width <= 48));
  return { name, root };
}

function findingLines(plan: Plan, options: PlanTextOptions): string[] {
  const findings = sharedFindings(plan);
  if (findings.length === 0) return [];
  const out = paint(options.color);
  const lines = [out.bold('Findings')];
  for (const shared of findings) {
    const { severity, message, path, place } = shared.finding;
    const color =
      severity === 'critical' || severity === 'high' ? out.red : severity === 'medium' ? out.yellow : out.dim;
    const many = place !== undefined && shared.targets.length > 1 ? ` (${shared.targets.length} targets)` : '';
    const inPath = place !== undefined && path !== undefined ? `${shown(path)}: ` : '';
    const text = `${findingPlace(shared, plan.targets.length)}  ${inPath}${shown(message)}${many}`;
    const [first, ...rest] = wrap(text, Math.max(30, options.width - 12));
    lines.push(`  ${color(pad(severity, 8))}  ${first}`, ...rest.map((line) => `${' '.repeat(12)}${line}`));
  }
  return lines;
}
