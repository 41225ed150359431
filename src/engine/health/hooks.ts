import type { Check } from '../../core/health/check.ts';
import { judgeTime, type Pair } from '../../core/health/hookTime.ts';
import { sampleEvent, sampleTranscript } from '../../core/hooks/sample.ts';
import { join, type RelPath } from '../../core/values/paths.ts';
import type { ProgramEnd, Programs } from '../../ports/programs.ts';
import { hooksOf, type KnownHook, type Wiring } from '../hooks.ts';
import { type TrialReport, tryHook } from '../hookTest.ts';
import type { LoadedHub } from '../hub.ts';
import type { Declared } from '../targets.ts';
import type { Readers } from '../world.ts';

// The first run also reads the program from the disk; the median is what sessions feel.
const RUNS = 3;
const PATIENCE_S = 10;

/**
 * Runs each wired hook of the library on a harmless event, in a folder of its own that is no project, and holds its time to the thresholds.
 * One after the other, so that none waits for another, and each beside a bare start of Node.
 * @param node the program
 */
export async function hookChecks(
  world: Readers,
  programs: Programs,
  hub: LoadedHub,
  targets: readonly Declared[],
  { now, node }: { readonly now: number; readonly node: string },
): Promise<Check[]> {
  const wired = hooksOf(hub, targets).flatMap((hook) => {
    const first = hook.wirings.find(({ event }) => event !== 'statusLine');
    return first === undefined ? [] : [{ hook, wiring: first }];
  });
  if (wired.length === 0) return [{ group: 'hooks', name: 'hooks', status: 'absent', message: 'none is wired' }];
  const checks: Check[] = [];
  for (const { hook, wiring } of wired) {
    const { name, file } = hook;
    const { event, matcher } = wiring;
    const pairs: Pair[] = [];
    let wrong: Wrong | undefined;
    while (pairs.length < RUNS && wrong === undefined) {
      const { end } = await trial(world, programs, hub, hook, wiring, now);
      wrong = wrongWith(end, file.path);
      pairs.push({ hook: end.duration, bare: await bareStart(world, programs, node) });
    }
    const found = wrong ?? judgeTime(pairs, hub.canonical.thresholds);
    const again =
      found.remedy === undefined ? {} : { remedy: `${found.remedy} Try it: \`reconcile hook test ${name}\`.`.trim() };
    checks.push({
      group: 'hooks',
      name: `${name} (${event}${matcher === '*' ? '' : ` ${matcher}`})`,
      ...found,
      ...again,
    });
  }
  return checks;
}

/** Milliseconds that Node takes for nothing; 0 where it does not start. */
async function bareStart(world: Readers, programs: Programs, node: string): Promise<number> {
  const env = Object.fromEntries(
    Object.entries(world.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  const run = { command: node, args: ['-e', '0'], cwd: world.home, env, input: '', timeout: PATIENCE_S * 1000 };
  const end = await programs.run(run);
  return end.failure === undefined ? end.duration : 0;
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

type Wrong = Required<Pick<Check, 'status' | 'message' | 'remedy'>>;

/** What is wrong with how a hook ended; undefined when it ended as hooks do. */
function wrongWith({ failure, timedOut, code }: ProgramEnd, path: string): Wrong | undefined {
  if (failure !== undefined) {
    const message = `cannot be started: ${failure}`;
    return { status: 'fail', message, remedy: `See whether what starts ${path} is installed.` };
  }
  if (timedOut) return { status: 'fail', message: `did not end within ${PATIENCE_S} s`, remedy: '' };
  // 2 is how a hook says no.
  if (code === 0 || code === 2) return undefined;
  return { status: 'fail', message: `failed with exit code ${code ?? 'none'}`, remedy: '' };
}
