import { choose, planOptions } from '../common.ts';
import { type DriftCommandOptions, exitCode, look, showDrift } from '../driftLook.ts';
import type { Terminal } from '../terminal.ts';

/** `reconcile drift`: tells what is off; with `--fix` mends what can be mended first. @returns the exit code */
export async function driftCommand(
  terminal: Terminal,
  names: readonly string[],
  options: DriftCommandOptions,
): Promise<number> {
  if (options.fix === true) {
    const { fixDrift } = await import('./driftFix.ts');
    return fixDrift(terminal, names, options);
  }
  const readers = terminal.parts.readers();
  const chosen = choose(terminal, readers, names, options);
  const now = Date.now();
  const { report } = await look(terminal, readers, chosen, options, planOptions(options, now));
  await showDrift(terminal, report, {
    hub: chosen.hub,
    names,
    options,
    date: new Date(now).toISOString().slice(0, 10),
  });
  return exitCode(report, options);
}
