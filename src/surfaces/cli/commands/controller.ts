import type { Mode } from '../../../core/canonical/canonical.ts';
import { statusJson, statusText } from '../../../core/views/statusText.ts';
import { control } from '../../../engine/control/controller.ts';
import type { Pass } from '../../../engine/control/statuses.ts';
import { findConfig } from '../../../engine/hub.ts';
import { type CommonOptions, pathFrom, type SelectionOptions, usesColor } from '../common.ts';
import { sendMetrics } from '../sendMetrics.ts';
import type { Terminal } from '../terminal.ts';

export interface ControllerCommandOptions extends CommonOptions, SelectionOptions {
  readonly once?: true;
  readonly mode?: Mode;
  readonly detailedExitcode?: true;
}

/** `reconcile controller`: the loop; ends when asked to. @returns the exit code */
export async function controllerCommand(
  terminal: Terminal,
  names: readonly string[],
  options: ControllerCommandOptions,
): Promise<number> {
  const level =
    options.quiet === true ? 'warn' : options.verbose === true ? 'debug' : options.once === true ? 'warn' : 'info';
  const world = await terminal.parts.world(terminal.parts.log((text) => terminal.err.write(text), level));
  const given = options.config === undefined ? undefined : pathFrom(terminal, options.config);
  const stop = new AbortController();
  terminal.onStop((times) => {
    if (times === 1) terminal.err.write('Stopping: what is in hand is finished first. Ask again to stop at once.\n');
    stop.abort();
  });
  const pass = await control(world, await terminal.parts.schedules(), await terminal.parts.queue(), {
    file: findConfig(world, terminal.cwd, given),
    lenient: options.lenient === true,
    selection: { targets: names, labels: options.select },
    absolutePath: (text) => pathFrom(terminal, text),
    once: options.once === true,
    signal: stop.signal,
    measure: (canonical) => sendMetrics(terminal, world, canonical, stop.signal),
    ...(options.mode === undefined ? {} : { mode: options.mode }),
  });
  if (options.once === true) show(terminal, pass, options);
  return exitCode(pass, options);
}

function show(terminal: Terminal, { status }: Pass, options: ControllerCommandOptions): void {
  if (options.json === true) terminal.out.write(statusJson(status?.hub ?? '', status?.updated, status?.targets ?? []));
  else if (options.quiet !== true) {
    terminal.out.write(
      statusText(status?.targets ?? [], {
        home: terminal.home,
        now: Date.now(),
        color: usesColor(terminal, options),
        verbose: options.verbose === true,
        updated: status?.updated,
      }),
    );
  }
}

function exitCode(pass: Pass, options: ControllerCommandOptions): number {
  if (options.once !== true) return 0;
  if (pass.failed > 0 || pass.blocked > 0) return 1;
  return options.detailedExitcode === true && pass.differing > 0 ? 2 : 0;
}
