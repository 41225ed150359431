import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { type Command, type Ended, environmentOf, settingsOf } from './command.ts';
import { gitPath } from './environment.ts';

// Git removes its lock files on SIGTERM. What has not ended after these milliseconds gets no choice.
const GRACE = 2000;
// After a command's end this is ample for what it has printed to arrive.
const LAST_OUTPUT = 250;

/**
 * Runs a git command whose input or output is bytes, that prints nothing, or that may start other programs (hooks, signing):
 * these run in a process group of their own, so that a timeout ends them all and none asks the terminal.
 */
export function program(command: Command): Promise<Ended> {
  const args = settingsOf(command).flatMap((setting) => ['-c', setting]);
  const child = spawn(gitPath(command.person), [...args, ...command.args], {
    cwd: command.root,
    env: environmentOf(command),
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return new Promise((done) => {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let timedOut = false;
    const timers: NodeJS.Timeout[] = [];
    const after = (milliseconds: number, act: () => void): void => void timers.push(setTimeout(act, milliseconds));
    const finish = (code: number | null): void => {
      for (const timer of timers) clearTimeout(timer);
      if (timedOut) signal(child, 'SIGKILL');
      done({ code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr), timedOut });
    };
    after(command.timeout, () => {
      timedOut = true;
      signal(child, 'SIGTERM');
      after(GRACE, () => finish(null));
    });
    let chunks = 0;
    const collect = (into: Buffer[]) => (chunk: Buffer) => {
      chunks++;
      into.push(chunk);
    };
    child.stdout.on('data', collect(stdout));
    child.stderr.on('data', collect(stderr));
    child.on('error', (error) => {
      stderr.push(Buffer.from(error.message));
      finish(-1);
    });
    child.on('close', finish);
    // What a hook has left running in the background may hold the pipes open for ever; nobody waits for it.
    const leave = (code: number | null): void => {
      const before = chunks;
      // In a process that was busy all that time, the timer comes before what waits in the pipe: it is read first.
      setImmediate(() => {
        if (chunks !== before) return leave(code);
        for (const pipe of [child.stdout, child.stderr] as Socket[]) pipe.unref();
        finish(code);
      });
    };
    child.on('exit', (code) => after(LAST_OUTPUT, () => leave(code)));
    // A git that ends early closes its input; what it says on stderr is what counts.
    child.stdin.on('error', () => undefined);
    child.stdin.end(command.input ?? '');
  });
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // The whole group has ended already.
  }
}
