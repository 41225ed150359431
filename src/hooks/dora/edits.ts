import { dirname, relative, resolve, sep } from 'node:path';
import { type HookEvent, textField } from '../common/event.ts';
import { findRepository } from '../common/git.ts';
import type { HookWorld } from '../common/world.ts';
import { type Activity, activityFile, type EditActivity, readActivity } from './activity.ts';

const DAY_MS = 86_400_000;

const EDIT_TOOLS = new Set(['Write', 'Edit', 'MultiEdit', 'NotebookEdit']);

/** Whether a tool changes a file that its input names. */
function isEditTool(tool: string | undefined): boolean {
  return tool !== undefined && EDIT_TOOLS.has(tool);
}

/** The edit a successful call made, with the worktree it belongs to; undefined when it made none. */
export function editOf(event: HookEvent, world: HookWorld): { root: string; edit: EditActivity } | undefined {
  if (event.hook_event_name !== 'PostToolUse' || !isEditTool(event.tool_name)) return undefined;
  const named = textField(event.tool_input, 'file_path') ?? textField(event.tool_input, 'notebook_path');
  if (named === undefined) return undefined;
  const file = resolve(world.cwd, named);
  const root = findRepository(dirname(file))?.root ?? world.projectDir;
  const path = relative(root, file).split(sep).join('/');
  const edit: EditActivity = {
    kind: 'edit',
    t: world.now(),
    session: event.session_id,
    ...(event.prompt_id !== undefined && { prompt: event.prompt_id }),
    path,
    rework: false,
  };
  return { root, edit: { ...edit, rework: isRework(edit, readActivity(activityFile(world.stateDir, root))) } };
}

/**
 * Whether an edit goes back to a file that was edited within 24 hours for another prompt or in another session. Several
 * edits of a file for one prompt are one piece of work.
 */
export function isRework(edit: EditActivity, before: readonly Activity[]): boolean {
  return before.some(
    (other) =>
      other.kind === 'edit' &&
      other.path === edit.path &&
      edit.t - other.t < DAY_MS &&
      (other.session !== edit.session || other.prompt !== edit.prompt),
  );
}
