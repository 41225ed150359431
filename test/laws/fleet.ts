import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { compose } from '../../src/compose.ts';
import type { AbsPath } from '../../src/core/values/paths.ts';
import type { Delivery } from '../../src/core/values/target.ts';
import { type ApplyOptions, apply, prepare } from '../../src/engine/apply.ts';
import { fleetOf, newRun } from '../../src/engine/fleet.ts';
import { type LoadedHub, loadHub } from '../../src/engine/hub.ts';
import { Planner } from '../../src/engine/planning/planner.ts';
import type { PlanOptions, Prepared } from '../../src/engine/planning/prepared.ts';
import { targetsOf } from '../../src/engine/targets.ts';
import type { Fleet as HeldFleet } from '../../src/engine/world.ts';
import type { DiskWriter } from '../../src/ports/disk.ts';

/** A file of a generated tree. */
export interface Leaf {
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

type Tree = Readonly<Record<string, Leaf>>;

/** One thing that happens to a fleet between two looks at it. */
export type Step =
  | { readonly do: 'apply' }
  | { readonly do: 'library'; readonly path: string; readonly leaf: Leaf | null }
  | { readonly do: 'file'; readonly repository: number; readonly path: string; readonly leaf: Leaf | null }
  | { readonly do: 'settings'; readonly repository: number; readonly text: string }
  | { readonly do: 'memory'; readonly repository: number; readonly text: string };

export interface FleetCase {
  readonly library: Tree;
  readonly repositories: readonly Tree[];
  readonly steps: readonly Step[];
  readonly policy: 'default' | 'leave-drift' | 'overwrite' | 'no-prune';
}

const text = (content: string): Uint8Array => Buffer.from(content);

const content = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(
        'alpha\n',
        'beta\nbeta\n',
        'gamma',
        '# title\n\ntext\n',
        '',
        'one\r\ntwo\r\n',
        '\ufeffbom\n',
        'ümläut\n',
      )
      .map(text),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }) },
);

const leaf: fc.Arbitrary<Leaf> = fc.record({ bytes: content, executable: fc.boolean() });

/** Few names, so that the library, the repositories and the steps meet each other. */
const libraryPath = fc.constantFrom(
  'commands/a.md',
  'commands/tdd/red.md',
  'commands/tdd/green.md',
  'skills/s one/SKILL.md',
  'skills/s one/scripts/run.sh',
  'agents/größe.md',
  "rules/it's.md",
  'seeds/NOTES.md',
);

const repositoryPath = fc.oneof(
  libraryPath.filter((path) => !path.startsWith('seeds/')).map((path) => `.claude/${path}`),
  fc.constantFrom('NOTES.md', '.claude/commands/mine.md', 'src/index.ts', '.claude/skills/mine/SKILL.md'),
);

const settingsText = fc.constantFrom(
  '{}',
  '{}\n',
  '{ "model": "opus" }',
  '{\n\t"model": "opus",\n\t"permissions": {\n\t\t"deny": ["Read(./secret)", "Read(./.env)"]\n\t}\n}\n',
  '{\r\n  "env": { "A": "other", "B": "2" }\r\n}',
  '{\n    "permissions": {"allow": [ "Bash(ls)" , "Bash(pwd)"]},\n    "hooks": {"Stop": [{"hooks": [{"type": "command", "command": "mine.sh"}]}]}\n}\n',
  '\ufeff{"env": {"A": "1"}}',
  '{ not json',
  '{"env": "x"}',
  '{"a": 1, "a": 2}',
);

const memoryText = fc.constantFrom(
  '',
  'hand written',
  '# Mine\n\nRules.\n',
  '# Mine\r\n\r\nRules.\r\n',
  '\ufeff# Mine\n',
  '\n\n\n',
);

