import { type AbsPath, parentOf } from '../../core/values/paths.ts';
import { GitError } from '../../ports/git.ts';
import type { Person } from './config.ts';
import { gitEnvironment, gitPath, SETTINGS } from './environment.ts';

/** One git command, in the worktree `root`. */
export interface Command {
  readonly root: AbsPath;
  /** The git command and its arguments; what comes from outside stands after `--` or an `=`. */
  readonly args: readonly string[];
  /** More settings, `key=value`. */
  readonly settings?: readonly string[];
  /** More environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  /** Milliseconds after which it is ended. */
  readonly timeout: number;
  readonly person: Person;
}

/** How a command ended. */
export interface Ended {
  /** Null when it was ended from outside. */
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly timedOut: boolean;
}

export type Runner = (command: Command) => Promise<Ended>;

export function environmentOf(command: Command): Record<string, string> {
  return { ...gitEnvironment(command.person, parentOf(command.root)), ...command.environment };
}

export function settingsOf(command: Command): readonly string[] {
  return command.settings === undefined ? SETTINGS : [...SETTINGS, ...command.settings];
}

// simple-git guards against arguments and variables from strangers. Here every argument is ours, and the variables are the person's own.
const ALLOWED = {
  allowAbbreviatedOptions: true,
  allowUnsafeAlias: true,
  allowUnsafeAskPass: true,
  allowUnsafeCommandBinaries: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeDiffTextConv: true,
  allowUnsafeEditor: true,
  allowUnsafeExec: true,
  allowUnsafeFilter: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeGitProxy: true,
  allowUnsafeGpgProgram: true,
  allowUnsafeHooksPath: true,
  allowUnsafeInclude: true,
  allowUnsafeMergeDriver: true,
  allowUnsafePack: true,
  allowUnsafePager: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSshCommand: true,
  allowUnsafeSubmodule: true,
  allowUnsafeTemplateDir: true,
  allowUnsafeUrlRewrite: true,
} as const;

/**
 * Runs a git command that prints something: simple-git waits 50 ms for the output of one that stays silent.
 * @throws GitError when it cannot be started
 */
export async function command(given: Command): Promise<Ended> {
  const environment = environmentOf(given);
  let ended: Ended = { code: 0, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0), timedOut: false };
  const { input } = given;
  try {
    // Loaded with the first command: most plans start none.
    const { simpleGit } = await import('simple-git');
    const git = simpleGit({
      baseDir: given.root,
      binary: gitPath(given.person),
      config: [...settingsOf(given)],
      // Not a moment after its exit: a busy process would then miss what still waits in the pipe.
      completion: { onClose: true, onExit: false },
      timeout: { block: given.timeout, stdOut: false, stdErr: false },
      unsafe: ALLOWED,
      allowEnvironment: Object.keys(environment),
      ...(input === undefined ? {} : { input: () => Buffer.from(input) }),
      // Alone it would take an exit code without words for success; here every end is looked at by the caller.
      errors(error, { exitCode, stdOut, stdErr }) {
        const timedOut = error instanceof Error && error.message.includes('timeout');
        ended = {
          code: timedOut ? null : exitCode,
          stdout: Buffer.concat(stdOut),
          stderr: Buffer.concat(stdErr),
          timedOut,
        };
        return undefined;
      },
    });
    await git.env(environment).raw([...given.args]);
    return ended;
  } catch (error) {
    throw new GitError(given.args[0] ?? '', given.root, error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}
