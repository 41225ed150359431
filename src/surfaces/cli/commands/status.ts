import { statusJson, statusText } from '../../../core/views/statusText.ts';
import { readStatus } from '../../../engine/status.ts';
import { type CommonOptions, choose, type SelectionOptions, usesColor } from '../common.ts';
import type { Terminal } from '../terminal.ts';

/** `reconcile status`: what the controller last saw, with since when. @returns the exit code */
export async function statusCommand(
  terminal: Terminal,
  names: readonly string[],
  options: CommonOptions & SelectionOptions,
): Promise<number> {
  const readers = terminal.parts.readers();
  const { hub, chosen } = choose(terminal, readers, names, options);
  const status = readStatus(readers.disk, readers.stateDir, hub.file);
  const known = chosen.map((target) => {
    const found = status?.targets.find((entry) => entry.name === target.name);
    return found ?? { name: target.name, root: target.root, conditions: [], failures: 0 };
  });
  if (options.json === true) terminal.out.write(statusJson(hub.file, status?.updated, known));
  else
    terminal.out.write(
      statusText(known, {
        home: terminal.home,
        now: Date.now(),
        color: usesColor(terminal, options),
        verbose: options.verbose === true,
        updated: status?.updated,
      }),
    );
  return 0;
}
