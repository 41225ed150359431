import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AbsPath } from '../../src/core/values/paths.ts';
import { makeWorkshop } from '../tools/repository.ts';
import { type Ran, runIn } from '../tools/terminal.ts';
import { type CommandLine, readCommandLine } from '../tools/words.ts';
import { layOut, snapshot } from './files.ts';
import type { Scenario, Step } from './format.ts';
import { matched, outputLines } from './match.ts';

/** The time of the first command; each one comes a second later. */
const START = Date.UTC(2026, 0, 31, 14, 25, 0);

/** What came of a scenario. */
export interface Played {
  /** Per command: the expected lines where they fit, else what was printed. */
  readonly outputs: readonly (readonly string[])[];
  /** What went wrong besides: an exit code, or a fleet that does not settle. */
  readonly faults: readonly string[];
}

type Command = Extract<Step, { kind: 'command' }>;

/** Plays a scenario in a temporary folder of its own, which is also the home of the person. */
export async function play(scenario: Scenario): Promise<Played> {
  const workshop = makeWorkshop();
  try {
    const stage = new Stage(workshop.home, { ...workshop.environment });
    layOut(stage.work, scenario.files);
    for (const name of scenario.repositories) await stage.makeRepository(name);
    const outputs: string[][] = [];
    const faults: string[] = [];
    for (const step of scenario.steps) {
      if (step.kind !== 'command') continue;
      const { code, all } = await stage.perform(step);
      if (code !== step.code) faults.push(`${step.text}\n  ended with ${code}, not ${step.code}`);
      outputs.push(matched(step.expected, outputLines(all, stage.work)));
    }
    if (scenario.unsettled === undefined) faults.push(...(await stage.settles()));
    return { outputs, faults };
  } finally {
    workshop.dispose();
  }
}

class Stage {
  readonly work: AbsPath;
  readonly #env: Readonly<Record<string, string>>;
  #cwd: string;
  #commands = 0;

  constructor(work: AbsPath, env: Readonly<Record<string, string>>) {
    this.work = work;
    this.#cwd = work;
    this.#env = { ...env, HOME: work, WORK: work, XDG_STATE_HOME: `${work}/.local/state`, TZ: 'UTC' };
  }

  async makeRepository(name: string): Promise<void> {
    const script = `mkdir -p '${name}' && cd '${name}' && git init -q -b main && git add -A -f && git commit -q --allow-empty -m first`;
    const { code, all } = await this.#shell(script);
    if (code !== 0) throw new Error(`the repository ${name} cannot be made:\n${all.toString()}`);
  }

  async perform(step: Command): Promise<Pick<Ran, 'code' | 'all'>> {
    const { line } = step;
    if (line.startsWith('cd ')) {
      this.#cwd = resolve(this.#cwd, readCommandLine(line, this.#env).words[1]!);
      return { code: 0, all: Buffer.alloc(0) };
    }
    if (/^(?:[A-Z_]+=\S* )*(?:tty )?reconcile(?: |$)/.test(line))
      return this.#program(readCommandLine(line, this.#env), step.answers);
    return this.#shell(line);
  }

  async #program(command: CommandLine, answers: readonly string[]): Promise<Pick<Ran, 'code' | 'all'>> {
    const atTerminal = command.words[0] === 'tty';
    const ran = await this.#run(
      command.words.slice(atTerminal ? 2 : 1),
      atTerminal || answers.length > 0,
      answers,
      command.env,
    );
    const { to } = command;
    if (to === undefined) return ran;
    if ('file' in to) writeFileSync(resolve(this.#cwd, to.file), ran.stdout);
    const piped = 'command' in to ? await this.#shell(to.command, ran.stdout) : { code: 0, all: Buffer.alloc(0) };
    // As `pipefail` has it: the pipe fails with whichever fails.
    return { code: ran.code === 0 ? piped.code : ran.code, all: Buffer.concat([ran.stderr, piped.all]) };
  }

  #run(
    argv: readonly string[],
    interactive: boolean,
    answers: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<Ran> {
    const now = START + ++this.#commands * 1000;
    const cwd = this.#cwd as AbsPath;
    return runIn({ cwd, home: this.work, env: { ...this.#env, ...env }, interactive, answers, now }, argv);
  }

  #shell(script: string, input: Uint8Array = Buffer.alloc(0)): Promise<Pick<Ran, 'code' | 'all'>> {
    const child = spawn('sh', ['-c', `exec 2>&1\n${script}`], {
      cwd: this.#cwd,
      env: this.#env,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const all: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => all.push(chunk));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    return new Promise((done, fail) => {
      child.on('error', fail);
      child.on('close', (code) => done({ code: code ?? -1, all: Buffer.concat(all) }));
    });
  }

  /** Applies twice more: the second time nothing may be left to do, and not a byte or a time may change. */
  async settles(): Promise<string[]> {
    this.#cwd = this.work;
    const apply = () => this.#run(['apply', '--yes', '--json'], false, [], {});
    await apply();
    const before = snapshot(this.work);
    const last = await apply();
    const faults: string[] = [];
    const open = outcomes(last).filter(({ outcome }) => outcome !== 'unchanged' && outcome !== 'suspended');
    if (last.code !== 0 || open.length > 0)
      faults.push(`it does not settle: a further apply ends with ${last.code}\n${last.all.toString()}`);
    const after = snapshot(this.work);
    for (const path of new Set([...before.keys(), ...after.keys()])) {
      if (before.get(path) !== after.get(path)) faults.push(`it does not settle: a further apply touched ${path}`);
    }
    return faults;
  }
}

function outcomes(ran: Ran): { outcome: string }[] {
  try {
    return (JSON.parse(ran.stdout.toString('utf8')) as { targets: { outcome: string }[] }).targets;
  } catch {
    return [{ outcome: 'no JSON' }];
  }
}
