import type { Check } from '../../core/health/check.ts';
import { textOf } from '../../core/values/content.ts';
import { type AbsPath, join, type RelPath, tilde } from '../../core/values/paths.ts';
import { InputError } from '../../core/values/problem.ts';
import { DiskError } from '../../ports/disk.ts';
import type { ProgramEnd, Programs } from '../../ports/programs.ts';
import { SpoolError, type SpoolReader } from '../../ports/spool.ts';
import type { LoadedHub } from '../hub.ts';
import type { World } from '../world.ts';

const PATIENCE = 5000;
/** The Node that package.json asks for. */
const LEAST_NODE = [20, 19];
/** `git commit` with paths read from a file is since 2.26. */
const LEAST_GIT = [2, 26];

/** What the looks at the tool's own setup need. */
export interface Setup {
  readonly world: World;
  readonly programs: Programs;
  readonly spool: SpoolReader;
  readonly node: string;
  /** Finds and reads the hub. @throws InputError */
  readonly open: () => LoadedHub;
}

/** Whether the tool itself is set up well on this machine. */
export async function setupChecks(setup: Setup): Promise<Check[]> {
  const [git, client] = await Promise.all([gitChecks(setup), clientCheck(setup)]);
  return [
    nodeCheck(setup.node),
    ...git,
    ...hubChecks(setup),
    stateCheck(setup.world),
    ...leaseChecks(setup.world),
    spoolCheck(setup),
    completionCheck(setup.world),
    client,
  ];
}

function check(name: string, status: Check['status'], message: string, remedy?: string): Check {
  return { group: 'setup', name, status, message, ...(remedy === undefined ? {} : { remedy }) };
}

function nodeCheck(version: string): Check {
  if (isAtLeast(version, LEAST_NODE)) return check('Node', 'ok', version);
  return check('Node', 'fail', `${version} is too old`, `Install Node ${LEAST_NODE.join('.')} or newer.`);
}

