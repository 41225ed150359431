// The part of the test that runs in namespaces of its own, as a program: makes a home in /mnt, reconciles a repository from the root
// canonical.yaml, runs the real client in it against a scripted endpoint, and prints one JSON document of what was seen.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Endpoint, startEndpoint, type Turn, textsIn } from './endpoint.ts';
import type { Act, Request, Seen, Session, ToolCall } from './seen.ts';

const HOME = '/mnt/ada';
const PROJECTS = `${HOME}/projects`;
const ROOT = join(import.meta.dirname, '../..');

const [client, requestFile] = process.argv.slice(2);
const wanted = JSON.parse(readFileSync(requestFile!, 'utf8')) as Request;

const PATH = [...new Set([`${HOME}/bin`, dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'])].join(':');
const plain = { PATH, HOME, TMPDIR: '/mnt/tmp', TERM: 'xterm', LANG: 'C.UTF-8' };

function sh(script: string): string {
  return execFileSync('sh', ['-ec', script], { env: plain, cwd: HOME, encoding: 'utf8' });
}

/** A repository with a remote, as canonical.yaml wants it. */
function prepare(): string {
  for (const folder of [PROJECTS, '/mnt/tmp']) mkdirSync(folder, { recursive: true });
  writeFileSync(
    `${HOME}/.gitconfig`,
    '[user]\n\tname = Ada\n\temail = ada@example.org\n[init]\n\tdefaultBranch = main\n[safe]\n\tdirectory = *\n',
  );
  writeFileSync(`${HOME}/precious.txt`, 'precious\n');
  const repository = `${PROJECTS}/${wanted.folder}`;
  sh(
    `mkdir -p '${repository}/src' && cd '${repository}' && git init -q && echo 'x = 1' > src/app.py && git add -A && git commit -qm first`,
  );
  const program = `${ROOT}/dist/reconcile.mjs`;
  const apply = [program, 'apply', wanted.target, 'home', '--yes', '-q', '-c', `${ROOT}/canonical.yaml`];
  execFileSync(process.execPath, apply, {
    env: { ...plain, RECONCILE_WORKSPACE: PROJECTS },
    cwd: HOME,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // What commands of the library run is on the PATH, as a person has it.
  mkdirSync(`${HOME}/bin`);
  writeFileSync(`${HOME}/bin/reconcile`, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`, { mode: 0o755 });
  sh(
    `git init -q --bare ${HOME}/origin.git && cd '${repository}' && git remote add origin ${HOME}/origin.git && git push -q -u origin main && git checkout -q -b work && git commit -q --allow-empty -m work`,
  );
  const projects = { [repository]: { hasTrustDialogAccepted: true } };
  writeFileSync(`${HOME}/.claude.json`, JSON.stringify({ hasCompletedOnboarding: true, projects }));
  return repository;
}

function clientEnvironment(url: string): Record<string, string> {
  return {
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: 'no-key-for-the-local-endpoint',
    DISABLE_TELEMETRY: '1',
    DISABLE_ERROR_REPORTING: '1',
    DISABLE_AUTOUPDATER: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    RECONCILE_CONFIG: `${ROOT}/canonical.yaml`,
    RECONCILE_WORKSPACE: PROJECTS,
  };
}

const OPTIONS = ['-p', '--output-format', 'stream-json', '--verbose'];
const ALLOWED = 'Bash Read Write Edit Agent TaskCreate TaskUpdate TodoWrite';

/** Runs the client once with a prompt, to its end. */
async function session(
  endpoint: Endpoint,
  repository: string,
  prompt: string,
  more: readonly string[] = ['--allowedTools', ALLOWED],
  variables: Readonly<Record<string, string>> = {},
): Promise<Session> {
  const before = endpoint.asked.length;
  const words = [...OPTIONS, ...more, '--', prompt];
  const child = spawn(client!, words, {
    cwd: repository,
    env: { ...plain, ...clientEnvironment(endpoint.url), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const timer = setTimeout(() => child.kill('SIGKILL'), wanted.timeout);
  const code = await new Promise<number | null>((done) => child.on('close', done));
  clearTimeout(timer);
  const events = out.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Event] : []));
  const init = events.find((event) => event.subtype === 'init');
  const asked = endpoint.asked.slice(before).filter((one) => (one.tools ?? []).length > 0);
  return {
    code,
    stderr: err.slice(0, 2000),
    commands: init?.slash_commands ?? [],
    skills: init?.skills ?? [],
    agents: init?.agents ?? [],
    version: init?.claude_code_version ?? '',
    tools: init?.tools ?? [],
    result: events.find((event) => event.type === 'result')?.result ?? '',
    sent: asked.map((one) =>
      one.messages
        .filter((message) => message.role === 'user')
        .map(textsIn)
        .join('\n'),
    ),
    calls: callsIn(events),
  };
}

interface Block {
  readonly type: string;
  readonly id?: string;
  readonly name?: string;
  readonly input?: Record<string, unknown>;
  readonly tool_use_id?: string;
  readonly is_error?: boolean;
  readonly content?: unknown;
}

interface Event {
  readonly type: string;
  readonly subtype?: string;
  readonly slash_commands?: string[];
  readonly skills?: string[];
  readonly agents?: string[];
  readonly tools?: string[];
  readonly claude_code_version?: string;
  readonly result?: string;
  readonly message?: { readonly content?: readonly Block[] | string };
}

function callsIn(events: readonly Event[]): ToolCall[] {
  const blocks = events.flatMap((event) =>
    Array.isArray(event.message?.content) ? (event.message.content as Block[]) : [],
  );
  return blocks.flatMap((block): ToolCall[] => {
    if (block.type !== 'tool_use') return [];
    const answer = blocks.find((other) => other.type === 'tool_result' && other.tool_use_id === block.id);
    const said = typeof answer?.content === 'string' ? answer.content : JSON.stringify(answer?.content ?? '');
    return [{ tool: block.name ?? '', input: block.input ?? {}, failed: answer?.is_error === true, said }];
  });
}

/** The rows that the hooks themselves appended: which ran, for what. */
function hookRows(): Record<string, unknown>[] {
  const folder = `${HOME}/.local/state/reconcile/spool`;
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.startsWith('claude_hooks-'));
  const lines = files.flatMap((name) => readFileSync(`${folder}/${name}`, 'utf8').split('\n'));
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** A prompt, and what is run for it with no leave but that of the command. */
async function perform(endpoint: Endpoint, repository: string, act: Act): Promise<Seen['acted'][string]> {
  const inRepository = (script: string | undefined): string =>
    script === undefined ? '' : sh(`cd '${repository}'\n${script}`);
  inRepository(act.before);
  const lines = (act.runs ?? []).map((command): Turn => ({ tool: 'Bash', input: { command, description: 'x' } }));
  endpoint.play(act.mark, inPlace([...lines, ...(act.turns ?? [])], repository));
  const mode = act.mode === undefined ? [] : ['--permission-mode', act.mode];
  const done = await session(
    endpoint,
    repository,
    `${act.prompt} ${act.mark}`,
    [...mode, ...(act.leave ?? [])],
    act.env,
  );
  return { ...done, after: inRepository(act.after) };
}

function inPlace(steps: readonly Turn[], repository: string): Turn[] {
  return JSON.parse(JSON.stringify(steps).replaceAll('{{REPO}}', repository)) as Turn[];
}

async function main(): Promise<Seen> {
  const repository = prepare();
  const endpoint = await startEndpoint();
  const turns = (steps: readonly Turn[]): Turn[] => inPlace(steps, repository);
  endpoint.play('MARK-WORK', turns(wanted.work));
  endpoint.play(
    'MARK-ATTACK',
    turns(wanted.attacks.map((command) => ({ tool: 'Bash', input: { command, description: 'x' } }))),
  );
  const work = await session(endpoint, repository, 'MARK-WORK');
  const compacted = await session(endpoint, repository, '/compact', ['--allowedTools', ALLOWED, '--continue']);
  const attack = await session(endpoint, repository, 'MARK-ATTACK');
  const invoked: Record<string, Session> = {};
  for (const name of wanted.invoke) invoked[name] = await session(endpoint, repository, `/${name} the sample`);
  const acted: Record<string, Seen['acted'][string]> = {};
  for (const act of wanted.acts) acted[act.mark] = await perform(endpoint, repository, act);
  endpoint.close();
  return {
    repository,
    work,
    compacted,
    attack,
    invoked,
    acted,
    rows: hookRows(),
    precious: existsSync(`${HOME}/precious.txt`),
    remote: sh(`git --git-dir=${HOME}/origin.git for-each-ref --format='%(refname) %(objectname)'`),
    main: sh(`git -C '${repository}' rev-parse main`).trim(),
  };
}

process.stdout.write(JSON.stringify(await main()));
