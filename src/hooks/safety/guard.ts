import type { HookEvent } from '../common/event.ts';
import { textField } from '../common/event.ts';
import type { HookResult } from '../common/result.ts';
import type { HookSpec } from '../common/run.ts';
import type { HookWorld } from '../common/world.ts';
import type { Verdict } from './judge.ts';
import type { Place } from './place.ts';
import { isPlain } from './plain.ts';

const SHELL_TOOLS: ReadonlySet<string> = new Set(['Bash', 'PowerShell']);

/** The larger part of a guard, which reads lines as the shell does and knows the rules. */
export interface Judgment {
  /** What the guard says of a line that a tool would run; undefined where it has nothing to say. */
  readonly judge: (line: string, tool: string, world: HookWorld) => HookResult | undefined;
  /** What its rules say of a line for Bash that is run in a place. */
  readonly verdict: (line: string, place: Place) => Verdict | undefined;
  /** How a line was read, which rule fired and why: as text for a person, or as one JSON object. */
  readonly explain: (line: string, world: HookWorld, form: 'text' | 'json') => string;
}

/** Makes the hook of a guard. `load` gives the larger part, which everyday lines do not need. */
export function guardHook(name: string, load: () => Promise<Judgment>): HookSpec {
  return {
    name,
    kind: 'guard',
    handle: (event, world) => handle(event, world, load),
    explain: async (line, world, form) => (await load()).explain(line, world, form),
  };
}

async function handle(
  event: HookEvent,
  world: HookWorld,
  load: () => Promise<Judgment>,
): Promise<HookResult | undefined> {
  const tool = event.tool_name ?? 'Bash';
  if (!SHELL_TOOLS.has(tool)) return undefined;
  const line = textField(event.tool_input, 'command');
  if (line === undefined) {
    if (event.tool_input.command === undefined || event.tool_input.command === '') return undefined;
    throw new Error('the command is not a text');
  }
  // In PowerShell the same words may be other commands.
  if (tool === 'Bash' && isPlain(line)) return undefined;
  return (await load()).judge(line, tool, world);
}
