import { exitOf } from '../../../core/health/check.ts';
import { fleetLine } from '../../../core/health/fleet.ts';
import { bytesOf } from '../../../core/values/content.ts';
import { healthJson } from '../../../core/views/healthJson.ts';
import { healthMarkdown } from '../../../core/views/healthMarkdown.ts';
import { healthText } from '../../../core/views/healthText.ts';
import { replaceFile } from '../../../engine/memory.ts';
import { choose, pathFrom, usesColor } from '../common.ts';
import type { DriftCommandOptions } from '../driftLook.ts';
import { lookAtHealth } from '../healthLook.ts';
import type { Terminal } from '../terminal.ts';

interface HealthOptions extends DriftCommandOptions {
  readonly report?: string;
}

/** `reconcile health`: looks at everything that canonical.yaml names. @returns the exit code */
export async function healthCommand(
  terminal: Terminal,
  names: readonly string[],
  options: HealthOptions,
): Promise<number> {
  const readers = terminal.parts.readers();
  const chosen = choose(terminal, readers, names, options);
  const { fix, ...rest } = options;
  if (fix === true) await mend(terminal, names, options);
  const health = await lookAtHealth(terminal, readers, chosen, rest, Date.now());
  if (options.json === true) terminal.out.write(healthJson(health.checks, health.drift));
  else {
    const color = usesColor(terminal, options);
    terminal.out.write(
      healthText(health.checks, { color, width: terminal.out.columns, verbose: options.verbose === true }),
    );
  }
  if (options.report !== undefined)
    await writeReport(
      terminal,
      options.report,
      `# Health\n\n${fleetLine(health.drift)}\n\n${healthMarkdown(health.checks)}\n`,
    );
  return exitOf(health.checks);
}

/** Mends drift as `drift --fix` does; what it prints is told on standard error, so that standard output is the health alone. */
async function mend(terminal: Terminal, names: readonly string[], options: HealthOptions): Promise<void> {
  const { fixDrift } = await import('./driftFix.ts');
  const { json: _, ...people } = options;
  const aside: Terminal = { ...terminal, out: { ...terminal.err, write: (text) => terminal.err.write(text) } };
  await fixDrift(aside, names, people);
}

/** Writes a report in one step. @throws DiskError */
export async function writeReport(terminal: Terminal, file: string, text: string): Promise<void> {
  const world = await terminal.parts.world(terminal.parts.log((line) => terminal.err.write(line), 'warn'));
  replaceFile(world.disk, pathFrom(terminal, file), bytesOf(text));
  terminal.err.write(`Written: ${file}\n`);
}
