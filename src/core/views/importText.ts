import type { ImportedTarget, ImportReport } from '../import/report.ts';
import type { Amount } from '../import/sharing.ts';
import type { LeftOut, Reason } from '../import/tree.ts';
import { bytesOf } from '../values/content.ts';
import { tilde } from '../values/paths.ts';
import { shellPath } from '../values/shell.ts';
import { type Paint, paint } from './paint.ts';
import { shown } from './shown.ts';
import { unifiedDiff } from './unifiedDiff.ts';
import { counted, grouped } from './wording.ts';

export interface ImportTextOptions {
  readonly home: string;
  readonly color: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
  /** The hub lies in a repository already. */
  readonly inRepository: boolean;
}

/** So many lines of one list are shown; `--verbose` shows all. */
const MOST = 12;

/** These are no more than said: nobody expects them in a hub. With `--verbose` they are listed. */
const USUAL: ReadonlySet<Reason> = new Set(['own-text', 'personal', 'not-read', 'no-place']);

/** What an import did, or would do. */
export function importText(report: ImportReport, options: ImportTextOptions): string {
  const paints = paint(options.color);
  const lines: string[] = [];
  for (const { name, root } of report.known)
    lines.push(`${shown(name)}  ${shown(tilde(root, options.home))}  is in this hub already; left alone`);
  if (report.targets.length === 0) return `${lines.join('\n')}\nNothing to import.\n`;
  if (!options.quiet) {
    lines.push(...targetLines(report, options, paints));
    lines.push(...leftLines(report, options, paints));
    lines.push(...shareLines(report, paints));
    lines.push(...nearLines(report, options, paints));
    if (report.dryRun) lines.push(...writeLines(report, paints), '');
  }
  lines.push(...endLines(report, options));
  return `${lines.join('\n')}\n`;
}

function targetLines({ targets }: ImportReport, { home }: ImportTextOptions, { bold, yellow }: Paint): string[] {
  const width = Math.max(...targets.map((target) => shown(target.name).length));
  return targets.map((target) => {
    const { name, root, files, ownFiles, fields, excluded, otherBranch } = target;
    const parts = [
      `${counted(files, 'file')}${ownFiles === 0 ? '' : `, ${grouped(ownFiles)} of its own`}`,
      ...(fields === 0 ? [] : [counted(fields, 'field')]),
      ...(excluded.length === 0 ? [] : [`without ${counted(excluded.length, 'thing')} that the others get`]),
    ];
    const branch =
      otherBranch === undefined
        ? ''
        : yellow(`  as on branch ${shown(otherBranch)}; plans are blocked while it is checked out`);
    return `${bold(shown(name).padEnd(width))}  ${shown(tilde(root, home))}  ${parts.join('; ')}${branch}`;
  });
}

function leftLines({ targets }: ImportReport, { verbose }: ImportTextOptions, { bold, dim, red }: Paint): string[] {
  const lines: string[] = [];
  for (const target of targets) {
    const shownHere = target.left.filter((one) => verbose || !USUAL.has(one.reason));
    const listed = verbose ? shownHere : shownHere.slice(0, MOST);
    for (const one of listed) lines.push(leftLine(target, one, red));
    if (listed.length < shownHere.length)
      lines.push(
        dim(`  … and ${grouped(shownHere.length - listed.length)} more in ${shown(target.name)}; -v shows all`),
      );
  }
  const usual = targets.flatMap(({ left }) => left).filter((one) => USUAL.has(one.reason)).length;
  if (usual > 0 && !verbose)
    lines.push(
      dim(`  … and ${counted(usual, 'thing')} that no hub holds (own texts, personal settings, logs); -v shows them`),
    );
  return lines.length === 0 ? [] : ['', bold('Left where it is, as it is'), ...lines];
}

function leftLine({ name }: ImportedTarget, { path, reason, detail }: LeftOut, red: Paint['red']): string {
  const text = `${shown(name)}  ${shown(path)}  ${shown(detail)}`;
  return `  ${reason === 'secret' ? red(text) : text}`;
}

