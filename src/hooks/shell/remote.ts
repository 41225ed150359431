import { emit, type Handler } from './emit.ts';
import { type Call, deeper, type Frame, type Run, UNKNOWN } from './invocation.ts';
import { type OptionShape, scanOptions } from './options.ts';

/** The handlers of programs that run commands on another machine or in a container. */
export const remoteHandlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['ssh', runSsh],
  ['autossh', runSsh],
  ['mosh', runSsh],
  ['docker', runContainer],
  ['podman', runContainer],
  ['nerdctl', runContainer],
  ['docker-compose', runContainer],
  ['kubectl', runContainer],
  ['oc', runContainer],
  ['lxc', runContainer],
  ['wsl', runContainer],
]);

const SSH: OptionShape = { short: 'BbcDEeFIiJLlMmOopQRSWwP' };

function elsewhere(frame: Frame, label: string): Frame {
  const state = {
    ...frame.state,
    cwd: UNKNOWN,
    fallbackCwd: undefined,
    vars: new Map<string, readonly string[]>(),
    remote: true,
  };
  return deeper(frame, label, { state });
}

function runSsh(call: Call, frame: Frame, run: Run): void {
  emit(call, frame, run);
  const args = call.words.slice(1);
  const { options, next: host } = scanOptions(args, SSH);
  for (const { value } of options) {
    // These run on this machine.
    const line = /^(?:Proxy|Local|KnownHosts)Command[= ]([\s\S]+)$/i.exec(value ?? '')?.[1];
    if (line !== undefined) run.code(line, deeper(frame, 'ssh', { stdin: undefined }));
  }
  const after = args.slice(host + 1);
  const rest = after.slice(scanOptions(after, SSH).next);
  const inner = elsewhere(frame, 'ssh');
  if (rest.length > 0) run.code(rest.join(' '), inner);
  else if (call.stdin?.text !== undefined) run.code(call.stdin.text, inner);
}

const CONTAINER: OptionShape = {
  short: 'eHucwvplmhfn',
  long: [
    'env',
    'env-file',
    'user',
    'workdir',
    'volume',
    'publish',
    'name',
    'network',
    'label',
    'hostname',
    'mount',
    'entrypoint',
    'memory',
    'cpus',
    'platform',
    'file',
    'project-name',
    'profile',
    'index',
    'detach-keys',
    'container',
    'namespace',
    'context',
    'kubeconfig',
    'host',
    'cap-add',
    'device',
    'restart',
    'gpus',
    'shm-size',
    'add-host',
    'pull',
    'image',
    'security-opt',
    'ulimit',
    'tmpfs',
    'log-driver',
    'ipc',
    'pid',
    'cidfile',
  ],
};

// `compose exec SERVICE cmd`, `exec CONTAINER cmd`, `run IMAGE cmd`: one operand, then the command.
function runContainer(call: Call, frame: Frame, run: Run): void {
  emit(call, frame, run);
  const name = call.words[0] ?? '';
  let args = call.words.slice(1);
  for (;;) {
    const { next } = scanOptions(args, CONTAINER);
    const word = args[next];
    args = args.slice(next + 1);
    if (word === undefined) return;
    if (word === 'exec' || word === 'run') break;
    if (word !== 'compose' && word !== 'container') return;
  }
  const target = scanOptions(args, CONTAINER);
  const words = args.slice(target.next + 1);
  // `kubectl exec pod -n x -- cmd`: options go on after the pod.
  const dashes = words[0]?.startsWith('-') ? words.indexOf('--') : -1;
  const command = words.slice(dashes + 1);
  const options = target.options.filter((option) => option.name === '--entrypoint');
  const entry = options[0]?.value;
  const full = entry === undefined ? command : [entry, ...command];
  if (full.length > 0) run.call({ ...call, words: full, writes: [] }, elsewhere(frame, name));
}
