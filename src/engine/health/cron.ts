import type { ExpectedServices } from '../../core/canonical/canonical.ts';
import type { Check } from '../../core/health/check.ts';
import { DiskError } from '../../ports/disk.ts';
import type { ProgramEnd } from '../../ports/programs.ts';
import { type Found, firstLine, type Machine, run, silence, told, unknown } from './machine.ts';

type Job = ExpectedServices['cron'][number];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The jobs that are expected, in the crontab of the person, and whether their logs are written. */
export async function cronChecks(expected: readonly Job[], machine: Machine): Promise<Check[]> {
  const end = await run(machine, 'crontab', '-l');
  const unseen = silence('crontab', end) ?? refused(end);
  const lines = end.stdout
    .split('\n')
    .map(spaced)
    .filter((line) => line !== '' && !line.startsWith('#'));
  return expected.map((job) => told(job, unseen ?? jobFound(job, lines, machine)));
}

/** Who has no crontab is told so with exit code 1; it is as good as an empty one. */
function refused({ code, stderr }: ProgramEnd): Found | undefined {
  if (code === 0 || /^no crontab for /m.test(stderr)) return undefined;
  return unknown(firstLine(stderr) || 'crontab says nothing', 'crontab -l');
}

function jobFound(job: Job, lines: readonly string[], machine: Machine): Found {
  const own = lines.filter((line) => line.includes(spaced(job.command)));
  if (own.length === 0)
    return { wrong: `no line of the crontab has "${job.command}"`, remedy: 'Add it with `crontab -e`.' };
  const { schedule } = job;
  if (schedule !== undefined && !own.some((line) => line.startsWith(`${spaced(schedule)} `)))
    return { wrong: `runs at other times than "${schedule}"`, remedy: 'Correct the crontab, or canonical.yaml.' };
  return logFound(job, machine);
}

/** A job that has a log and has not written to it for two of its turns does not run. */
function logFound({ log, schedule }: Job, { disk, now }: Machine): Found {
  if (log === undefined) return { well: 'is in the crontab' };
  const remedy = 'Run its command by hand, and look at what it says.';
  try {
    const there = disk.look(disk.realPath(log) ?? log);
    if (there.kind !== 'file') return { wrong: `is in the crontab, but has never written ${log}`, remedy };
    const idle = now - there.stamp.modified;
    const hours = Math.round(idle / HOUR);
    const turn = schedule === undefined ? undefined : turnOf(schedule);
    if (turn !== undefined && idle > 2 * turn + HOUR)
      return { wrong: `has not written its log for ${hours} ${hours === 1 ? 'hour' : 'hours'}`, remedy };
    const ago = hours < 1 ? 'within the hour' : `${hours} ${hours === 1 ? 'hour' : 'hours'} ago`;
    return { well: `is in the crontab; wrote its log ${ago}` };
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    return { wrong: `is in the crontab; ${error.message}`, remedy: 'Make its log readable.' };
  }
}

/** How long it is between two times of a cron expression, in milliseconds, as far as its fields tell without a calendar. */
function turnOf(schedule: string): number | undefined {
  const [minute, hour, day, month, weekday] = spaced(schedule).split(' ').slice(-5);
  if (month !== '*' || day !== '*') return undefined;
  if (weekday !== '*') return 7 * 24 * HOUR;
  const every = (field: string | undefined, otherwise: number) =>
    field === '*' ? 1 : Number(/^\*\/(\d+)$/.exec(field ?? '')?.[1] ?? otherwise);
  return hour === '*' ? every(minute, 60) * MINUTE : every(hour, 24) * HOUR;
}

function spaced(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
