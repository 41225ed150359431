import type { Turn } from './endpoint.ts';

/** What the program in the namespaces is asked to do. */
export interface Request {
  /** A repository of the root canonical.yaml, and its folder in the workspace. */
  readonly target: string;
  readonly folder: string;
  /** Turns of a session of ordinary work; `{{REPO}}` is the repository. */
  readonly work: readonly Turn[];
  /** Command lines that must be stopped, one a turn. */
  readonly attacks: readonly string[];
  /** Commands to be invoked as prompts. */
  readonly invoke: readonly string[];
  /** Prompts with what the assistant does then, one after the other. */
  readonly acts: readonly Act[];
  /** Milliseconds for one run of the client. */
  readonly timeout: number;
}

/** A prompt that is a command of the library, and what the assistant does for it, with no leave but the command's own. */
export interface Act {
  /** Also the argument that the prompt ends with. */
  readonly mark: string;
  readonly prompt: string;
  /** Command lines, one a turn; `{{REPO}}` is the repository. */
  readonly runs?: readonly string[];
  /** What comes after them; there too `{{REPO}}` is the repository. */
  readonly turns?: readonly Turn[];
  /** Run by a shell in the repository, before. */
  readonly before?: string;
  /** The same after; what it prints is told. */
  readonly after?: string;
  readonly mode?: 'auto';
  /** Words for the client, by which a person gives leave to more. */
  readonly leave?: readonly string[];
  /** Variables that the client is started with. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface ToolCall {
  readonly tool: string;
  readonly input: Record<string, unknown>;
  readonly failed: boolean;
  readonly said: string;
}

/** One run of the client. */
export interface Session {
  readonly code: number | null;
  readonly stderr: string;
  readonly version: string;
  readonly commands: readonly string[];
  readonly skills: readonly string[];
  readonly agents: readonly string[];
  readonly tools: readonly string[];
  readonly result: string;
  /** Of each request with tools, the texts of all messages of the user. */
  readonly sent: readonly string[];
  readonly calls: readonly ToolCall[];
}

/** What was seen. */
export interface Seen {
  readonly repository: string;
  readonly work: Session;
  readonly compacted: Session;
  readonly attack: Session;
  readonly invoked: Readonly<Record<string, Session>>;
  readonly acted: Readonly<Record<string, Session & { readonly after: string }>>;
  readonly rows: readonly Record<string, unknown>[];
  /** Whether a file in the home is still there. */
  readonly precious: boolean;
  /** The refs of the remote, a line each. */
  readonly remote: string;
  readonly main: string;
}
