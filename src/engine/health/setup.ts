import type { Check } from '../../core/health/check.ts';
import { textOf } from '../../core/values/content.ts';
import { join, type RelPath, tilde } from '../../core/values/paths.ts';
import { InputError } from '../../core/values/problem.ts';
import type { SpoolReader } from '../../ports/spool.ts';
import type { LoadedHub } from '../hub.ts';
import { check, isAtLeast, runHere, type Tools } from './setupCheck.ts';
import { gitChecks } from './setupGit.ts';
import { leaseChecks, spoolChecks, stateCheck } from './setupState.ts';

/** The Node that package.json asks for. */
const LEAST_NODE = [20, 19];

/** What the looks at the tool's own setup need. */
export interface Setup extends Tools {
  readonly spool: SpoolReader;
  readonly node: string;
  /** Finds and reads the hub. @throws InputError */
  readonly open: () => LoadedHub;
}

/** Whether the tool itself is set up well on this machine. */
export async function setupChecks(setup: Setup): Promise<Check[]> {
  const { world, spool } = setup;
  const [git, leases, client] = await Promise.all([gitChecks(setup), leaseChecks(setup), clientCheck(setup)]);
  const { hub, checks } = hubChecks(setup);
  return [
    nodeCheck(setup.node),
    ...git,
    ...checks,
    stateCheck(world),
    ...leases,
    ...spoolChecks(spool, hub?.canonical.metrics.spool.maxMb),
    completionCheck(setup),
    client,
  ];
}

/** Whether this Node is one that the program is made for. @param version without a "v" */
export function nodeCheck(version: string): Check {
  if (isAtLeast(version, LEAST_NODE)) return check('Node', 'ok', version);
  return check('Node', 'fail', `${version} is too old`, `Install Node ${LEAST_NODE.join('.')} or newer.`);
}

function hubChecks({ open, world }: Setup): { readonly hub?: LoadedHub; readonly checks: readonly Check[] } {
  try {
    const hub = open();
    return { hub, checks: [hubFound(hub, tilde(hub.file, world.home)), servicesFound(hub)] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [first, ...rest] = error.message.split('\n');
    const more = rest.length === 0 ? '' : ` (and ${rest.length} more)`;
    const remedy =
      'See all of it with `reconcile validate`; `--config FILE` names another file, `reconcile init` makes one.';
    return { checks: [check('hub', 'fail', `${first}${more}`, remedy)] };
  }
}

function hubFound({ canonical, library }: LoadedHub, file: string): Check {
  const count = canonical.repositories.length;
  const files = `${library.size} ${library.size === 1 ? 'file' : 'files'}`;
  const message = `${file}: ${count} ${count === 1 ? 'repository' : 'repositories'}, ${files} in the library`;
  return check('hub', 'ok', message);
}

function servicesFound({ canonical: { services, monitoring } }: LoadedHub): Check {
  const named = [...Object.keys(services), ...(monitoring === undefined ? [] : ['monitoring'])];
  if (named.length === 0) return check('services', 'absent', 'canonical.yaml names none; the embedded ways are used');
  const message = `canonical.yaml names ${named.join(', ')}; \`reconcile health\` looks whether they answer`;
  return check('services', 'ok', message);
}

const STARTUP_FILES = [
  '.bashrc',
  '.bash_profile',
  '.zshrc',
  '.config/fish/config.fish',
  '.config/fish/completions/reconcile.fish',
];

function completionCheck({ world: { disk, home } }: Tools): Check {
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

async function clientCheck(setup: Tools): Promise<Check> {
  const end = await runHere(setup, 'claude', '--version');
  if (end.failure !== undefined) return check('Claude Code', 'absent', 'is not on the PATH of this machine');
  if (end.code !== 0) return check('Claude Code', 'warn', 'does not tell its version', 'Run `claude --version`.');
  return check('Claude Code', 'ok', end.stdout.trim().split('\n')[0] ?? '');
}
