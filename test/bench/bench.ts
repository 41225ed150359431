// Times the built program as a process, beside what one would do without it. parts.ts says what each part measures.
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { PARTS } from './parts.ts';
import { meetsLimit, type Row, table } from './table.ts';

const HELP = `npm run bench -- [${Object.keys(PARTS).join('|')}]… [--rounds N] [--check]

Without a part all of them run. --rounds is how often each process is timed; --check exits with 1 when a limit is missed.
`;

/** @returns the exit code */
function main(argv: string[]): number {
  const options = { rounds: { type: 'string' }, check: { type: 'boolean' }, help: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  const unknown = positionals.filter((name) => PARTS[name] === undefined);
  if (values.help === true || unknown.length > 0 || (rounds !== undefined && !(rounds >= 1))) {
    if (values.help !== true && unknown.length > 0) process.stderr.write(`there is no part ${unknown.join(', ')}\n\n`);
    process.stdout.write(HELP);
    return values.help === true ? 0 : 1;
  }
  process.stderr.write(`${machine()}\n`);
  const rows: Row[] = [];
  const raw: string[] = [];
  for (const name of positionals.length > 0 ? positionals : Object.keys(PARTS)) {
    process.stderr.write(`measuring: ${name}\n`);
    const measured = PARTS[name]!(rounds);
    rows.push(...measured.rows);
    for (const [task, times] of measured.times) raw.push(`${task}: ${times.map((time) => time.toFixed(0)).join(' ')}`);
  }
  process.stdout.write(`${table(rows)}\nMilliseconds of every run, in order:\n${raw.join('\n')}\n`);
  return values.check === true && !rows.every(meetsLimit) ? 1 : 0;
}

/** What the times depend on besides the program. */
function machine(): string {
  const load = loadavg()[0]!.toFixed(1);
  return `Node ${process.version}, ${availableParallelism()} cores with a load of ${load}, files in ${tmpdir()}`;
}

process.exitCode = main(process.argv.slice(2));
