import type { HookWorld } from '../common/world.ts';
import { readLastLines } from '../transcript/append.ts';
import { bundleFile } from './file.ts';

/** What a session did, from its bundle: each list in the order of first use, without duplicates. */
export interface BundleSummary {
  read: string[];
  changed: string[];
  /** The newest commands, at most twenty. */
  commands: string[];
}

const MAX_COMMANDS = 20;

/** Rebuilds what a session read, changed and ran; `maxBytes` of each of its files from the end. */
export function summarizeBundle(
  world: Pick<HookWorld, 'stateDir' | 'projectDir'>,
  sessionId: string,
  maxBytes = 1024 * 1024,
): BundleSummary {
  const file = bundleFile(world, sessionId);
  return summarizeEntries([...readLastLines(`${file}.1`, maxBytes), ...readLastLines(file, maxBytes)]);
}

/** As summarizeBundle, for lines that were read already. Lines of another shape are left out. */
export function summarizeEntries(lines: readonly Record<string, unknown>[]): BundleSummary {
  const read = new Set<string>();
  const changed = new Set<string>();
  const commands: string[] = [];
  for (const line of lines) {
    const input = typeof line.in === 'object' && line.in !== null ? (line.in as Record<string, unknown>) : {};
    const path = input.file_path ?? input.notebook_path;
    if (line.op === 'read' && typeof path === 'string') read.add(path);
    if (line.op === 'edit' && typeof path === 'string') changed.add(path);
    if (line.op === 'run' && typeof input.command === 'string') commands.push(input.command);
  }
  return { read: [...read], changed: [...changed], commands: [...new Set(commands)].slice(-MAX_COMMANDS) };
}
