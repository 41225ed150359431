import type { GuardReading } from '../../../core/hooks/guardReading.ts';
import { join, type RelPath } from '../../../core/values/paths.ts';
import { explainJson, explainText } from '../../../core/views/explainText.ts';
import { askGuard } from '../../../engine/guards.ts';
import { hooksOf, namedHook, scriptFor } from '../../../engine/hooks.ts';
import { targetsOf } from '../../../engine/targets.ts';
import { type CommonOptions, openHub, usesColor } from '../common.ts';
import type { Terminal } from '../terminal.ts';
import { sessionPlace } from './sessionPlace.ts';

export interface ExplainOptions extends CommonOptions {
  readonly target?: string;
}

const GUARDS = ['smart-safety-check', 'git-safety-check'] as const;

/** `reconcile explain LINE`: what a command line would really run, and what the guards say of it. The line is not run. @returns the exit code */
export async function explainCommand(terminal: Terminal, line: string, options: ExplainOptions): Promise<number> {
  const hub = openHub(terminal, terminal.parts.readers(), options);
  const all = targetsOf(hub.canonical);
  const place = sessionPlace(terminal, hub, all, options.target);
  const hooks = hooksOf(hub, []);
  const programs = await terminal.parts.programs();
  const env = { ...terminal.env, ...place.env };
  const readings: GuardReading[] = await Promise.all(
    GUARDS.map((name) => {
      const file = scriptFor(hub, namedHook(hooks, name), place.target);
      const script = join(hub.root, `${hub.libraryName}/${file.path}` as RelPath);
      return askGuard(programs, script, line, { ...place, env });
    }),
  );
  if (options.json === true) terminal.out.write(explainJson(line, place.cwd, readings));
  else terminal.out.write(explainText(readings, { home: terminal.home, color: usesColor(terminal, options) }));
  return 0;
}
