import { PRICES_CHECKED, type PriceList } from '../../core/metrics/prices/prices.ts';
import { emptyBook } from '../../core/metrics/transcript/book.ts';
import { type Counting, countLine, type TranscriptPlace, tellContext } from '../../core/metrics/transcript/count.ts';
import { mayCount, readLine } from '../../core/metrics/transcript/line.ts';
import type { IngestReport } from '../../core/metrics/transcript/report.ts';
import { emitChanged } from '../../core/metrics/transcript/rows.ts';
import { readSaved, type Saved, savedBytes } from '../../core/metrics/transcript/saved.ts';
import { byText } from '../../core/values/address.ts';
import type { AbsPath } from '../../core/values/paths.ts';
import type { DiskReader } from '../../ports/disk.ts';
import type { SpoolWriter } from '../../ports/spoolWriter.ts';
import type { KeptFile, TranscriptFile, Transcripts } from '../../ports/transcripts.ts';
import { Tally } from './ingestTally.ts';
import { sessionsOfHooks } from './sessionsOfHooks.ts';

/** What ingest reaches the outside through. */
export interface IngestWorld {
  readonly disk: Pick<DiskReader, 'read' | 'kind'>;
  readonly transcripts: Transcripts;
  /** Where it keeps how far it has read. */
  readonly kept: KeptFile;
  readonly spool: SpoolWriter;
  readonly stateDir: AbsPath;
  /** Gives memory back that is no longer used; what was outgrown would lie about for long otherwise. */
  readonly collectGarbage: () => void;
}

export interface IngestOptions {
  readonly roots: readonly AbsPath[];
  readonly prices: PriceList;
  /** Only files that were changed since: milliseconds since 1970. */
  readonly since?: number;
  /** Only files that were not changed since: later ones wait for the next time. */
  readonly before?: number;
  /** Only the transcripts of projects with this folder name. */
  readonly project?: string;
  /** Called as a file is begun, with the number of all that will be read. */
  readonly onFile?: (path: AbsPath, all: number) => void;
}

// What is read between two savings of the state: so much is read again after a crash.
const SAVE_EVERY_BYTES = 64 * 1024 * 1024;
// Such a line is no message of a conversation, and would need many times its size to be parsed.
const LONGEST_LINE = 32 * 1024 * 1024;

/**
 * Reads what is new in the transcripts, and makes rows of it. What was read is kept only after its rows are in the spool: a run that was
 * broken off is repeated by the next one, and the same rows have the same keys. @throws DiskError
 */
export function ingest(world: IngestWorld, options: IngestOptions): IngestReport {
  const saved = readState(world.kept);
  const tally = new Tally(world.spool, saved.book.requests.length);
  const hooks = sessionsOfHooks(world.disk, world.stateDir);
  const counting: Counting = {
    book: saved.book,
    prices: options.prices,
    emit: tally.emit,
    isRecorded: hooks.isRecorded,
    windowOf: hooks.windowOf,
  };
  const save = (): void => {
    for (const number of counting.book.changed.sessions) tellContext(counting, counting.book.sessions[number]!);
    tally.see(counting, hooks.owns);
    emitChanged(counting.book, options.prices, tally.emit, hooks.owns);
    world.spool.flush();
    world.kept.replace(savedBytes(saved));
    world.collectGarbage();
  };
  const files = findFiles(world.transcripts, options, saved, tally);
  let unsaved = 0;
  for (const file of files) {
    options.onFile?.(file.path, files.length);
    unsaved += readFile(world.transcripts, counting, saved, file, tally);
    if (unsaved < SAVE_EVERY_BYTES) continue;
    save();
    unsaved = 0;
  }
  if (unsaved > 0) save();
  return tally.report(PRICES_CHECKED);
}

function readState(kept: KeptFile): Saved {
  const bytes = kept.read();
  return (bytes && readSaved(bytes)) ?? { book: emptyBook(), files: new Map() };
}

