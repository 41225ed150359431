/** One command that a line would really run, as a guard reads it. `…` in a word stands for what only the running shell knows. */
export interface ReadCommand {
  readonly name: string;
  readonly args: readonly string[];
  /** Absent where it runs on another machine or in a container. */
  readonly cwd?: string;
  /** How it is reached: `sudo`, `bash -c`, `$(…)`, outermost first. */
  readonly via: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly writes: readonly { readonly path: string; readonly append: boolean }[];
  readonly searched?: 'all' | 'filtered';
  readonly opaque: boolean;
  readonly remote: boolean;
}

/** What one guard says of a line. */
export interface GuardReading {
  readonly guard: string;
  readonly commands: readonly ReadCommand[];
  readonly problems: readonly { readonly kind: string; readonly message: string }[];
  readonly verdict: {
    readonly decision: 'deny' | 'ask';
    readonly rule: string;
    readonly reason: string;
    /** Which of the commands; absent where it is the line as a whole. */
    readonly command?: number;
  } | null;
}
