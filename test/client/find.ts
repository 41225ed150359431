import { spawnSync } from 'node:child_process';
import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The real client: `$RECONCILE_CLIENT`, or `claude` on the PATH. Undefined where there is none that runs. */
export function findClient(): string | undefined {
  const given = process.env['RECONCILE_CLIENT'];
  const named = given ?? onPath('claude');
  if (named === undefined || named === '') return undefined;
  const asked = spawnSync(named, ['--version'], {
    env: { PATH: process.env['PATH'], HOME: '/nonexistent' },
    encoding: 'utf8',
  });
  if (asked.status === 0 && /\d+\.\d+\.\d+/.test(asked.stdout)) return realpathSync(named);
  if (given === undefined) return undefined;
  throw new Error(`RECONCILE_CLIENT is ${given}, which does not run: ${asked.error?.message ?? asked.stderr}`);
}

function onPath(name: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // Not here.
    }
  }
  return undefined;
}

/**
 * What puts a program into namespaces of its own: no network but loopback, processes that end with it, and a `/mnt` that is nobody else's
 * and goes when it ends. Undefined where this machine does not allow that.
 */
export function isolation(): readonly string[] | undefined {
  if (process.platform !== 'linux') return undefined;
  const user = process.getuid?.() === 0 ? [] : ['-r'];
  const words = [
    'unshare',
    ...user,
    '-n',
    '-m',
    '-p',
    '-f',
    '--mount-proc',
    '--kill-child=KILL',
    'sh',
    '-c',
    ENTER,
    'sh',
  ];
  const tried = spawnSync(words[0]!, [...words.slice(1), 'true'], { timeout: 10_000 });
  return tried.status === 0 ? words : undefined;
}

const ENTER = 'ip link set lo up && mount -t tmpfs tmpfs /mnt && exec "$@"';
