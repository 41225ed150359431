import { hookListJson, hookListText } from '../../../core/views/hookListText.ts';
import { hooksOf } from '../../../engine/hooks.ts';
import { targetsOf } from '../../../engine/targets.ts';
import { type CommonOptions, openHub, usesColor } from '../common.ts';
import type { Terminal } from '../terminal.ts';

/** `reconcile hook list`. @returns the exit code */
export function hookListCommand(terminal: Terminal, options: CommonOptions): number {
  const hub = openHub(terminal, terminal.parts.readers(), options);
  const all = targetsOf(hub.canonical);
  const hooks = hooksOf(hub, all);
  const repositories = all.filter((target) => target.kind === 'repository').length;
  if (options.json === true) terminal.out.write(hookListJson(hooks));
  else terminal.out.write(hookListText(hooks, repositories, usesColor(terminal, options)));
  return 0;
}
