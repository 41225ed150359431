import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROGRAM } from '../e2e/program.ts';
import { medians, type Row } from './table.ts';
import { interleaved, median, peakMemory, type Task } from './timing.ts';
import { writeTranscripts } from './transcripts.ts';

// JSON.parse of every line; no file is kept in memory as a whole.
const YARDSTICK = `import fs from 'node:fs';
import path from 'node:path';
const root = process.argv[1];
const piece = Buffer.allocUnsafe(1024 * 1024);
let lines = 0;
for (const entry of fs.readdirSync(root, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const file = fs.openSync(path.join(entry.parentPath, entry.name), 'r');
  let kept = Buffer.alloc(0);
  for (let got = 0; (got = fs.readSync(file, piece)) > 0; ) {
    const bytes = Buffer.concat([kept, piece.subarray(0, got)]);
    let from = 0;
    for (let end = 0; (end = bytes.indexOf(10, from)) >= 0; from = end + 1) {
      lines++;
      JSON.parse(bytes.toString('utf8', from, end));
    }
    kept = bytes.subarray(from);
  }
  fs.closeSync(file);
}
console.log(lines);`;
const BOTH = 'find "$1" -type f -exec wc -l {} + && exec "$2" --input-type=module -e "$3" "$1"';

const A_YEAR = 1e9;

/** Reads generated transcripts (BENCH_INGEST_MB, else 50) from the beginning, beside counting and parsing the same lines. */
export function ingestPart(rounds = 5): { rows: readonly Row[]; times: ReadonlyMap<string, readonly number[]> } {
  const root = mkdtempSync(join(tmpdir(), 'reconcile-bench-'));
  try {
    const projects = join(root, 'projects');
    const bytes = writeTranscripts(projects, 1e6 * Number(process.env['BENCH_INGEST_MB'] ?? 50));
    const size = `${(bytes / 1e6).toFixed(0)} MB`;
    const state = join(root, 'state');
    const env = { PATH: process.env['PATH'], HOME: root, XDG_STATE_HOME: state };
    const args = [PROGRAM, 'metrics', 'ingest', '--json', projects];
    const forget = (): void => rmSync(state, { recursive: true, force: true });
    const common = { command: process.execPath, cwd: root, env };
    const ingest: Task = { ...common, name: `ingest of ${size}`, args, before: forget };
    const parse: Task = {
      ...common,
      name: 'wc -l and JSON.parse',
      command: 'sh',
      args: ['-c', BOTH, 'sh', projects, process.execPath, YARDSTICK],
    };
    const times = interleaved([ingest, parse], rounds);
    const [mine, theirs] = [median(times.get(ingest.name)!), median(times.get(parse.name)!)];
    const from = medians([ingest.name, mine], [parse.name, theirs]);
    // Over few transcripts the start of the program is a good part of it: the limit is for a year of them.
    const limit = bytes < A_YEAR ? {} : { limit: 2 };
    const rows: Row[] = [{ what: `ingest of ${size} of transcripts`, value: mine / theirs, unit: '×', ...limit, from }];
    const peak = peakMemory(ingest, root);
    if (peak !== undefined)
      rows.push({ what: 'ingest, peak memory', value: peak, unit: ' MB', limit: 150, from: 'one run' });
    const again = JSON.parse(execFileSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' })) as Report;
    if (again.bytes.found !== bytes) throw new Error(`ingest found ${again.bytes.found} of ${bytes} bytes`);
    rows.push({
      what: 'ingest again, bytes read',
      value: again.bytes.read / 1e6,
      unit: ' MB',
      limit: 0,
      from: 'one run',
    });
    return { rows, times };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

interface Report {
  readonly bytes: { readonly found: number; readonly read: number };
}
