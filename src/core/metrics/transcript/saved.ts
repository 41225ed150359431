import { type Agent, type Book, emptyBook, type Pending, type Session } from './book.ts';
import { type Columns, columnBytes, fillColumns } from './columns.ts';
import { makeIds } from './ids.ts';

/** How far a file has been read: whole lines up to `offset` bytes of the file with this inode, when it had `size` bytes. */
interface ReadUpTo {
  readonly offset: number;
  readonly size: number;
  readonly inode: number;
}

/** All that is kept between two runs. */
export interface Saved {
  readonly book: Book;
  /** By path. */
  readonly files: Map<string, ReadUpTo>;
}

interface Head {
  readonly version: number;
  readonly lengths: readonly number[];
  readonly models: readonly string[];
  readonly branches: readonly string[];
  readonly sessions: readonly Session[];
  readonly agents: readonly Agent[];
  readonly pending: readonly (readonly [string, Pending])[];
  readonly files: readonly (readonly [string, ReadUpTo])[];
}

const VERSION = 1;
// Calls that never get an answer: the session was killed.
const MAX_PENDING = 5000;

/** What is kept, as the pieces of one file: a line of JSON, then the tables of numbers. */
export function savedBytes({ book, files }: Saved): Uint8Array[] {
  const tables = tablesOf(book);
  const head: Head = {
    version: VERSION,
    lengths: tables.map((table) => table.length),
    models: book.models,
    branches: book.branches,
    sessions: book.sessions,
    agents: book.agents,
    pending: [...book.pending].slice(-MAX_PENDING),
    files: [...files],
  };
  return [Buffer.from(`${JSON.stringify(head)}\n`), ...tables.flatMap((table) => columnBytes(table))];
}

/** Reads back what `savedBytes` gave; undefined for anything else, and for what another version wrote. */
export function readSaved(bytes: Uint8Array): Saved | undefined {
  const end = bytes.indexOf(10);
  if (end < 0) return undefined;
  let head: Head;
  try {
    head = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, end).toString('utf8')) as Head;
  } catch {
    return undefined;
  }
  if (head?.version !== VERSION) return undefined;
  const book = emptyBook();
  let at = end + 1;
  for (const [index, table] of tablesOf(book).entries()) {
    const taken = fillColumns(table, head.lengths[index] ?? 0, bytes.subarray(at));
    if (taken < 0) return undefined;
    at += taken;
  }
  if (at !== bytes.length) return undefined;
  return { book: filled(book, head), files: new Map(head.files) };
}

function tablesOf(book: Book): Columns<string>[] {
  const { messages, heads, requestIds, requests, callIds, calls, prompts } = book;
  return [messages.hashes, heads, requestIds.hashes, requests, callIds.hashes, calls, prompts.hashes];
}

function filled(book: Book, head: Head): Book {
  return {
    ...book,
    messages: makeIds(book.messages.hashes),
    requestIds: makeIds(book.requestIds.hashes),
    callIds: makeIds(book.callIds.hashes),
    prompts: makeIds(book.prompts.hashes),
    models: [...head.models],
    branches: [...head.branches],
    sessions: [...head.sessions],
    sessionNumbers: new Map(head.sessions.map(({ id }, number) => [id, number])),
    agents: [...head.agents],
    agentNumbers: new Map(head.agents.map(({ id }, number) => [id, number])),
    pending: new Map(head.pending),
  };
}
