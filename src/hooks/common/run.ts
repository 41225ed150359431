import { type HookEvent, parseEvent } from './event.ts';
import { type HookProcess, nodeProcess } from './process.ts';
import { recordRun } from './record.ts';
import { clientAnswer, type HookResult } from './result.ts';
import { type HookWorld, makeWorld } from './world.ts';

export interface HookSpec {
  /** The hook's name in canonical.yaml and in the metrics. */
  readonly name: string;
  /** A guard that fails asks the person; an observer that fails is silent. */
  readonly kind: 'guard' | 'observer';
  handle(event: HookEvent, world: HookWorld): HookResult | undefined | Promise<HookResult | undefined>;
  /** What `--explain "<command line>"` prints: for a person, or with `--json` for a program. */
  explain?(commandLine: string, world: HookWorld, form: 'text' | 'json'): string | Promise<string>;
}

/**
 * Runs one hook: reads the event from stdin, lets `handle` judge it, writes the client's answer on stdout and one row of
 * metrics into the spool, and sets the exit code. It never throws, never prints `allow`, never touches the network.
 * `host` is the process; a test gives its own.
 */
export async function runHook(spec: HookSpec, host: HookProcess = nodeProcess()): Promise<void> {
  const command = explainArgument(host.argv);
  if (spec.explain && command !== undefined) {
    const form = host.argv.includes('--json') ? 'json' : 'text';
    host.write(`${await spec.explain(command, makeWorld(host, {}), form)}\n`);
    return;
  }
  let event: HookEvent | undefined;
  let result: HookResult | undefined;
  try {
    event = parseEvent(host.readStdin());
    result = await spec.handle(event, makeWorld(host, event));
  } catch (error) {
    result = failed(spec, error);
  }
  answer(spec, host, event?.hook_event_name ?? 'PreToolUse', result);
  recordRun(spec.name, host, event, result);
}

/** An answer that does not reach the client would let the call through, so a guard then blocks by exit code 2. */
function answer(spec: HookSpec, host: HookProcess, eventName: string, result: HookResult | undefined): void {
  const printed = result && clientAnswer(result, eventName);
  if (!printed) return;
  try {
    host.write(JSON.stringify(printed));
  } catch {
    if (spec.kind === 'guard') host.fail(result?.decision?.reason ?? 'the guard could not write its answer');
  }
}

function failed(spec: HookSpec, error: unknown): HookResult {
  const message = error instanceof Error ? error.message : String(error);
  switch (spec.kind) {
    case 'observer':
      return { failure: message };
    case 'guard':
      return {
        failure: message,
        decision: {
          kind: 'ask',
          rule: 'guard-failed',
          reason: `${spec.name} could not judge this call (${message.slice(0, 300)}). Look at it yourself before you allow it.`,
        },
      };
  }
}

function explainArgument(argv: readonly string[]): string | undefined {
  const at = argv.indexOf('--explain');
  if (at >= 0) return argv[at + 1] ?? '';
  return argv.find((argument) => argument.startsWith('--explain='))?.slice('--explain='.length);
}
