import { basename, isAbsolute, join, normalize } from 'node:path';
import type { HookEvent } from './event.ts';

/** All that a hook may know beside its event. A test gives a plain object. */
export interface HookWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The person's home folder, absolute; empty when it is not known. */
  readonly home: string;
  /** The session's current directory, absolute. */
  readonly cwd: string;
  /** Where the session was started (CLAUDE_PROJECT_DIR), absolute. */
  readonly projectDir: string;
  /** The project's name in metrics rows. */
  readonly project: string;
  /** Where this tool keeps its state; the metrics spool is the folder `spool` in it. */
  readonly stateDir: string;
  /** Folders for temporary files, absolute. */
  readonly tempDirs: readonly string[];
  /** Milliseconds since 1970. */
  now(): number;
}

/** What of the process a world is made from. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  now(): number;
}

/** Makes the world of one hook run from its process and its event. */
export function makeWorld(surroundings: Surroundings, event: Pick<HookEvent, 'cwd'>): HookWorld {
  const { env } = surroundings;
  const home = absolute(env.HOME) ?? absolute(env.USERPROFILE) ?? '';
  const cwd = absolute(event.cwd) ?? surroundings.cwd;
  const projectDir = absolute(env.CLAUDE_PROJECT_DIR) ?? cwd;
  return {
    env,
    home,
    cwd,
    projectDir,
    project: env.RECONCILE_PROJECT || basename(projectDir) || 'unknown',
    stateDir: stateDir(env, home),
    tempDirs: tempDirs(env, home),
    now: () => surroundings.now(),
  };
}

/** `$XDG_STATE_HOME/reconcile`, else `~/.local/state/reconcile`. The specification says to ignore a relative value. */
function stateDir(env: HookWorld['env'], home: string): string {
  return join(absolute(env.XDG_STATE_HOME) ?? join(home || '/tmp', '.local', 'state'), 'reconcile');
}

function tempDirs(env: HookWorld['env'], home: string): string[] {
  const dirs = [
    '/tmp',
    '/var/tmp',
    '/private/tmp',
    '/private/var/tmp',
    '/dev/shm',
    '/var/folders',
    '/private/var/folders',
  ];
  const own = absolute(env.TMPDIR);
  // TMPDIR=/ or TMPDIR=$HOME would declare everything to be temporary.
  if (own !== undefined && /tmp|temp|scratch|cache|\/var\/folders\//i.test(own)) dirs.push(own);
  return [...dirs, ...configuredFolders(env.RECONCILE_TEMPORARY_FOLDERS ?? '', home)];
}

// canonical.yaml refuses these too, but a variable may come from elsewhere.
const SYSTEM = /^(?:|\/(?:bin|boot|dev|etc|home|lib|lib64|opt|proc|root|run|sbin|srv|sys|usr|Users|var))$/;

/** `RECONCILE_TEMPORARY_FOLDERS`: absolute or from `~/`, with colons. One that holds the home, or the system's, is none. */
function configuredFolders(text: string, home: string): string[] {
  return text
    .split(':')
    .map((part) => part.trim())
    .map((part) => (part.startsWith('~/') && home !== '' ? join(home, part.slice(2)) : part))
    .filter((part) => isAbsolute(part))
    .map((part) => normalize(part).replace(/\/+$/, ''))
    .filter((part) => !SYSTEM.test(part) && !`${home}/`.startsWith(`${part}/`));
}

function absolute(path: string | undefined): string | undefined {
  return path !== undefined && isAbsolute(path) ? path : undefined;
}
