import { join } from 'node:path';
import { appendLine, readLastLines, rotate } from '../transcript/append.ts';
import { projectKey } from '../transcript/state.ts';
import type { DeployEntry } from './measure.ts';

const MAX_LOG_BYTES = 512 * 1024;

function logFile(stateDir: string, commonDir: string): string {
  return join(stateDir, 'hooks', 'deploys', `${projectKey(commonDir)}.jsonl`);
}

/** What is remembered of a repository's deployments, for all its worktrees, oldest first. */
export function readDeploys(stateDir: string, commonDir: string): DeployEntry[] {
  const found: DeployEntry[] = [];
  for (const line of readLastLines(logFile(stateDir, commonDir), MAX_LOG_BYTES)) {
    const { kind, t, id, ref, sha } = line;
    if (typeof t !== 'number') continue;
    if (kind === 'restored') found.push({ kind, t });
    if (typeof id !== 'string') continue;
    if (kind === 'failed') found.push({ kind, t, id });
    if (kind === 'deploy') {
      found.push({ kind, t, id, ref: typeof ref === 'string' ? ref : '', ...(typeof sha === 'string' && { sha }) });
    }
  }
  return found;
}

/** Appends what a deployment added. Throws what node:fs throws. */
export function rememberDeploys(stateDir: string, commonDir: string, entries: readonly DeployEntry[]): void {
  const file = logFile(stateDir, commonDir);
  for (const entry of entries) {
    appendLine(file, entry);
    rotate(file, MAX_LOG_BYTES, entry.t);
  }
}
