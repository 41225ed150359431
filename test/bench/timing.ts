import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A whole process to be timed. */
export interface Task {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Its standard input; none when absent. */
  readonly input?: string;
  /** Sets the scene before each run; not timed. */
  readonly before?: () => void;
}

/** Milliseconds of one run, from start to end of the process. @throws when it does not exit with 0 */
function timed(task: Task): number {
  task.before?.();
  const start = process.hrtime.bigint();
  const ended = spawnSync(task.command, task.args, {
    cwd: task.cwd,
    env: task.env,
    ...(task.input === undefined ? {} : { input: task.input }),
    stdio: [task.input === undefined ? 'ignore' : 'pipe', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (ended.status !== 0) throw new Error(`${task.name} ended with ${ended.status ?? ended.signal}: ${ended.stderr}`);
  return milliseconds;
}

/**
 * Times the tasks in turn, round after round, so that whatever else the machine does in these minutes slows down all of them.
 * Every other round goes backwards: none always follows the same one. The first round warms up and does not count.
 * @returns milliseconds by task, in the order in which they were measured
 */
export function interleaved(tasks: readonly Task[], rounds: number): Map<string, number[]> {
  const times = new Map<string, number[]>(tasks.map((task) => [task.name, []]));
  for (const task of tasks) timed(task);
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? tasks : [...tasks].reverse();
    for (const task of order) times.get(task.name)!.push(timed(task));
  }
  return times;
}

/** The middle one; between the two middle ones when the number is even. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

// The process's own record of itself as it exits: exact, where looking at it from outside would miss the last moments.
// Not resourceUsage().maxRSS: Linux lets a process begin with the peak of the one that started it.
const RECORD_PEAK = `import fs from 'node:fs';
process.on('exit', () => fs.writeFileSync(process.env.PEAK_FILE, fs.readFileSync('/proc/self/status')));`;

/** The most memory that one run of a Node program has had resident, in MB (10⁶ bytes); undefined where the system does not tell. */
export function peakMemory(task: Task, scratch: string): number | undefined {
  if (!existsSync('/proc/self/status')) return undefined;
  const file = join(scratch, 'peak');
  timed({
    ...task,
    args: ['--import', `data:text/javascript,${encodeURIComponent(RECORD_PEAK)}`, ...task.args],
    env: { ...task.env, PEAK_FILE: file },
  });
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1];
  return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / 1e6;
}
