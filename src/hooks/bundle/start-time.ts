import type { HookWorld } from '../common/world.ts';
import { readLastLines } from '../transcript/append.ts';
import { bundleFile } from './file.ts';

// A call that started longer ago than this many bytes of lines has been running beside hundreds of others.
const TAIL_BYTES = 64 * 1024;

/** When a call of this session started, in milliseconds, from the bundle; undefined when it is not there. */
export function startTime(world: HookWorld, sessionId: string, toolUseId: string): number | undefined {
  for (const line of readLastLines(bundleFile(world, sessionId), TAIL_BYTES)) {
    if (line.id === toolUseId && typeof line.t === 'number') return line.t;
  }
  return undefined;
}
