/** The tools of Claude Code, also those of versions before 2.1.330 that settings may still name. */
export const TOOLS: readonly string[] =
  'Agent Artifact AskUserQuestion Bash BashOutput Brief Config CronCreate CronDelete CronList DesignSync Edit EndConversation EnterPlanMode EnterWorktree ExitPlanMode ExitWorktree Glob Grep KillBash KillShell LS LSP ListAgents ListMcpResources ListMcpResourcesTool Monitor MultiEdit NotebookEdit NotebookRead PowerShell PushNotification REPL Read ReadMcpResource ReadMcpResourceTool RemoteTrigger ReportFindings ScheduleWakeup SendMessage SendUserFile SendUserMessage ShareOnboardingGuide Skill SlashCommand Sleep StructuredOutput Task TaskCreate TaskGet TaskList TaskOutput TaskStop TaskUpdate TeamCreate TeamDelete TodoRead TodoWrite ToolSearch WaitForMcpServers WebFetch WebSearch Workflow Write'.split(
    ' ',
  );

const KNOWN = new Set(TOOLS);

/** True for a tool of the client, or of an MCP server. */
export function isTool(name: string): boolean {
  return KNOWN.has(name) || name.startsWith('mcp__');
}
