import { tilde } from '../../../core/values/paths.ts';
import { initHub } from '../../../engine/init.ts';
import { type CommonOptions, pathFrom } from '../common.ts';
import type { Terminal } from '../terminal.ts';

/** `reconcile init [DIR]`: a new hub. @returns the exit code */
export async function initCommand(
  terminal: Terminal,
  folder: string | undefined,
  options: CommonOptions,
): Promise<number> {
  const log = terminal.parts.log((text) => terminal.err.write(text), options.verbose === true ? 'debug' : 'warn');
  const world = await terminal.parts.world(log);
  const made = await initHub(world, pathFrom(terminal, folder ?? '.'));
  if (options.json === true) {
    terminal.out.write(`${JSON.stringify({ format_version: '1.0', ...made }, null, 2)}\n`);
    return 0;
  }
  const where = tilde(made.root, terminal.home);
  const lines = [
    `A hub in ${where}${made.repository ? ', in a new git repository' : ''}:`,
    ...made.created.map((path) => `  + ${path}`),
    ...made.kept.map((path) => `  = ${path}  was there and is kept`),
    '',
    'Next:',
    `  cd ${where}`,
    '  reconcile new ~/projects/billing --dry-run   brings a project in',
    '  reconcile plan                               shows what would change',
  ];
  if (options.quiet !== true) terminal.out.write(`${lines.join('\n')}\n`);
  return 0;
}
