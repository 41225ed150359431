import type { ImportReport } from '../import/report.ts';
import { maskText } from './mask.ts';

/** The same as JSON (schemas/import.schema.json). */
export function importJson(report: ImportReport): string {
  const value = {
    format_version: '1.0',
    hub: report.hub,
    new_hub: report.isNew,
    dry_run: report.dryRun,
    targets: report.targets.map((target) => ({
      name: target.name,
      kind: target.kind,
      root: target.root,
      ...(target.otherBranch === undefined ? {} : { other_branch: target.otherBranch }),
      files: target.files,
      own_files: target.ownFiles,
      fields: target.fields,
      excluded: [...target.excluded],
      left: target.left.map(({ path, reason, detail }) => ({ path: maskText(path), reason, detail: maskText(detail) })),
    })),
    known: report.known.map(({ name, root }) => ({ name, root })),
    shares: report.shares.map(({ kind, before, after }) => ({ kind, before, after })),
    near: report.near.map(({ target, path, apart, lines }) => ({ target, path, apart, lines })),
    files: report.files.map(({ path, bytes, executable, is }) => ({ path, bytes, executable, state: is })),
    canonical: report.canonical.after,
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}
