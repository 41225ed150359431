import type { Handler } from './emit.ts';
import { emit } from './emit.ts';
import { type Call, deeper, type Frame, type Run } from './invocation.ts';
import { type Option, type OptionShape, scanOptions } from './options.ts';

/** How a command that runs another one is written. */
interface Wrapper extends OptionShape {
  /** Operands of its own before the command. */
  readonly operands?: number;
  /** `NAME=value` words before the command set its environment. */
  readonly assignments?: true;
  /** With one of these it only shows something, and runs nothing. */
  readonly shows?: readonly string[];
  /** With one of these the value is a line for a shell. */
  readonly code?: readonly string[];
  /** The words after it are joined and given to a shell. */
  readonly joined?: true;
  /** With one of these it changes the folder. */
  readonly chdir?: readonly string[];
  /** A word that must come first, as in `uv run`. Without it the command is its own. */
  readonly subcommand?: readonly string[];
  /** The command runs where paths are not this machine's. */
  readonly remote?: true;
}

const RUN: readonly string[] = ['run'];
const EXEC: readonly string[] = ['exec', 'x', 'dlx'];

const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  sudo: {
    short: 'ACDghpRrtTuU',
    long: ['user', 'group', 'host', 'prompt', 'chdir', 'chroot', 'role', 'type', 'other-user', 'close-from', 'askpass'],
    assignments: true,
    shows: ['-l', '-v', '-k', '-K', '-V', '--list', '--validate', '--version', '--help', '-e', '--edit'],
    chdir: ['-D', '--chdir'],
  },
  doas: { short: 'aCu', assignments: true },
  pkexec: { long: ['user'] },
  env: {
    short: 'uCSPa',
    long: ['unset', 'chdir', 'split-string', 'argv0'],
    assignments: true,
    shows: ['--help', '--version'],
    code: ['-S', '--split-string'],
    chdir: ['-C', '--chdir'],
  },
  command: { shows: ['-v', '-V'] },
  builtin: {},
  exec: { short: 'a' },
  nohup: { shows: ['--help', '--version'] },
  setsid: {},
  nice: { short: 'n', long: ['adjustment'] },
  ionice: { short: 'cnpPu', long: ['class', 'classdata', 'pid'] },
  chrt: { short: 'TPDp', operands: 1 },
  taskset: { operands: 1 },
  time: { short: 'fo', long: ['format', 'output'] },
  timeout: { short: 'sk', long: ['signal', 'kill-after'], operands: 1 },
  gtimeout: { short: 'sk', long: ['signal', 'kill-after'], operands: 1 },
  stdbuf: { short: 'ioe', long: ['input', 'output', 'error'] },
  unbuffer: {},
  caffeinate: { short: 'tw' },
  'systemd-run': {
    short: 'pMtuE',
    long: ['unit', 'property', 'machine', 'uid', 'gid', 'setenv', 'slice', 'description'],
  },
  'systemd-inhibit': { long: ['what', 'who', 'why', 'mode'] },
  'dbus-run-session': { long: ['config-file'] },
  'xvfb-run': { short: 'nspe', long: ['server-num', 'server-args', 'error-file'] },
  strace: { short: 'aeoOpsSuEIPX' },
  ltrace: { short: 'aeopsu' },
  watch: { short: 'nq', long: ['interval', 'equexit'], joined: true, shows: ['--version', '--help'] },
  flock: { short: 'wEc', long: ['timeout', 'conflict-exit-code', 'command'], operands: 1, code: ['-c', '--command'] },
  script: { short: 'cEIOBTmo', long: ['command'], code: ['-c', '--command'] },
  su: {
    short: 'cCgGsw',
    long: ['command', 'session-command', 'shell', 'group'],
    operands: 1,
    code: ['-c', '--command'],
  },
  runuser: { short: 'cgGsuw', long: ['command', 'shell', 'group', 'user'], code: ['-c', '--command'] },
  gosu: { operands: 1 },
  'su-exec': { operands: 1 },
  setpriv: { long: ['reuid', 'regid', 'groups', 'inh-caps', 'bounding-set'] },
  unshare: { short: 'SGRw', long: ['root', 'wd', 'setuid', 'setgid'] },
  nsenter: { short: 'tSG', long: ['target', 'setuid', 'setgid'] },
  chroot: { long: ['userspec', 'groups'], operands: 1, remote: true },
  busybox: {},
  toybox: {},
  npx: { short: 'pc', long: ['package', 'call'], code: ['-c', '--call'] },
  bunx: { short: 'p', long: ['package'] },
  uvx: { short: 'p', long: ['from', 'with', 'python'] },
  pnpm: { subcommand: EXEC, short: 'C', long: ['dir', 'filter'] },
  yarn: { subcommand: EXEC, long: ['cwd'] },
  npm: { subcommand: EXEC, short: 'c', long: ['call', 'package', 'prefix'], code: ['-c', '--call'] },
  bun: { subcommand: ['x'] },
  uv: { subcommand: RUN, short: 'p', long: ['with', 'python', 'project', 'directory', 'extra', 'group', 'env-file'] },
  poetry: { subcommand: RUN, short: 'C', long: ['directory', 'project'] },
  pipenv: { subcommand: RUN },
  pdm: { subcommand: RUN, short: 'p' },
  rye: { subcommand: RUN },
  hatch: { subcommand: RUN },
  conda: { subcommand: RUN, short: 'np', long: ['name', 'prefix', 'cwd'] },
  bundle: { subcommand: ['exec'] },
  mise: { subcommand: ['exec', 'x'] },
  direnv: { subcommand: ['exec'], operands: 1 },
  'nix-shell': { short: 'pIA', long: ['run', 'command', 'packages'], code: ['--run', '--command'] },
  nix: { subcommand: ['develop', 'shell'], short: 'c', long: ['command'], code: [] },
  'with-contenv': {},
  doppler: { subcommand: RUN },
  op: { subcommand: RUN, long: ['env-file'] },
  dotenv: { short: 'efc', subcommand: RUN },
  dotenvx: { short: 'f', subcommand: RUN },
};

