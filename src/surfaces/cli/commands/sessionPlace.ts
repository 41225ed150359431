import { didYouMean } from '../../../core/values/nearest.ts';
import type { AbsPath } from '../../../core/values/paths.ts';
import { InputError } from '../../../core/values/problem.ts';
import { targetSettings } from '../../../engine/hooks.ts';
import type { LoadedHub } from '../../../engine/hub.ts';
import type { Declared } from '../../../engine/targets.ts';
import type { Terminal } from '../terminal.ts';

/** Where a session is supposed to run. */
export interface SessionPlace {
  readonly target?: Declared;
  readonly cwd: AbsPath;
  readonly project: AbsPath;
  /** `env` of the settings that the target should have. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The target that is named, with its own folder and the settings it should have; without a name the one that holds the current folder.
 * Outside of all targets it is the current folder, without settings.
 * @throws InputError for a name that is no target
 */
export function sessionPlace(
  terminal: Terminal,
  hub: LoadedHub,
  all: readonly Declared[],
  name: string | undefined,
): SessionPlace {
  const holds = (target: Declared): boolean =>
    terminal.cwd === target.root || terminal.cwd.startsWith(`${target.root}/`);
  const target =
    name === undefined
      ? all.filter(holds).sort((a, b) => b.root.length - a.root.length)[0]
      : all.find((candidate) => candidate.name === name);
  if (target === undefined) {
    if (name !== undefined) throw unknownTarget(name, all);
    return { cwd: terminal.cwd, project: terminal.cwd, env: {} };
  }
  const cwd = name === undefined ? terminal.cwd : target.root;
  return { target, cwd, project: target.root, env: targetSettings(hub, target).env };
}

function unknownTarget(name: string, all: readonly Declared[]): InputError {
  const names = all.map((target) => target.name);
  const remedy = didYouMean(name, names) ?? `There ${names.length === 0 ? 'are none' : `are ${names.join(', ')}`}.`;
  return new InputError([
    { place: { file: name }, severity: 'error', message: 'is no target of this canonical.yaml.', remedy },
  ]);
}
