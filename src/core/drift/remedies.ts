import type { RelPath } from '../values/paths.ts';
import { shellLine } from '../values/shell.ts';
import type { TargetName } from '../values/target.ts';
import type { Issue } from './issue.ts';

type Remedy = Pick<Issue, 'remedy' | 'command'>;

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