/** The files that have something new, the longest unchanged first: what was copied was there before its copy. */
function findFiles(transcripts: Transcripts, options: IngestOptions, saved: Saved, tally: Tally): TranscriptFile[] {
  const found: TranscriptFile[] = [];
  const seen = new Set<string>();
  for (const root of options.roots) {
    const files = transcripts.list(root);
    tally.roots.push({ path: root, files: files.length });
    for (const file of files) {
      if (seen.has(file.path)) continue;
      seen.add(file.path);
      tally.found(file);
      if (isWanted(file, root, options)) found.push(file);
      else tally.leftOut++;
    }
    // What is gone needs not be remembered.
    for (const path of saved.files.keys()) if (path.startsWith(`${root}/`) && !seen.has(path)) saved.files.delete(path);
  }
  const fresh = found.filter(({ path, inode, size, modified }) => {
    const before = saved.files.get(path);
    if (before?.inode === inode && before.size === size) return false;
    if (options.before === undefined || modified < options.before) return true;
    tally.waiting++;
    return false;
  });
  return fresh.sort((a, b) => a.modified - b.modified || byText(a.path, b.path));
}

function isWanted(file: TranscriptFile, root: AbsPath, { since, project }: IngestOptions): boolean {
  if (since !== undefined && file.modified < since) return false;
  if (project === undefined) return true;
  // The client names a project's folder after its path, with `-` for every other character.
  const folder = file.path.slice(root.length + 1).split('/')[0]!;
  const name = project.replace(/[^A-Za-z0-9]/g, '-');
  return folder === name || folder.endsWith(`-${name}`);
}

/** Reads the new lines of one file. @returns how many bytes it read */
function readFile(
  transcripts: Transcripts,
  counting: Counting,
  saved: Saved,
  file: TranscriptFile,
  tally: Tally,
): number {
  const place = placeOf(file.path);
  const from = startOf(transcripts, saved, file);
  if (from === 0 && saved.files.has(file.path)) tally.begunAnew++;
  const offset = transcripts.lines(file.path, from, (line) => {
    tally.lines++;
    if (line.length > LONGEST_LINE) tally.tooLong++;
    else countOne(counting, line.toString('utf8'), place, tally);
  });
  saved.files.set(file.path, { offset, size: Math.max(offset, file.size), inode: file.inode });
  tally.filesRead++;
  tally.bytesRead += offset - from;
  return Math.max(1, offset - from);
}

const NEWLINE = 0x0a;

function countOne(counting: Counting, text: string, place: TranscriptPlace, tally: Tally): void {
  if (!mayCount(text)) {
    if (!text.startsWith('{')) tally.malformed++;
    return;
  }
  const line = readLine(text);
  if (line === 'malformed') tally.malformed++;
  else if (line !== undefined) {
    if (line.kind === 'response') tally.responseLines++;
    countLine(counting, line, place);
  }
}

/** Where to go on: where the last run ended, or at the beginning of a file that is another one now. */
function startOf(transcripts: Transcripts, saved: Saved, file: TranscriptFile): number {
  const before = saved.files.get(file.path);
  if (before === undefined || before.inode !== file.inode || file.size < before.offset || before.offset === 0) return 0;
  // Written anew in place, and longer than before: then hardly ever a line ends where the last one did.
  return transcripts.bytes(file.path, before.offset - 1, 1)[0] === NEWLINE ? before.offset : 0;
}

/** `<project>/<session>.jsonl`, `<project>/<session>/subagents/agent-<id>.jsonl`, and of older clients `<project>/agent-<id>.jsonl`. */
function placeOf(path: string): TranscriptPlace {
  const nested = /\/([^/]+)\/subagents\/(?:.*\/)?agent-([^/]+)\.jsonl$/.exec(path);
  if (nested) return { session: nested[1], agent: nested[2] };
  const agent = /\/agent-([^/]+)\.jsonl$/.exec(path)?.[1];
  if (agent !== undefined) return { session: undefined, agent };
  return { session: /([^/]+)\.jsonl$/.exec(path)?.[1], agent: undefined };
}
