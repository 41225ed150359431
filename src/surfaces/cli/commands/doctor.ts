import { exitOf } from '../../../core/health/check.ts';
import { healthJson } from '../../../core/views/healthJson.ts';
import { healthText } from '../../../core/views/healthText.ts';
import { setupChecks } from '../../../engine/health/setup.ts';
import { type CommonOptions, openHub, usesColor } from '../common.ts';
import type { Terminal } from '../terminal.ts';

/** `reconcile doctor`: whether the tool itself is set up well. @returns the exit code */
export async function doctorCommand(terminal: Terminal, options: CommonOptions): Promise<number> {
  const { parts } = terminal;
  const log = parts.log((text) => terminal.err.write(text), 'warn');
  const [world, programs, spool] = await Promise.all([parts.world(log), parts.programs(), parts.spool()]);
  const checks = await setupChecks({
    world,
    programs,
    spool,
    node: process.versions.node,
    open: () => openHub(terminal, parts.readers(), options),
  });
  if (options.json === true) terminal.out.write(healthJson(checks));
  else {
    terminal.out.write(
      healthText(checks, { color: usesColor(terminal, options), width: terminal.out.columns, verbose: true }),
    );
  }
  return exitOf(checks);
}
