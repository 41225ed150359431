/** The hook events of Claude Code 2.1.330, as the client writes them. */
export const HOOK_EVENTS = [
  'PreToolUse',
  'PostToolUse',
  'PostToolUseFailure',
  'PostToolBatch',
  'PermissionRequest',
  'PermissionDenied',
  'UserPromptSubmit',
  'UserPromptExpansion',
  'SessionStart',
  'SessionEnd',
  'Setup',
  'InstructionsLoaded',
  'Stop',
  'StopFailure',
  'SubagentStart',
  'SubagentStop',
  'Notification',
  'MessageDisplay',
  'TaskCreated',
  'TaskCompleted',
  'TeammateIdle',
  'PreCompact',
  'PostCompact',
  'PreModelSwitch',
  'PostModelSwitch',
  'ConfigChange',
  'CwdChanged',
  'DirectoryAdded',
  'FileChanged',
  'WorktreeCreate',
  'WorktreeRemove',
  'Elicitation',
  'ElicitationResult',
] as const;

/** Events about one tool call: only there does the client look at a handler's `if`. */
export const TOOL_EVENTS: ReadonlySet<string> = new Set([
  'PreToolUse',
  'PostToolUse',
  'PostToolUseFailure',
  'PermissionRequest',
  'PermissionDenied',
]);

/** Every way to write an event (`PreToolUse`, `pre_tool_use`), and the client's own way. */
export const EVENT_NAMES: ReadonlyMap<string, string> = new Map(
  HOOK_EVENTS.flatMap((event) => [
    [event, event],
    [event.replace(/(?<=[a-z])[A-Z]/g, '_$&').toLowerCase(), event],
  ]),
);