const fragment = fc.constantFrom(
  '{"env": {"A": "1"}}',
  '{"env": {"A": "2", "C": "3"}, "permissions": {"deny": ["Read(./.env)"]}}',
  '{"permissions": {"deny": ["Read(./.env)", "Read(./x/**)"], "allow": ["Bash(ls)"]}, "model": "sonnet"}',
  '{"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "ours.sh"}]}], "PreToolUse": [{"matcher": "Bash", "hooks": [{"type": "command", "command": "guard"}]}]}}',
  '{}',
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Step>({ do: 'apply' }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('library' as const), path: libraryPath, leaf: fc.option(leaf) }),
  },
  {
    weight: 2,
    arbitrary: fragment.map(
      (value): Step => ({ do: 'library', path: 'settings/base.json', leaf: { bytes: text(value), executable: false } }),
    ),
  },
  {
    weight: 2,
    arbitrary: memoryText.map(
      (value): Step => ({ do: 'library', path: 'memory/base.md', leaf: { bytes: text(value), executable: false } }),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('file' as const),
      repository: fc.nat(1),
      path: repositoryPath,
      leaf: fc.option(leaf),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('settings' as const), repository: fc.nat(1), text: settingsText }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('memory' as const), repository: fc.nat(1), text: memoryText }) },
);

const tree = (path: fc.Arbitrary<string>): fc.Arbitrary<Tree> =>
  fc.dictionary(path, leaf, { maxKeys: 7, noNullPrototype: true });

/** A fleet of two repositories with a past: pre-existing trees, earlier applies, changes here and there. */
export const fleetCase: fc.Arbitrary<FleetCase> = fc.record({
  library: tree(libraryPath),
  repositories: fc.array(tree(repositoryPath), { minLength: 2, maxLength: 2 }),
  steps: fc.array(step, { maxLength: 8 }),
  policy: fc.constantFrom(
    'default' as const,
    'default' as const,
    'leave-drift' as const,
    'overwrite' as const,
    'no-prune' as const,
  ),
});

const POLICIES = {
  default: '',
  'leave-drift': 'policy: { onDrift: leave }\n',
  overwrite: 'policy: { onConflict: overwrite }\n',
  'no-prune': 'policy: { prune: false }\n',
};

function canonical(policy: FleetCase['policy'], delivery: Delivery): string {
  return `version: "1"
workspace: ..
repositories:
  one: { path: repository-0, delivery: ${delivery}, settings: [base] }
  two: { path: repository-1, delivery: ${delivery}, settings: [base, { env: { OWN: "two" } }] }
global:
  commands: ["**"]
  skills: ["**"]
  agents: ["**"]
  rules: ["**"]
  seeds: ["**"]
  memory: [base]
${POLICIES[policy]}`;
}

/** A generated fleet on the real disk. */
export class Fleet {
  readonly root: AbsPath;
  readonly delivery: Delivery;

  constructor(root: AbsPath, delivery: Delivery) {
    this.root = root;
    this.delivery = delivery;
  }

  static create(fleet: FleetCase, delivery: Delivery = 'write'): Fleet {
    const root = mkdtempSync(join(tmpdir(), 'reconcile-fleet-')) as AbsPath;
    const made = new Fleet(root, delivery);
    put(join(root, 'hub/canonical.yaml'), { bytes: text(canonical(fleet.policy, delivery)), executable: false });
    put(join(root, 'hub/desired-state/settings/base.json'), { bytes: text('{"env": {"A": "1"}}'), executable: false });
    put(join(root, 'hub/desired-state/memory/base.md'), { bytes: text('Base.\n'), executable: false });
    for (const [path, leaf] of Object.entries(fleet.library)) put(join(root, 'hub/desired-state', path), leaf);
    fleet.repositories.forEach((files, index) => {
      const repository = made.repository(index);
      emptyRepository(repository);
      for (const [path, leaf] of Object.entries(files)) put(join(repository, path), leaf);
    });
    return made;
  }

  repository(index: number): string {
    return join(this.root, `repository-${index}`);
  }

  get stateDir(): AbsPath {
    return join(this.root, 'state/reconcile') as AbsPath;
  }

