import fs from 'node:fs';
import { NO_STATE, parseAside, parseState, type SetAside, stateText } from '../../core/metrics/spooled.ts';
import { tableNamed } from '../../core/metrics/tables.ts';
import { byText } from '../../core/values/address.ts';
import { type AbsPath, join, type RelPath } from '../../core/values/paths.ts';
import { type Segment, type Spool, SpoolError } from '../../ports/spool.ts';
import { appendRows } from './append.ts';
import { lines, readPart, replaceFile, synced } from './files.ts';

const STATE = 'flushed.json';
const ASIDE = 'set-aside.jsonl';
const OLDER_ASIDE = 'set-aside.old.jsonl';
/** From here on what is set aside begins a new file; the one before is kept, and an older one goes. */
const MOST_ASIDE = 8 * 1024 * 1024;

/**
 * The spool as files in a folder, which need not be there yet. Hooks append to the same files (src/hooks/common/spool.ts), which hold all
 * promises about their names and lines in common with this.
 */
export function fileSpool(folder: AbsPath): Spool {
  const at = (name: string): AbsPath => join(folder, name as RelPath);
  const checked = <T>(operation: string, path: string, act: () => T): T => {
    try {
      return act();
    } catch (cause) {
      throw new SpoolError(operation, path, cause);
    }
  };
  return {
    segments: () => checked('list', folder, () => segmentsIn(folder)),
    read: (name, from, most) => checked('read', at(name), () => readPart(at(name), from, most)),
    state: () => checked('read', at(STATE), () => parseState(lines(at(STATE)).join('\n')) ?? NO_STATE),
    setAside: () => checked('read', at(ASIDE), () => [...asides(at(OLDER_ASIDE)), ...asides(at(ASIDE))]),
    append: (table, rows) => checked('append to the spool', folder, () => appendRows(folder, table, rows)),
    keep: (state) => checked('write', at(STATE), () => replaceFile(at(STATE), stateText(state))),
    putAside: (entries) => checked('write', at(ASIDE), () => addAside(at(ASIDE), at(OLDER_ASIDE), entries)),
    putBack: (rows, left) =>
      checked('write', folder, () => {
        for (const [table, some] of rows) for (const path of appendRows(folder, table, some)) synced(path);
        replaceFile(at(ASIDE), linesOf(left));
        fs.rmSync(at(OLDER_ASIDE), { force: true });
      }),
    retire: (segment, now) =>
      checked('rename', at(segment.name), () => {
        const name = `${segment.table}-${segment.day}.${now}.jsonl`;
        fs.renameSync(at(segment.name), at(name));
        return name;
      }),
    remove: (name) => checked('remove', at(name), () => fs.rmSync(at(name), { force: true })),
  };
}

function segmentsIn(folder: AbsPath): Segment[] {
  if (!fs.existsSync(folder)) return [];
  const found: Segment[] = [];
  for (const name of fs.readdirSync(folder)) {
    const [, tableName, day, retired] = /^(claude_[a-z_]+)-(\d{8})(?:\.(\d+))?\.jsonl$/.exec(name) ?? [];
    const table = tableName === undefined ? undefined : tableNamed(tableName)?.name;
    const stat = table === undefined ? undefined : fs.statSync(`${folder}/${name}`, { throwIfNoEntry: false });
    if (table === undefined || day === undefined || stat?.isFile() !== true) continue;
    found.push({
      name,
      table,
      day,
      bytes: stat.size,
      modified: Math.round(stat.mtimeMs),
      ...(retired === undefined ? {} : { retired: Number(retired) }),
    });
  }
  // What was taken out of use is older than what has its name now; keys that were written again must arrive in order.
  return found.sort((a, b) => byText(a.table, b.table) || byText(a.day, b.day) || age(a) - age(b));
}

function age({ retired }: Segment): number {
  return retired ?? Number.POSITIVE_INFINITY;
}

/** @returns how many entries of the older file went */
function addAside(path: string, older: string, entries: readonly SetAside[]): number {
  let gone = 0;
  if ((fs.statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MOST_ASIDE) {
    gone = asides(older).length;
    fs.renameSync(path, older);
  }
  const known = new Set(asides(path).map(placeOf));
  const added = entries.filter((entry) => !known.has(placeOf(entry)));
  if (added.length === 0) return gone;
  const descriptor = fs.openSync(path, 'a', 0o600);
  try {
    fs.writeFileSync(descriptor, linesOf(added));
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
  return gone;
}

function linesOf(entries: readonly SetAside[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

/** What was set aside; a line that a power cut broke is left out, for it is set aside again. */
function asides(path: string): SetAside[] {
  const found: SetAside[] = [];
  for (const line of lines(path)) {
    const entry = parseAside(line);
    if (entry !== undefined) found.push(entry);
  }
  return found;
}

function placeOf({ segment, at, line }: SetAside): string {
  return `${segment}:${at}:${line}`;
}
