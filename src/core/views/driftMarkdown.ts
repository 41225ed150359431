import { type Issue, whereIs } from '../drift/issue.ts';
import { type DriftReport, issuesOf } from '../drift/report.ts';
import { bandOf } from '../drift/score.ts';
import { tilde } from '../values/paths.ts';
import { folded } from './driftFold.ts';
import { driftSummary } from './driftSummary.ts';
import { code, plain } from './escapeMarkdown.ts';
import { counted } from './wording.ts';

/** A report to keep or to send: the summary, a table of the targets, and every issue with its remedy. Texts are masked. */
export function driftMarkdown(report: DriftReport, options: { readonly home: string; readonly date?: string }): string {
  const title = `# Drift${options.date === undefined ? '' : ` of ${options.date}`}\n`;
  const fixable = issuesOf(report).filter((issue) => issue.fixable).length;
  const hint = fixable === 0 ? '' : `${counted(fixable, 'issue')} can be mended by ${code('reconcile drift --fix')}.\n`;
  const sections = folded(report).map(({ targets, issues }) => {
    const name = targets.length === 0 ? 'canonical.yaml and the library' : targets.join(', ');
    return `## ${plain(name)}\n\n${issues.map(item).join('')}`;
  });
  const head = `${title}\n${plain(driftSummary(report))}\n`;
  return [head, hint, tableOf(report, options.home), ...sections].filter((part) => part !== '').join('\n');
}

function tableOf(report: DriftReport, home: string): string {
  const rows = report.targets.map(({ name, root, status, score, issues }) => {
    return `| ${plain(name)} | ${plain(tilde(root, home))} | ${status} | ${score} | ${bandOf(score)} | ${issues.length} |\n`;
  });
  return `| target | place | status | score | | issues |\n|---|---|---|---|---|---|\n${rows.join('')}`;
}

function item(issue: Issue): string {
  const place = whereIs(issue);
  const where = place === undefined ? '' : `${code(place)} `;
  const can = issue.fixable ? ' (can be mended)' : '';
  const remedy = issue.command === undefined ? plain(issue.remedy) : `${code(issue.command)}`;
  return `- **${issue.severity}** ${where}${plain(issue.message)}${can}  \n  ${remedy}\n`;
}