/** The handlers of all commands that do nothing but run another one. */
export const wrapperHandlers: ReadonlyMap<string, Handler> = new Map(
  Object.entries(WRAPPERS).map(([name, wrapper]) => [
    name,
    (call, frame, run) => unwrap(name, wrapper, call, frame, run),
  ]),
);

function unwrap(name: string, wrapper: Wrapper, call: Call, frame: Frame, run: Run): void {
  const args = ownArguments(wrapper, call.words.slice(1));
  if (!args) return emit(call, frame, run);
  const head = readHead(wrapper, args);
  if (head.options.some((option) => wrapper.shows?.includes(option.name))) return emit(call, frame, run);
  const inner = deeper(wrapped(wrapper, head.options, frame), name);
  if (runGivenCode(name, wrapper, head, inner, run)) return;
  const env = new Map([...call.env, ...head.env]);
  const [first, ...others] = head.rest;
  if (first === undefined) return emit(call, frame, run);
  // `npx -y rimraf@5 dist`: the version is no part of the name.
  const words = [VERSIONED.has(name) ? unversioned(first) : first, ...others];
  const has = (...names: string[]) => head.options.some((option) => names.includes(option.name));
  if ((name === 'sudo' && has('-s', '-i')) || (wrapper.joined && !has('-x', '--exec'))) {
    run.code(words.join(' '), inner);
    return;
  }
  if (call.writes.length > 0) emit({ ...call, words: [':'] }, frame, run);
  run.call({ ...call, words, env, writes: [] }, inner);
}

const VERSIONED: ReadonlySet<string> = new Set(['npx', 'bunx', 'pnpm', 'yarn', 'npm', 'bun', 'uvx']);

/** The words after the subcommand that makes it a wrapper; undefined where it is not there. */
function ownArguments(wrapper: Wrapper, args: readonly string[]): readonly string[] | undefined {
  if (!wrapper.subcommand) return args;
  const { next } = scanOptions(args, wrapper);
  return wrapper.subcommand.includes(args[next] ?? '') ? args.slice(next + 1) : undefined;
}

interface Head {
  readonly options: readonly Option[];
  readonly env: ReadonlyMap<string, string>;
  /** The wrapped command's words. */
  readonly rest: readonly string[];
}

/** Reads a wrapper's own options, assignments and operands; options may also follow its operands (`su root -c …`). */
function readHead(wrapper: Wrapper, args: readonly string[]): Head {
  const env = new Map<string, string>();
  const first = scanOptions(args, wrapper);
  let options = first.options;
  let rest = args.slice(first.next);
  // `su - root`, `env - cmd`: a lone dash is an option too.
  if (rest[0] === '-') rest = rest.slice(1);
  if (wrapper.assignments) rest = takeAssignments(rest, env);
  if (wrapper.operands) {
    rest = rest.slice(wrapper.operands);
    const second = scanOptions(rest, wrapper);
    options = [...options, ...second.options];
    rest = rest.slice(second.next);
  }
  if (rest[0] === '--') rest = rest.slice(1);
  return { options, env, rest };
}

/** Runs the lines that options hold. `env -S 'rm -rf' /` splits its text and appends the words that follow. */
function runGivenCode(name: string, wrapper: Wrapper, head: Head, frame: Frame, run: Run): boolean {
  let ran = false;
  for (const option of head.options) {
    if (!wrapper.code?.includes(option.name) || option.value === undefined) continue;
    run.code([option.value, ...(name === 'env' ? head.rest.map(quoted) : [])].join(' '), frame);
    ran = true;
  }
  return ran;
}

function wrapped(wrapper: Wrapper, options: readonly { name: string; value?: string }[], frame: Frame): Frame {
  const folder = options.find((option) => wrapper.chdir?.includes(option.name))?.value;
  if (folder === undefined && !wrapper.remote) return frame;
  const cwd = folder === undefined ? frame.state.cwd : folder.startsWith('/') ? folder : `${frame.state.cwd}/${folder}`;
  return { ...frame, state: { ...frame.state, cwd, remote: frame.state.remote || wrapper.remote === true } };
}

function takeAssignments(words: readonly string[], env: Map<string, string>): string[] {
  let i = 0;
  for (; i < words.length; i++) {
    const match = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(words[i]!);
    if (!match?.[1]) break;
    env.set(match[1], match[2] ?? '');
  }
  return words.slice(i);
}

function unversioned(word: string): string {
  const at = word.lastIndexOf('@');
  return at > 0 ? word.slice(0, at) : word;
}

/** A word as it must be written for a shell to read it back unchanged. */
export function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