  copy(): Fleet {
    const root = mkdtempSync(join(tmpdir(), 'reconcile-fleet-')) as AbsPath;
    cpSync(this.root, root, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    return new Fleet(root, this.delivery);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  async world(disk?: (real: DiskWriter) => DiskWriter): Promise<HeldFleet> {
    const env = {
      HOME: join(this.root, 'home'),
      XDG_STATE_HOME: join(this.root, 'state'),
      PATH: process.env['PATH'],
      ...IDENTITY,
    };
    const world = await compose(env, env.HOME as AbsPath, () => '/' as AbsPath).world({
      debug() {},
      info() {},
      warn() {},
      error() {},
    });
    const hub = { file: join(this.root, 'hub/canonical.yaml') as AbsPath };
    return fleetOf(disk === undefined ? world : { ...world, disk: disk(world.disk) }, hub);
  }

  hub(world: HeldFleet): LoadedHub {
    return loadHub(world, join(this.root, 'hub/canonical.yaml') as AbsPath, false);
  }

  /** Plans all targets; `forgetful` without what was remembered of earlier runs. */
  async plan(world: HeldFleet, forgetful = false): Promise<Prepared[]> {
    const remembered = this.hub(world);
    const hub = forgetful ? { ...remembered, book: { ...remembered.book, proofs: new Map() } } : remembered;
    const all = targetsOf(hub.canonical);
    return prepare(world, hub, OPTIONS, all, all);
  }

  async apply(world: HeldFleet, options: Partial<ApplyOptions> = {}) {
    const hub = this.hub(world);
    const all = targetsOf(hub.canonical);
    const observing = { ...OPTIONS, observing: () => world.clock.now() };
    const planner = new Planner(world, hub, observing, all);
    const prepared = await prepare(world, hub, observing, all, all);
    return apply(world, hub, planner, prepared, { run: newRun(world), failFast: false, ...options });
  }

  async live(world: HeldFleet, steps: readonly Step[]): Promise<void> {
    for (const one of steps) {
      if (one.do === 'apply') await this.apply(world);
      else if (one.do === 'library') this.#set(join(this.root, 'hub/desired-state'), one.path, one.leaf);
      else if (one.do === 'file') this.#set(this.repository(one.repository), one.path, one.leaf);
      else {
        const path = one.do === 'settings' ? '.claude/settings.json' : 'CLAUDE.md';
        this.#set(this.repository(one.repository), path, { bytes: text(one.text), executable: false });
      }
    }
  }

  #set(root: string, path: string, leaf: Leaf | null): void {
    if (leaf === null) rmSync(join(root, path), { force: true });
    else put(join(root, path), leaf);
  }
}

const IDENTITY = {
  GIT_AUTHOR_NAME: 'A Person',
  GIT_AUTHOR_EMAIL: 'person@example.com',
  GIT_COMMITTER_NAME: 'A Person',
  GIT_COMMITTER_EMAIL: 'person@example.com',
  GIT_CONFIG_NOSYSTEM: '1',
};

export const OPTIONS: PlanOptions = {
  allowEmpty: true,
  maxDeletes: { count: 1000 },
  recreate: false,
  today: '2026-01-31',
};

/** What `git init` leaves that is read without git: enough for everything that does not commit. */
export function emptyRepository(root: string): void {
  mkdirSync(join(root, '.git/refs/heads'), { recursive: true });
  mkdirSync(join(root, '.git/objects'), { recursive: true });
  writeFileSync(join(root, '.git/HEAD'), 'ref: refs/heads/main\n');
  writeFileSync(
    join(root, '.git/config'),
    '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n',
  );
}

function put(path: string, leaf: Leaf): void {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path)) rmSync(path);
  writeFileSync(path, leaf.bytes);
  chmodSync(path, leaf.executable ? 0o755 : 0o644);
}

/** Every file and link below a folder (without `.git`) as one comparable text per path. Folders count when they are empty. */
export function snapshot(root: string, times = false, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(join(root, prefix))) {
    const path = prefix === '' ? name : `${prefix}/${name}`;
    if (path === '.git') continue;
    const stat = lstatSync(join(root, path), { bigint: true });
    if (stat.isDirectory()) {
      const below = snapshot(root, times, path);
      if (below.size === 0) found.set(`${path}/`, 'empty folder');
      for (const [key, value] of below) found.set(key, value);
    } else if (stat.isSymbolicLink()) found.set(path, `link to ${readlinkSync(join(root, path))}`);
    else {
      const executable = (stat.mode & 0o100n) === 0n ? '-' : 'x';
      found.set(
        path,
        `${executable} ${readFileSync(join(root, path)).toString('latin1')}${times ? ` ${stat.mtimeNs}` : ''}`,
      );
    }
  }
  return found;
}
