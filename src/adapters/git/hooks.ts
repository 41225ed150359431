import { resolve } from 'node:path';
import { isOn, withHome } from './config.ts';
import type { Context } from './context.ts';
import { namesIn } from './read.ts';

/** The hooks that a commit may run. */
const HOOKS = new Set([
  'pre-commit',
  'prepare-commit-msg',
  'commit-msg',
  'post-commit',
  'post-index-change',
  'reference-transaction',
]);

/** The names of the commit hooks that this repository has. */
export function commitHooks(context: Context): string[] {
  const { layout } = context.repository;
  const named = context.repository.config().get('core.hookspath');
  const home = context.person.environment['HOME'];
  const folder = named === undefined ? `${layout.commonDir}/hooks` : resolve(layout.root, withHome(named, home));
  return namesIn(folder).filter((name) => HOOKS.has(name));
}

/** True when git is configured to sign commits. */
export function signs(context: Context): boolean {
  return isOn(context.repository.config().get('commit.gpgsign'), false);
}