function isAtLeast(version: string, [major = 0, minor = 0]: readonly number[]): boolean {
  const [, a = 0, b = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
  return a > major || (a === major && b >= minor);
}

function run({ programs, world }: Setup, command: string, ...args: string[]): Promise<ProgramEnd> {
  const env = Object.fromEntries(
    Object.entries(world.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  return programs.run({ command, args, cwd: world.home, env: { ...env, LC_ALL: 'C' }, input: '', timeout: PATIENCE });
}

async function gitChecks(setup: Setup): Promise<Check[]> {
  const [version, name, email] = await Promise.all([
    run(setup, 'git', '--version'),
    run(setup, 'git', 'config', 'user.name'),
    run(setup, 'git', 'config', 'user.email'),
  ]);
  if (version.code !== 0)
    return [check('git', 'fail', 'cannot be started', 'Install git; `plan` works without it, `apply` does not.')];
  const text = version.stdout.trim().replace(/^git version /, '');
  const git = isAtLeast(text, LEAST_GIT)
    ? check('git', 'ok', text)
    : check('git', 'warn', `${text} is old`, `Install git ${LEAST_GIT.join('.')} or newer.`);
  const who = [name.stdout.trim(), email.stdout.trim()];
  if (who.every((part) => part !== '')) return [git, check('git identity', 'ok', `${who[0]} <${who[1]}>`)];
  const remedy =
    'Run `git config --global user.name "…"` and `git config --global user.email …`, or nothing can be committed.';
  return [git, check('git identity', 'warn', 'there is none outside the repositories', remedy)];
}

function hubChecks({ open, world }: Setup): Check[] {
  try {
    const hub = open();
    const { services, monitoring } = hub.canonical;
    const named = [...Object.keys(services), ...(monitoring === undefined ? [] : ['monitoring'])];
    const found = `${tilde(hub.file, world.home)}: ${hub.canonical.repositories.length} repositories, ${hub.library.size} files in the library`;
    return [
      check('hub', 'ok', found),
      named.length === 0
        ? check('services', 'absent', 'canonical.yaml names none; the embedded ways are used')
        : check(
            'services',
            'ok',
            `canonical.yaml names ${named.join(', ')}; \`reconcile health\` looks whether they answer`,
          ),
    ];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [first, ...rest] = error.message.split('\n');
    const more = rest.length === 0 ? '' : ` (and ${rest.length} more)`;
    return [
      check(
        'hub',
        'fail',
        `${first}${more}`,
        'See all of it with `reconcile validate`; another file with --config FILE.',
      ),
    ];
  }
}

/** Tried by doing it: permissions, full disks and read-only file systems all show. */
function stateCheck({ disk, stateDir, home, random }: World): Check {
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

function leaseChecks({ disk, stateDir, clock }: World): Check[] {
  const folder = join(stateDir, 'leases' as RelPath);
  return disk.list(folder).flatMap((name): Check[] => {
    const node = name.endsWith('.lock') ? disk.read(join(folder, name as RelPath)) : { kind: 'absent' as const };
    if (node.kind !== 'file') return [];
    const [, pid] = /"pid":\s*(\d+)/.exec(textOf(node.bytes)) ?? [];
    const [, purpose] = /"purpose":\s*"([^"]+)"/.exec(textOf(node.bytes)) ?? [];
    const hours = (clock.now() - node.stamp.modified) / 3_600_000;
    const message = `${purpose ?? 'somebody'} (process ${pid ?? 'unknown'}) for ${hours < 1 ? 'less than an hour' : `${Math.round(hours)} hours`}`;
    // A controller holds its lease as long as it runs; anything else is done within the hour.
    if (hours < 1 || purpose === 'controller') return [check('lease', 'ok', message)];
    return [
      check(
        'lease',
        'warn',
        message,
        `See whether it still runs: \`ps -p ${pid ?? 'PID'}\`. Of a process that is gone, the next run takes it over.`,
      ),
    ];
  });
}

function spoolCheck({ spool }: Setup): Check {
  try {
    const segments = spool.segments();
    const aside = spool.setAside().length;
    const mb = segments.reduce((sum, { bytes }) => sum + bytes, 0) / 1024 / 1024;
    if (aside > 0)
      return check(
        'metrics',
        'warn',
        `${aside} rows were set aside, because nothing can take them`,
        'See why: `reconcile metrics status`.',
      );
    if (segments.length === 0) return check('metrics', 'absent', 'no rows are kept here yet; hooks write them');
    return check('metrics', 'ok', `${mb.toFixed(1)} MB of rows are kept here`);
  } catch (error) {
    if (!(error instanceof SpoolError)) throw error;
    return check('metrics', 'warn', error.message, 'Make the folder readable.');
  }
}

const STARTUP_FILES = [
  '.bashrc',
  '.bash_profile',
  '.zshrc',
  '.config/fish/config.fish',
  '.config/fish/completions/reconcile.fish',
];

function completionCheck({ disk, home }: World): Check {
  const found = STARTUP_FILES.find((name) => {
    const real = disk.realPath(join(home, name as RelPath));
    const node = real === undefined ? undefined : disk.read(real);
    return node?.kind === 'file' && textOf(node.bytes).includes('reconcile completion');
  });
  if (found !== undefined) return check('completion', 'ok', `is loaded by ~/${found}`);
  return check(
    'completion',
    'absent',
    'is not loaded by your shell',
    'Add to ~/.bashrc: source <(reconcile completion bash)',
  );
}

async function clientCheck(setup: Setup): Promise<Check> {
  const end = await run(setup, 'claude', '--version');
  if (end.failure !== undefined) return check('Claude Code', 'absent', 'is not on the PATH of this machine');
  if (end.code !== 0) return check('Claude Code', 'warn', 'does not tell its version', 'Run `claude --version`.');
  return check('Claude Code', 'ok', end.stdout.trim().split('\n')[0] ?? '');
}
