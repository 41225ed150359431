import { countsOf, exitOf } from '../../../core/health/check.ts';
import { healthText } from '../../../core/views/healthText.ts';
import { printableJson } from '../../../core/views/printable.ts';
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
  if (options.json === true) {
    const value = { format_version: '1.0', healthy: exitOf(checks) === 0, summary: countsOf(checks), checks };
    terminal.out.write(`${printableJson(JSON.stringify(value, null, 2))}\n`);
  } else {
    terminal.out.write(
      healthText(checks, { color: usesColor(terminal, options), width: terminal.out.columns, verbose: true }),
    );
  }
  return exitOf(checks);
}
