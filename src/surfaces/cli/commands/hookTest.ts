import { handlerFor } from '../../../core/desired/hooks.ts';
import { sampleTranscript } from '../../../core/hooks/sample.ts';
import { baseName, join, type RelPath } from '../../../core/values/paths.ts';
import { hookTrialJson, hookTrialText } from '../../../core/views/hookTrialText.ts';
import { hooksOf, type KnownHook, namedHook, scriptFor, type Wiring } from '../../../engine/hooks.ts';
import { tryHook } from '../../../engine/hookTest.ts';
import { targetsOf } from '../../../engine/targets.ts';
import { openHub, usesColor } from '../common.ts';
import type { Terminal } from '../terminal.ts';
import { type EventOptions, eventFor, matches } from './hookEvent.ts';
import { sessionPlace } from './sessionPlace.ts';

/** `reconcile hook test NAME`: runs one hook on an event as the client would. @returns the exit code @throws InputError */
export async function hookTestCommand(terminal: Terminal, name: string, options: EventOptions): Promise<number> {
  const readers = terminal.parts.readers();
  const hub = openHub(terminal, readers, options);
  const all = targetsOf(hub.canonical);
  const hook = namedHook(hooksOf(hub, all), name);
  const place = sessionPlace(terminal, hub, all, options.target);
  const wirings = wiringsFor(hook, place.target?.name);
  const programs = await terminal.parts.programs();
  const scratch = programs.scratch();
  try {
    const transcript = scratch.put('transcript.jsonl', sampleTranscript(place.cwd, new Date(Date.now()).toISOString()));
    const event = eventFor(terminal, readers.disk, options, wirings, { ...place, home: terminal.home, transcript });
    const wired = wirings.find((wiring) => matches(wiring, event));
    const file = scriptFor(hub, hook, place.target);
    const report = await tryHook(
      programs,
      readers.disk,
      terminal.env,
      {
        script: join(hub.root, `${hub.libraryName}/${file.path}` as RelPath),
        handler: wired?.handler ?? handlerFor(baseName(file.path), {}),
        event,
        cwd: place.cwd,
        project: place.project,
        env: place.env,
      },
      scratch,
    );
    const trial = { ...report, hook: hook.name, event, wired, cwd: place.cwd };
    if (options.json === true) terminal.out.write(hookTrialJson(trial));
    else terminal.out.write(hookTrialText(trial, { home: terminal.home, color: usesColor(terminal, options) }));
    return report.end.code === undefined || (report.end.code !== 0 && report.end.code !== 2) ? 1 : 0;
  } finally {
    scratch.remove();
  }
}

/** How the target has it wired; without a target, how any has. The status line is no hook. */
function wiringsFor(hook: KnownHook, target: string | undefined): readonly Wiring[] {
  const own = hook.wirings.filter((wiring) => target === undefined || wiring.targets.includes(target));
  return own.filter((wiring) => wiring.event !== 'statusLine');
}
