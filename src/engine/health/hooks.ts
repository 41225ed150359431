import type { Thresholds } from '../../core/canonical/canonical.ts';
import type { Check } from '../../core/health/check.ts';
import { sampleEvent, sampleTranscript } from '../../core/hooks/sample.ts';
import { join, type RelPath } from '../../core/values/paths.ts';
import type { Programs } from '../../ports/programs.ts';
import { hooksOf, type KnownHook, type Wiring } from '../hooks.ts';
import { type TrialReport, tryHook } from '../hookTest.ts';
import type { LoadedHub } from '../hub.ts';
import type { Declared } from '../targets.ts';
import type { Readers } from '../world.ts';

// The first run also reads the program from the disk; what sessions feel is the second.
const RUNS = 2;
const PATIENCE_S = 10;

/**
 * Runs each wired hook of the library on a harmless event, in a folder of its own that is no project, and holds its time to the thresholds.
 * One after the other, so that none waits for another.
 */
export async function hookChecks(
  world: Readers,
  programs: Programs,
  hub: LoadedHub,
  targets: readonly Declared[],
  now: number,
): Promise<Check[]> {
  const wired = hooksOf(hub, targets).flatMap((hook) => {
    const first = hook.wirings.find(({ event }) => event !== 'statusLine');
    return first === undefined ? [] : [{ hook, wiring: first }];
  });
  if (wired.length === 0) return [{ group: 'hooks', name: 'hooks', status: 'absent', message: 'none is wired' }];
  const checks: Check[] = [];
  for (const { hook, wiring } of wired) {
    const trials: TrialReport[] = [];
    for (let turn = 0; turn < RUNS; turn++) trials.push(await trial(world, programs, hub, hook, wiring, now));
    checks.push(judged(hook, wiring, trials, hub.canonical.thresholds));
  }
  return checks;
}

async function trial(
  world: Readers,
  programs: Programs,
  hub: LoadedHub,
  hook: KnownHook,
  wiring: Wiring,
  now: number,
): Promise<TrialReport> {
  const scratch = programs.scratch();
  try {
    const cwd = scratch.path;
    const transcript = scratch.put('transcript.jsonl', sampleTranscript(cwd, new Date(now).toISOString()));
    const tool = /^[A-Za-z]+/.exec(wiring.matcher)?.[0];
    const wishes = { event: wiring.event, command: 'git status', ...(tool === undefined ? {} : { tool }) };
    const event = sampleEvent(wishes, { cwd, home: world.home, transcript });
    const script = join(hub.root, `${hub.libraryName}/${hook.file.path}` as RelPath);
    const handler = { ...wiring.handler, timeout: PATIENCE_S };
    return await tryHook(
      programs,
      world.disk,
      world.env,
      { script, handler, event, cwd, project: cwd, env: {} },
      scratch,
    );
  } finally {
    scratch.remove();
  }
}

function judged(
  { name, file }: KnownHook,
  { event, matcher }: Wiring,
  trials: readonly TrialReport[],
  thresholds: Thresholds,
): Check {
  const common = { group: 'hooks', name: `${name} (${event}${matcher === '*' ? '' : ` ${matcher}`})` } as const;
  const again = `Try it: \`reconcile hook test ${name}\`.`;
  for (const { end } of trials) {
    if (end.failure !== undefined)
      return {
        ...common,
        status: 'fail',
        message: `cannot be started: ${end.failure}`,
        remedy: `See whether what starts ${file.path} is installed. ${again}`,
      };
    if (end.timedOut)
      return { ...common, status: 'fail', message: `did not end within ${PATIENCE_S} s`, remedy: again };
    // 2 is how a hook says no.
    if (end.code !== 0 && end.code !== 2)
      return { ...common, status: 'fail', message: `failed with exit code ${end.code ?? 'none'}`, remedy: again };
  }
  const ms = Math.round(Math.min(...trials.map(({ end }) => end.duration)));
  const { hookLatencyWarnMs, hookLatencyCriticalMs } = thresholds;
  if (ms > hookLatencyCriticalMs)
    return {
      ...common,
      status: 'fail',
      message: `took ${ms} ms (critical: ${hookLatencyCriticalMs})`,
      remedy: `Each call of a tool waits for it. ${again}`,
    };
  if (ms > hookLatencyWarnMs)
    return {
      ...common,
      status: 'warn',
      message: `took ${ms} ms (limit: ${hookLatencyWarnMs})`,
      remedy: `Each call of a tool waits for it. ${again}`,
    };
  return { ...common, status: 'ok', message: `took ${ms} ms` };
}
