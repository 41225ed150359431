import { join } from 'node:path';
import type { HookWorld } from '../common/world.ts';
import { projectKey, safeName } from '../transcript/state.ts';

/** The folder with the bundles of a project, one file a session. */
export function bundleFolder(world: Pick<HookWorld, 'stateDir' | 'projectDir'>): string {
  return join(world.stateDir, 'bundles', projectKey(world.projectDir));
}

/** The bundle of one session; what did not fit into it stands in the same name with `.1`. */
export function bundleFile(world: Pick<HookWorld, 'stateDir' | 'projectDir'>, sessionId: string): string {
  return join(bundleFolder(world), `${safeName(sessionId)}.jsonl`);
}
