import { projectName } from '../../core/metrics/projectName.ts';
import type { AbsPath } from '../../core/values/paths.ts';
import type { Transcripts } from '../../ports/transcripts.ts';

// The folder stands in one of the first lines.
const HEAD_BYTES = 256 * 1024;
// A session that is not found is not looked for again with every event; its transcript is begun a moment after its first telemetry.
const AGAIN_MS = 1000;
const MOST_KNOWN = 10_000;

/**
 * Tells the name of the project of a session, as its transcript has it; undefined while there is none. Telemetry names no folders.
 * @param now milliseconds since 1970
 */
export function projectsOfSessions(
  transcripts: Pick<Transcripts, 'list' | 'bytes'>,
  roots: readonly AbsPath[],
): (session: string, now: number) => string | undefined {
  const known = new Map<string, string>();
  const missed = new Map<string, number>();
  return (session, now) => {
    const before = known.get(session);
    if (before !== undefined) return before;
    if (now - (missed.get(session) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return undefined;
    const found = look(transcripts, roots, session);
    const map = found === undefined ? missed : known;
    if (map.size >= MOST_KNOWN) map.clear();
    if (found === undefined) missed.set(session, now);
    else known.set(session, found);
    return found;
  };
}

function look(transcripts: Pick<Transcripts, 'list' | 'bytes'>, roots: readonly AbsPath[], session: string) {
  for (const root of roots) {
    for (const { path } of safely(() => transcripts.list(root)) ?? []) {
      if (!path.endsWith(`/${session}.jsonl`)) continue;
      const folder = folderIn(safely(() => transcripts.bytes(path, 0, HEAD_BYTES).toString('utf8')) ?? '');
      if (folder !== undefined) return projectName(folder);
    }
  }
  return undefined;
}

function folderIn(text: string): string | undefined {
  for (const line of text.split('\n')) {
    const { cwd } = safely(() => JSON.parse(line) as { cwd?: unknown } | null) ?? {};
    if (typeof cwd === 'string' && cwd !== '') return cwd;
  }
  return undefined;
}

/** A name that cannot be told is no reason to lose a number. */
function safely<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
