import { existsSync } from 'node:fs';
import type { HookEvent } from '../common/event.ts';
import { findRepository } from '../common/git.ts';
import type { HookResult } from '../common/result.ts';
import type { HookWorld } from '../common/world.ts';
import { appendLine, rotate } from '../transcript/append.ts';
import { pruneOlderThan } from '../transcript/state.ts';
import { bundleEntry } from './entry.ts';
import { bundleFile, bundleFolder } from './file.ts';

const MAX_BUNDLE_BYTES = 4 * 1024 * 1024;
const DEFAULT_DAYS = 30;

/**
 * Appends the call to the session's bundle. The first call of a session also removes the bundles that were not written
 * for RECONCILE_BUNDLE_DAYS (30). It never answers.
 */
export function recordCall(event: HookEvent, world: HookWorld): HookResult | undefined {
  const root = findRepository(world.projectDir)?.root ?? world.projectDir;
  const entry = bundleEntry(event, { root, home: world.home }, world.now());
  if (!entry) return undefined;
  const folder = bundleFolder(world);
  const file = bundleFile(world, event.session_id);
  const isFirst = !existsSync(file);
  appendLine(file, entry);
  rotate(file, MAX_BUNDLE_BYTES, world.now());
  if (isFirst) {
    const days = Number(world.env.RECONCILE_BUNDLE_DAYS);
    pruneOlderThan(folder, days > 0 ? days : DEFAULT_DAYS, world.now());
  }
  return undefined;
}