function shareLines({ shares }: ImportReport, { bold }: Paint): string[] {
  if (shares.length === 0) return [];
  const sum = (pick: (share: (typeof shares)[number]) => Amount): Amount =>
    shares.map(pick).reduce((a, b) => ({ files: a.files + b.files, bytes: a.bytes + b.bytes }), { files: 0, bytes: 0 });
  const all = { kind: 'all', before: sum((share) => share.before), after: sum((share) => share.after) };
  const rows = [...shares, ...(shares.length > 1 ? [all] : [])].map(({ kind, before, after }) => [
    kind,
    grouped(before.files),
    grouped(after.files),
    grouped(before.bytes),
    grouped(after.bytes),
  ]);
  const table = [['', 'files there', 'in the hub', 'bytes there', 'in the hub'], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) =>
    `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ')}`.trimEnd(),
  );
  return ['', bold('How much is common'), ...lines];
}

function nearLines({ near }: ImportReport, { verbose }: ImportTextOptions, { bold, dim }: Paint): string[] {
  if (near.length === 0) return [];
  const listed = verbose ? near : near.slice(0, MOST);
  const lines = listed.map((one) => `  ${shown(one.target)}  ${shown(one.path)}  ${one.apart}`);
  if (listed.length < near.length)
    lines.push(dim(`  … and ${grouped(near.length - listed.length)} more; -v shows all`));
  return ['', bold('Nearly the same as the common version; what differs'), ...lines];
}

/** Of a dry run: all that would be written. */
function writeLines({ files, canonical }: ImportReport, { bold, green, dim }: Paint): string[] {
  const lines = ['', bold('Would write')];
  for (const file of files) {
    const what =
      file.is === 'there'
        ? dim('is there already')
        : `${counted(file.bytes, 'byte')}${file.executable ? ', executable' : ''}`;
    const sign = file.is === 'there' ? '=' : file.is === 'changed' ? '~' : '+';
    lines.push(`  ${file.is === 'there' ? sign : green(sign)} ${shown(file.path)}  ${what}`);
  }
  lines.push('', bold('canonical.yaml'));
  if (canonical.before === undefined) {
    const texts = canonical.after.replace(/\n$/, '').split('\n');
    return [...lines, ...texts.map((text) => green(`  ${shown(text)}`))];
  }
  for (const hunk of unifiedDiff(bytesOf(canonical.before), bytesOf(canonical.after))) {
    lines.push(dim(`  @@ line ${hunk.afterStart} @@`));
    for (const { sign, text } of hunk.lines) {
      const line = `  ${sign}${shown(Buffer.from(text, 'latin1').toString('utf8'))}`;
      lines.push(sign === '+' ? green(line) : line);
    }
  }
  return lines;
}

function endLines(report: ImportReport, { home, quiet, inRepository }: ImportTextOptions): string[] {
  const { hub, isNew, dryRun, targets, files } = report;
  const fresh = files.filter((file) => file.is === 'new' && file.path.startsWith('desired-state/')).length;
  const what = `${isNew ? 'canonical.yaml' : `${counted(targets.length, 'entry', 'entries')} in canonical.yaml`} and ${counted(fresh, 'file')} in desired-state/`;
  const place = shown(tilde(hub, home));
  const lead = quiet ? [] : [''];
  if (dryRun) return [...lead.slice(0, 0), `Would write to ${place}: ${what}. Nothing was written (--dry-run).`];
  // Where there is a repository, what else lies in it is not ours to commit.
  const commits = `${inRepository ? 'git add canonical.yaml desired-state' : 'git init && git add .'} && git commit -m 'Import'`;
  const next = [
    'Next:',
    `  cd ${shown(shellPath(tilde(hub, home)))}${isNew ? ` && ${commits}` : ''}`,
    '  reconcile plan                 adopts what is there; no content changes',
    '  reconcile apply                records the ownership in each repository',
  ];
  return [...lead, `Written to ${place}: ${what}. No repository was touched.`, ...(quiet ? [] : ['', ...next])];
}
