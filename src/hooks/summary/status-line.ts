import { isRecord, textField } from '../common/event.ts';
import { currentBranch, findRepository } from '../common/git.ts';
import { spool } from '../common/spool.ts';
import type { HookWorld } from '../common/world.ts';
import { keepStatus } from './status.ts';

/** What the client tells a status line, as far as it is shown or kept. */
export interface StatusInput {
  sessionId: string;
  /** The session's current directory, or undefined. */
  folder: string | undefined;
  /** Where the session was started, or undefined. */
  projectFolder: string | undefined;
  modelId: string | undefined;
  modelName: string;
  costUsd: number | undefined;
  contextUsed: number | undefined;
  contextMax: number | undefined;
  /** Percent of the context window, 0 to 100. */
  usedPercent: number | undefined;
}

/** Reads the status line's stdin. Anything missing or of a wrong type is undefined; text that is no JSON gives an empty input. */
export function parseStatusInput(text: string): StatusInput {
  const raw = jsonObject(text);
  const model = at(raw, 'model');
  const window = at(raw, 'context_window');
  const workspace = at(raw, 'workspace');
  const usage = at(window, 'current_usage');
  const contextMax = number(window.context_window_size);
  const used = usedTokens(usage);
  const percent = number(window.used_percentage);
  const contextUsed =
    used ?? (percent !== undefined && contextMax !== undefined ? (percent * contextMax) / 100 : undefined);
  return {
    sessionId: textField(raw, 'session_id') ?? 'unknown',
    folder: textField(workspace, 'current_dir') ?? textField(raw, 'cwd'),
    projectFolder: textField(workspace, 'project_dir'),
    modelId: textField(model, 'id'),
    modelName: textField(model, 'display_name') ?? textField(model, 'id') ?? 'Claude',
    costUsd: number(at(raw, 'cost').total_cost_usd),
    contextUsed: contextUsed === undefined ? undefined : Math.round(contextUsed),
    contextMax,
    usedPercent: percent ?? (used !== undefined && contextMax ? (100 * used) / contextMax : undefined),
  };
}

function usedTokens(usage: Record<string, unknown>): number | undefined {
  const parts = [usage.input_tokens, usage.cache_read_input_tokens, usage.cache_creation_input_tokens].map(number);
  if (parts.every((part) => part === undefined)) return undefined;
  return parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function at(record: Record<string, unknown>, key: string): Record<string, unknown> {
  return isRecord(record[key]) ? record[key] : {};
}

function jsonObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

/** The line: model, branch, context and cost, as far as they are known. */
export function statusText(input: StatusInput, branch: string | undefined): string {
  const parts = [input.modelName];
  if (branch !== undefined) parts.push(branch);
  if (input.usedPercent !== undefined) parts.push(`context ${Math.round(input.usedPercent)}%`);
  if (input.costUsd !== undefined) parts.push(`$${input.costUsd.toFixed(2)}`);
  // One line, whatever stands in a name.
  return parts.join(' | ').replace(/[\x00-\x1f\x7f]+/g, ' ');
}

/** The branch of the folder the session works in, read from git's files. */
export function branchOf(folder: string | undefined): string | undefined {
  const repository = folder === undefined ? undefined : findRepository(folder);
  return repository && currentBranch(repository);
}

/** Keeps the session's numbers for the other hooks, and appends a claude_context row when they have changed. */
export function recordStatus(input: StatusInput, world: HookWorld): void {
  const { costUsd, contextUsed, contextMax } = input;
  if (!keepStatus(world.stateDir, input.sessionId, { costUsd, contextUsed, contextMax })) return;
  if (contextUsed === undefined) return;
  spool(world.stateDir, 'claude_context', {
    timestamp: new Date(world.now()).toISOString(),
    project: world.project,
    session_id: input.sessionId,
    model: input.modelId,
    trigger: 'statusline',
    context_used: contextUsed,
    context_max: contextMax,
    utilization_pct: input.usedPercent === undefined ? undefined : Math.round(10 * input.usedPercent) / 10,
  });
}
