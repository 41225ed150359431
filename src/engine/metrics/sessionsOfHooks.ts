import type { AbsPath } from '../../core/values/paths.ts';
import type { DiskReader } from '../../ports/disk.ts';

/** What the hooks have told of sessions themselves. */
export interface SessionsOfHooks {
  /** Whether the hook session-summary writes the rows of this session. It knows more: commits, tests, why it ended. */
  readonly owns: (session: string) => boolean;
  /** Whether a call or a request of the session was recorded as it happened. */
  readonly isRecorded: (session: string, id: string) => boolean;
  /** The size of the session's context window as the client told it. */
  readonly windowOf: (session: string) => number | undefined;
}

/** Reads, as it is asked for, what the hooks keep of each session in `<stateDir>/hooks/sessions/<session>/`. */
export function sessionsOfHooks(disk: Pick<DiskReader, 'read' | 'kind'>, stateDir: AbsPath): SessionsOfHooks {
  const folderOf = (session: string): string | undefined =>
    /^[A-Za-z0-9_-]{1,64}$/.test(session) ? `${stateDir}/hooks/sessions/${session}` : undefined;
  const text = (session: string, name: string): string => {
    const folder = folderOf(session);
    // Of most sessions there is nothing, and to see that takes less than to open what is not there.
    if (folder === undefined || disk.kind(`${folder}/${name}` as AbsPath) !== 'file') return '';
    const node = disk.read(`${folder}/${name}` as AbsPath);
    return node?.kind === 'file' ? Buffer.from(node.bytes).toString('utf8') : '';
  };
  // Sessions are asked about one after the other, and each many times.
  let recorded: { session: string; ids: ReadonlySet<string> } | undefined;
  let window: { session: string; size: number | undefined } | undefined;
  return {
    owns(session) {
      const folder = folderOf(session);
      return folder !== undefined && disk.kind(`${folder}/summary.json` as AbsPath) === 'file';
    },
    isRecorded(session, id) {
      if (recorded?.session !== session) recorded = { session, ids: new Set(text(session, 'recorded').split('\n')) };
      return recorded.ids.has(id);
    },
    windowOf(session) {
      if (window?.session !== session) window = { session, size: windowIn(text(session, 'status.json')) };
      return window.size;
    },
  };
}

function windowIn(status: string): number | undefined {
  try {
    const { contextMax } = JSON.parse(status || '{}') as { contextMax?: unknown };
    return typeof contextMax === 'number' ? contextMax : undefined;
  } catch {
    return undefined;
  }
}
