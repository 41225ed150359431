import { KINDS } from '../desired/library.ts';
import { treeOf } from '../findings/tree.ts';
import type { RelPath } from '../values/paths.ts';
import { shellLine } from '../values/shell.ts';
import type { TargetKind, TargetName } from '../values/target.ts';
import type { Issue } from './issue.ts';

export type Remedy = Pick<Issue, 'remedy' | 'command'>;

/** More paths than these make a command that nobody reads. */
export const READABLE = 6;

/** Words that a remedy's `reconcile` commands need wherever they are run: `--config` with the file that was given. */
export type HubWords = readonly string[];

/** `reconcile drift --fix` for one target, and what else may be done. */
export function fix(target: TargetName, hub: HubWords, otherwise = ''): Remedy {
  return withCommand(['reconcile', 'drift', '--fix', target, ...hub], (command) => `Run \`${command}\`.${otherwise}`);
}

/** The plan of one target: it shows both sides. */
export function compare(target: TargetName, hub: HubWords, advice: string): Remedy {
  return withCommand(
    ['reconcile', 'plan', target, ...hub],
    (command) => `See both sides with \`${command}\`; ${advice}`,
  );
}

/** A remedy that is one command. */
export function withCommand(words: readonly string[], sentence: (command: string) => string): Remedy {
  const command = shellLine(words);
  return { remedy: sentence(command), command };
}

/** `: a, b, c and 4 more`. */
export function listed(paths: readonly RelPath[]): string {
  const shown = paths.slice(0, 3).join(', ');
  return paths.length > 3 ? `${shown} and ${paths.length - 3} more` : shown;
}

/** `reconcile promote` for each of these files, one after the other; undefined where the library does not take them as they are. */
export function promoteLine(
  {
    target,
    kind,
    paths,
  }: { readonly target: TargetName; readonly kind: TargetKind; readonly paths: readonly RelPath[] },
  hub: HubWords,
  more: readonly string[] = [],
): string | undefined {
  if (paths.length > READABLE || !paths.every((path) => isPromotable(kind, path))) return undefined;
  return paths.map((path) => shellLine(['reconcile', 'promote', target, path, ...more, ...hub])).join(' && ');
}

/** True for what the library delivers as it is: a file of the folders that have a selection. A hook comes with its wiring. */
export function isPromotable(kind: TargetKind, path: RelPath): boolean {
  const { scripts: _, ...folders } = KINDS;
  const tree = treeOf(kind);
  return kind !== 'directory' && Object.values(folders).some((folder) => path.startsWith(`${tree}${folder}/`));
}
