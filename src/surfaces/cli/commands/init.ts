import { tilde } from '../../../core/values/paths.ts';
import { shellPath } from '../../../core/values/shell.ts';
import { counted } from '../../../core/views/wording.ts';
import { initHub } from '../../../engine/init.ts';
import { type CommonOptions, pathFrom } from '../common.ts';
import type { Terminal } from '../terminal.ts';

interface InitOptions extends CommonOptions {
  readonly minimal?: true;
}

/** `reconcile init [DIR]`: a new hub. @returns the exit code */
export async function initCommand(
  terminal: Terminal,
  folder: string | undefined,
  options: InitOptions,
): Promise<number> {
  const log = terminal.parts.log((text) => terminal.err.write(text), options.verbose === true ? 'debug' : 'warn');
  const world = await terminal.parts.world(log);
  const made = await initHub(
    world,
    pathFrom(terminal, folder ?? '.'),
    options.minimal === true ? undefined : terminal.parts.packageFolder(),
  );
  if (options.json === true) {
    terminal.out.write(`${JSON.stringify({ format_version: '1.0', ...made }, null, 2)}\n`);
    return 0;
  }
  const where = tilde(made.root, terminal.home);
  const lines = [
    `A hub in ${where}${made.repository ? ', in a new git repository' : ''}:`,
    ...byFolder(made.created).map((line) => `  + ${line}`),
    ...made.kept.map((path) => `  = ${path}  was there and is kept`),
    '',
    'Next:',
    `  cd ${shellPath(where)}`,
    '  reconcile new ~/projects/billing --dry-run   brings a project in',
    '  reconcile plan                               shows what would change',
  ];
  if (options.quiet !== true) terminal.out.write(`${lines.join('\n')}\n`);
  return 0;
}

/** Files by the folder of the library that they are in: `desired-state/agents/  3 files`. */
function byFolder(paths: readonly string[]): string[] {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const folder = path.split('/').slice(0, 2).join('/');
    folders.set(folder, [...(folders.get(folder) ?? []), path]);
  }
  return [...folders].map(([folder, files]) =>
    files.length === 1 ? files[0]! : `${folder}/  ${counted(files.length, 'file')}`,
  );
}
