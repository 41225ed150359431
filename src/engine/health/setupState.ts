import type { Check } from '../../core/health/check.ts';
import { textOf } from '../../core/values/content.ts';
import { isObject } from '../../core/values/json.ts';
import { type AbsPath, join, type RelPath, tilde } from '../../core/values/paths.ts';
import { DiskError } from '../../ports/disk.ts';
import { SpoolError, type SpoolReader } from '../../ports/spool.ts';
import type { World } from '../world.ts';
import { check, runHere, type Tools } from './setupCheck.ts';

const HOUR = 3_600_000;
/** From here on the spool is nearly full, and the oldest rows are about to go. */
const NEARLY_FULL = 0.9;

/** Whether the state folder can be written, tried by doing it: permissions, full disks and read-only file systems all show. */
export function stateCheck({ disk, stateDir, home, random }: World): Check {
  const shown = tilde(stateDir, home);
  const file = join(stateDir, `doctor-${random.word(8)}` as RelPath);
  try {
    let above: AbsPath = '/' as AbsPath;
    for (const part of stateDir.split('/').filter((name) => name !== '')) {
      above = join(above, part as RelPath);
      if (disk.kind(above) === 'absent') disk.makeDirectory(above);
    }
    disk.createFile(file, new Uint8Array(), 0o600);
    disk.remove(file);
    return check('state folder', 'ok', `${shown} can be written`);
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    return check(
      'state folder',
      'fail',
      error.message,
      'Make it writable, or set XDG_STATE_HOME; `apply` keeps there what `undo` needs.',
    );
  }
}

/** Who works at the moment, and what a run that was broken off has left. */
export async function leaseChecks(tools: Tools): Promise<Check[]> {
  const { disk, stateDir, clock } = tools.world;
  const folder = join(stateDir, 'leases' as RelPath);
  try {
    const locks = disk.list(folder).filter((name) => name.endsWith('.lock'));
    if (locks.length === 0) return [];
    const host = (await runHere(tools, 'uname', '-n')).stdout.trim();
    return locks.flatMap((name): Check[] => {
      const node = disk.read(join(folder, name as RelPath));
      if (node.kind !== 'file') return [];
      const holder = holderIn(textOf(node.bytes));
      const gone = holder?.host === host && !isListed(disk, holder.pid);
      return [leaseCheck(holder, { gone, host, now: clock.now() })];
    });
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    return [check('lease', 'warn', error.message, 'Make the folder readable.')];
  }
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly purpose: string;
  readonly since: number;
}

/** Undefined where no program of ours has written it whole. */
function holderIn(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return undefined;
    const { pid, host, purpose, since } = value;
    if (typeof pid !== 'number' || typeof since !== 'number') return undefined;
    if (typeof host !== 'string' || typeof purpose !== 'string') return undefined;
    return { pid, host, purpose, since };
  } catch {
    return undefined;
  }
}

const TAKEN_OVER = 'The next run takes it over; `reconcile apply` first completes or takes back what was begun.';

function leaseCheck(
  holder: Holder | undefined,
  { gone, host, now }: { readonly gone: boolean; readonly host: string; readonly now: number },
): Check {
  if (holder === undefined) return check('lease', 'warn', 'held by nobody who can be named', TAKEN_OVER);
  const { pid, purpose, since } = holder;
  const hours = Math.round((now - since) / HOUR);
  const long = hours < 1 ? 'less than an hour' : `${hours} ${hours === 1 ? 'hour' : 'hours'}`;
  const elsewhere = holder.host === host ? '' : ` on ${holder.host}`;
  const who = `${purpose} (process ${pid}${elsewhere}) for ${long}`;
  if (gone) return check('lease', 'warn', `${who}, but that process is gone`, TAKEN_OVER);
  // A controller holds its lease as long as it runs; anything else is done within the hour.
  if (hours < 1 || purpose === 'controller') return check('lease', 'ok', who);
  const remedy = `See what it does${elsewhere}: \`ps -p ${pid}\`. Nothing else can be applied until it ends.`;
  return check('lease', 'warn', who, remedy);
}

/** Linux lists processes in /proc; where there is none, each may live. */
function isListed(disk: World['disk'], pid: number): boolean {
  return disk.kind('/proc/self' as AbsPath) === 'absent' || disk.kind(`/proc/${pid}` as AbsPath) !== 'absent';
}

/** The rows that are kept here. @param maxMb how much may be kept; undefined where no hub says it */
export function spoolChecks(spool: SpoolReader, maxMb: number | undefined): Check[] {
  try {
    const segments = spool.segments();
    const aside = spool.setAside().length;
    const { lost } = spool.state();
    const mb = segments.reduce((sum, { bytes }) => sum + bytes, 0) / 1_000_000;
    const see = 'See what waits and why: `reconcile metrics status`.';
    const found: Check[] = [];
    if (aside > 0) {
      const remedy = 'See why, and what can go back: `reconcile metrics retry --dry-run`.';
      found.push(check('metrics', 'warn', `${aside} rows were set aside: they were not taken`, remedy));
    }
    if (lost > 0)
      found.push(check('metrics', 'warn', `${lost} rows were removed unsent, because the spool was full`, see));
    if (maxMb !== undefined && mb > maxMb * NEARLY_FULL) {
      const message = `${mb.toFixed(1)} MB of rows are kept here, of at most ${maxMb}`;
      const remedy = `${see} \`reconcile metrics flush\` sends and removes rows; metrics.spool.max_mb in canonical.yaml allows more.`;
      found.push(check('metrics', 'warn', message, remedy));
    }
    if (found.length > 0) return found;
    if (segments.length === 0) return [check('metrics', 'absent', 'no rows are kept here yet; hooks write them')];
    return [check('metrics', 'ok', `${mb.toFixed(1)} MB of rows are kept here`)];
  } catch (error) {
    if (!(error instanceof SpoolError)) throw error;
    return [check('metrics', 'warn', error.message, 'Make the folder readable.')];
  }
}
