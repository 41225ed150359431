import type { HookEvent } from '../common/event.ts';
import { MAX_LINE_BYTES } from '../transcript/append.ts';
import { briefInput, type Places } from './brief.ts';

/** What a call does to files and the world, as far as its tool's name says. */
export type Operation = 'read' | 'search' | 'edit' | 'run' | 'fetch' | 'agent' | 'task' | 'mcp' | 'other';

/** One line of a bundle: a call that a session was about to make. */
export interface BundleEntry {
  /** Milliseconds since 1970. */
  t: number;
  /** The call's tool_use_id; absent in old clients. */
  id?: string;
  op: Operation;
  tool: string;
  /** The type of the subagent that makes the call. */
  agent?: string;
  /** What it is called with; see briefInput. */
  in: Record<string, string | number | boolean>;
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  Read: 'read',
  NotebookRead: 'read',
  Grep: 'search',
  Glob: 'search',
  LS: 'search',
  ToolSearch: 'search',
  Write: 'edit',
  Edit: 'edit',
  MultiEdit: 'edit',
  NotebookEdit: 'edit',
  Bash: 'run',
  PowerShell: 'run',
  WebFetch: 'fetch',
  WebSearch: 'fetch',
  Agent: 'agent',
  Task: 'agent',
  TodoWrite: 'task',
  TaskCreate: 'task',
  TaskUpdate: 'task',
};

/** Which operation a tool stands for. */
export function operationOf(tool: string): Operation {
  return OPERATIONS[tool] ?? (tool.startsWith('mcp__') ? 'mcp' : 'other');
}

/** The bundle's line for an event, short enough for one write whatever the input is; undefined without a tool. */
export function bundleEntry(event: HookEvent, places: Places, t: number): BundleEntry | undefined {
  const tool = event.tool_name;
  if (tool === undefined) return undefined;
  for (let maxText = 800; ; maxText = Math.floor(maxText / 2)) {
    const entry: BundleEntry = {
      t,
      ...(event.tool_use_id !== undefined && { id: event.tool_use_id.slice(0, 100) }),
      op: operationOf(tool),
      tool: tool.slice(0, 200),
      ...(event.agent_type !== undefined && { agent: event.agent_type.slice(0, 100) }),
      in: maxText === 0 ? {} : briefInput(event.tool_input, places, maxText),
    };
    if (maxText === 0 || Buffer.byteLength(JSON.stringify(entry)) < MAX_LINE_BYTES) return entry;
  }
}
