import type { FileRules, RepositoryState } from '../core/actual/repository.ts';
import type { ActualState, Located } from '../core/actual/state.ts';
import type { Moved } from '../core/canonical/canonical.ts';
import type { Rendered } from '../core/desired/assembly.ts';
import { budgetFindings } from '../core/desired/budget.ts';
import { lintDesired } from '../core/desired/lint.ts';
import { Renderer } from '../core/desired/render.ts';
import { type DesiredState, entriesOf, wholeContent } from '../core/desired/state.ts';
import { containsCredential } from '../core/findings/credentials.ts';
import type { Finding } from '../core/findings/finding.ts';
import { EMPTY, INVENTORY_PATH, type Inventory, parseInventory } from '../core/inventory/inventory.ts';
import { type Blocked, BlockedError, blockedBy } from '../core/plan/blocked.ts';
import { type Guards, guard } from '../core/plan/guards.ts';
import { lostFindings, moveProblems, movesOf } from '../core/plan/moveProblems.ts';
import type { Creation, FileSide, TargetPlan } from '../core/plan/plan.ts';
import type { Answer, Bases, Wanted } from '../core/plan/question.ts';
import { type Only, planId, planTarget } from '../core/plan/target.ts';
import { parseAddress } from '../core/values/address.ts';
import { textOf } from '../core/values/content.ts';
import { type AbsPath, baseName, parentOf, type RelPath } from '../core/values/paths.ts';
import { InputError } from '../core/values/problem.ts';
import type { CommitId, Delivery, TargetName } from '../core/values/target.ts';
import { DiskError } from '../ports/disk.ts';
import { GitError } from '../ports/git.ts';
import type { LoadedHub } from './hub.ts';
import { recall } from './memory.ts';
import { holds, type Proof } from './settled/proof.ts';
import { provable } from './settled/provable.ts';
import { type Witness, witness } from './settled/witness.ts';
import { type Source, worktreeSource } from './source.ts';
import { budgetOf, type Declared, policyOf, suspensionOf } from './targets.ts';
import type { Readers } from './world.ts';

/** How files compare where there is no git. */
const NO_GIT: FileRules = { fileMode: true, crlf: false, ignoreCase: false };

const NO_BASES: Bases = new Map();

/** A plan for one target with what carrying it out needs besides. */
export interface Prepared {
  readonly target: Declared;
  readonly plan: TargetPlan;
  readonly state?: RepositoryState;
  /** For shared files: how to make the planned change in another version of the file. */
  readonly redo: ReadonlyMap<RelPath, NonNullable<Answer['redo']>>;
  /** The local inventory before, for the journal. */
  readonly localBefore: Inventory;
  /** Contents that were last written there; planned with them, conflicts that policy has merged may be merged. */
  readonly wants: readonly Wanted[];
  /** What is to be kept of the library for the next merge. */
  readonly keeps: Bases;
  /** That the target is in sync, or will be when its plan has been carried out; where `observing` was asked for and that can be proven. */
  readonly proof?: Proof;
  /** The moves that are not done there yet; absent where it was not looked. */
  readonly openMoves?: readonly Moved[];
  /** What the plan was made from; only with `look`. */
  readonly looked?: Looked;
}

/** What was read for a plan, for those who have more to ask of it. */
interface Looked {
  readonly desired: DesiredState;
  readonly actual: ActualState;
  /** What was last written there, committed or not. */
  readonly committed: Inventory;
  readonly local: Inventory;
}

export interface PlanOptions extends Guards {
  /** Overrides the delivery that canonical.yaml gives. */
  readonly delivery?: Delivery;
  /** An ISO date, for `suspend.until`. */
  readonly today: string;
  /** Make a repository anew that was there once and is gone. */
  readonly recreate: boolean;
  /** Folders with files in them in which a repository may be made. */
  readonly initIn?: ReadonlySet<AbsPath>;
  /** Targets, by root, that may not be worked on before an earlier run is ended, with the reason. */
  readonly stuck?: ReadonlyMap<AbsPath, string>;
  /** Have what is read written down as proofs; by a clock, in milliseconds since 1970. */
  readonly observing?: () => number;
  /** Keep what was seen, and tell the changes of a target that is blocked too. Such plans are for reading: they write nothing there. */
  readonly look?: true;
  /** Settle these paths alone. */
  readonly only?: Only;
  /** By target, foreign files that a person lets us delete, with what they hold. */
  readonly surrendered?: ReadonlyMap<TargetName, Inventory>;
}

type Base = Pick<TargetPlan, 'name' | 'kind' | 'root' | 'delivery' | 'branch' | 'head' | 'creation'>;

/** Reads commits; the plan of a target with `branch` delivery needs it. */
export type BaseReader = (
  target: Declared,
  state: RepositoryState,
  paths: readonly RelPath[],
) => Promise<{ base: CommitId; branch: string; source: Source }>;

/** Plans the targets of one hub, one at a time, sharing what they have in common. Writes nothing. */
export class Planner {
  readonly #world: Readers;
  readonly #hub: LoadedHub;
  readonly #options: PlanOptions;
  readonly #renderer: Renderer;
  /** Of every target the folder that its path really leads to (absent when nothing is there), and of every such folder who has it. */
  readonly #real = new Map<string, AbsPath | undefined>();
  readonly #owners = new Map<string, string>();

  constructor(world: Readers, hub: LoadedHub, options: PlanOptions, all: readonly Declared[]) {
    this.#world = world;
    this.#hub = hub;
    this.#options = options;
    this.#renderer = new Renderer(hub);
    for (const target of all) this.#claim(target);
  }

  /** Two entries that resolve to one folder would undo each other; the first by name has it. */
  #claim(target: Declared): void {
    const real = this.#world.disk.realPath(target.root);
    this.#real.set(target.name, real);
    if (!this.#owners.has(real ?? target.root)) this.#owners.set(real ?? target.root, target.name);
  }

  get hubRoot(): AbsPath {
    return this.#hub.root;
  }

  deliveryOf(target: Declared): Delivery {
    if (target.kind !== 'repository') return 'write';
    return this.#options.delivery ?? target.repository.delivery ?? this.#hub.canonical.policy.delivery;
  }

  /**
   * Plans one target. Its own troubles are in the plan (`Blocked`, `Error`), never thrown.
   * `bases` are the contents that an earlier plan of it wanted.
   * @throws InputError when the hub itself is wrong
   */
  plan(target: Declared, bases: Bases = NO_BASES): Prepared {
    return this.#careful(target, () => {
      const early = this.#beforeLooking(target);
      if (early !== undefined) return early;
      if (target.kind !== 'repository') return this.#planFiles(target, undefined, undefined, bases);
      return this.#planRepository(target, bases);
    });
  }

  /** Plans a repository against a commit instead of its worktree (`branch` delivery). @throws InputError */
  async planBranch(target: Extract<Declared, { kind: 'repository' }>, read: BaseReader): Promise<Prepared> {
    const early = this.#careful(target, () => this.#beforeLooking(target) ?? undefined);
    if (early !== undefined) return early;
    const opened = this.#world.git.open(target.root);
    if (opened.kind !== 'repository') return this.plan(target);
    const rendered = renderTarget(this.#renderer, target);
    const desired = new Map([...rendered.desired].filter(([, document]) => document.committed));
    try {
      const { base, branch, source } = await read(target, opened.state, [...desired.keys()]);
      const state = { ...opened.state, head: base, branch };
      return this.#decide(target, { ...rendered, desired }, source, state, undefined, { local: EMPTY });
    } catch (error) {
      if (error instanceof BlockedError)
        return this.#blocked(target, { by: error.by, reason: error.message }, opened.state, rendered);
      if (error instanceof GitError) return this.#stopped(target, 'Error', error.message);
      throw error;
    }
  }

  #careful<T>(target: Declared, work: () => T): T | Prepared {
    try {
      return work();
    } catch (error) {
      if (error instanceof InputError || !(error instanceof DiskError)) throw error;
      return this.#stopped(target, 'Error', error.message);
    }
  }

  #beforeLooking(target: Declared): Prepared | undefined {
    const stuck = this.#options.stuck?.get(target.root);
    if (stuck !== undefined) return this.#stopped(target, 'Error', stuck);
    const suspended = suspensionOf(target, this.#options.today);
    if (suspended !== undefined) return this.#stopped(target, 'Suspended', suspended);
    const elsewhere = this.#elsewhere(target);
    if (elsewhere !== undefined) return this.#stopped(target, 'Suspended', elsewhere);
    const owner = this.#owners.get(this.#real.get(target.name) ?? target.root);
    if (owner === undefined || owner === target.name) return undefined;
    return this.#stopped(
      target,
      'Error',
      `its path is the same folder as that of ${owner}; two entries cannot share one`,
    );
  }

  /** Grafana is on some machines and not on others, and its folder may be inside a repository that is yet to be made. */
  #elsewhere(target: Declared): string | undefined {
    if (target.kind !== 'directory' || target.holds !== 'monitoring') return undefined;
    if (this.#world.disk.kind(target.root) !== 'absent') return undefined;
    return `there is no folder ${target.root} on this machine; make it to have Grafana's files in it`;
  }

  #planRepository(target: Extract<Declared, { kind: 'repository' }>, bases: Bases): Prepared {
    const { disk, git } = this.#world;
    let kind = disk.kind(target.root);
    if (kind === 'absent') return this.#planCreation(target);
    if (kind === 'link') {
      const real = disk.realPath(target.root);
      if (real === undefined) return this.#stopped(target, 'Error', `${target.root} is a link that leads nowhere`);
      kind = disk.kind(real);
    }
    if (kind !== 'directory') return this.#stopped(target, 'Error', `${target.root} is not a folder`);
    const opened = git.open(target.root);
    if (opened.kind === 'damaged') return this.#stopped(target, 'Error', opened.because);
    if (opened.kind === 'absent') {
      if (disk.list(target.root).length === 0) return this.#planCreation(target);
      if (this.#options.initIn?.has(target.root) === true)
        return this.#planFiles(target, undefined, { how: 'init', branch: namedBranch(target) ?? 'main' }, NO_BASES);
      const reason =
        'is a folder with files in it, but not the top of a git repository; run `git init` there, or correct the path';
      return this.#blocked(target, { by: 'not-a-repository', reason });
    }
    const { state } = opened;
    const blocked = blockedBy(state, target.repository.branch);
    if (blocked === undefined) return this.#planFiles(target, state, undefined, bases);
    if (this.#options.look !== true || state.bare) return this.#blocked(target, blocked, state);
    return this.#forReading(this.#planFiles(target, state, undefined, bases), blocked);
  }

  /** A plan that tells what is off in a blocked target, and writes nothing. */
  #forReading(prepared: Prepared, blocked: Blocked): Prepared {
    if (prepared.plan.status === 'Error') return prepared;
    const { local: _, ...plan } = prepared.plan;
    return {
      ...prepared,
      plan: { ...plan, status: 'Blocked', reason: blocked.reason, blockedBy: blocked.by, writes: [] },
    };
  }

  #planCreation(target: Extract<Declared, { kind: 'repository' }>): Prepared {
    if (!this.#options.recreate && recall(this.#world.disk, this.#world.stateDir, target.root).known) {
      const reason =
        'was there when it was last reconciled and is gone; mount its disk, correct the path, or give --recreate to have it made anew';
      return this.#blocked(target, { by: 'vanished', reason });
    }
    const { remote } = target.repository;
    const named = namedBranch(target);
    const creation: Creation =
      remote === undefined
        ? { how: 'init', branch: named ?? 'main' }
        : { how: 'clone', remote, ...(named === undefined ? {} : { branch: named }) };
    const prepared = this.#planFiles(target, undefined, creation, NO_BASES);
    const parent = parentOf(target.root);
    if (this.#world.disk.kind(parent) !== 'absent') return prepared;
    const message = `its folder ${parent} is not there either and will be made too. If it is on a disk that is not mounted, mount it first.`;
    const finding: Finding = { severity: 'medium', check: 'parent-folder-missing', message, fixable: false };
    return { ...prepared, plan: { ...prepared.plan, findings: [...prepared.plan.findings, finding] } };
  }

  #planFiles(
    target: Declared,
    state: RepositoryState | undefined,
    creation: Creation | undefined,
    bases: Bases,
  ): Prepared {
    // Who looks wants to see what is there, not to be told that it is as it was.
    const { look, surrendered, only } = this.#options;
    const known =
      creation === undefined && look !== true && only === undefined && surrendered?.has(target.name) !== true;
    const proof = known ? this.#hub.book.proofs.get(target.name) : undefined;
    if (proof?.root === target.root && holds(proof, this.#world.disk)) return this.#inSync(target, state, proof);
    const rendered = renderTarget(this.#renderer, target);
    const { observing } = this.#options;
    const seen = observing === undefined ? undefined : witness(this.#world.disk, target.root, observing);
    const disk = seen?.disk ?? this.#world.disk;
    const memory = recall(disk, this.#world.stateDir, target.root);
    if (memory.damaged !== undefined) {
      return this.#stopped(
        target,
        'Error',
        `this machine's record of it ${memory.damaged}; remove it to start anew: ${this.#world.stateDir}/targets`,
      );
    }
    return this.#decide(target, rendered, worktreeSource(disk, target.root), state, creation, memory, { seen, bases });
  }

  /** What was proven before, and still holds. */
  #inSync(target: Declared, state: RepositoryState | undefined, proof: Proof): Prepared {
    const { findings, entries } = proof;
    const rest = { status: 'InSync', changes: [], findings, writes: [], entries } as const;
    const plan = this.#identified(this.#base(target, state, undefined), rest);
    return { ...idle(target, state), openMoves: [], plan, proof };
  }

  #decide(
    target: Declared,
    rendered: Rendered,
    source: Source,
    state: RepositoryState | undefined,
    creation: Creation | undefined,
    memory: { readonly local: Inventory },
    { seen, bases = NO_BASES }: { readonly seen?: Witness | undefined; readonly bases?: Bases } = {},
  ): Prepared {
    const { desired } = rendered;
    const read = readInventory(source, target);
    if ('wrong' in read) return this.#stopped(target, 'Error', read.wrong);
    const surrendered = this.#options.surrendered?.get(target.name) ?? EMPTY;
    const observed = observe(source, desired, [read.inventory, memory.local, surrendered]);
    const { canonical } = this.#hub;
    const answer = planTarget({
      name: target.name,
      desired,
      actual: observed,
      committed: { inventory: read.inventory, path: read.path, file: read.file },
      local: memory.local,
      surrendered,
      only: this.#options.only,
      bases,
      moved: movesOf(canonical.moved, target.name),
      policy: canonical.policy,
      own: policyOf(target),
      // Reads git's configuration, and only where a file differs.
      get files() {
        return state?.config ?? NO_GIT;
      },
    });
    const pending =
      answer.changes.length > 0 || answer.writes.length > 0 || creation !== undefined || 'local' in answer;
    const owned = read.inventory.size + memory.local.size;
    const blocked =
      guard(answer.changes, { desired: desired.size, owned }, canonical.policy.maxDeletes, this.#options) ??
      secretsIn(desired, answer.changes) ??
      this.#ignoredPaths(target, state, answer.writes);
    const looking = this.#options.look === true;
    const looked = { desired, actual: observed, committed: read.inventory, local: memory.local };
    if (blocked !== undefined) {
      const stopped = this.#blocked(target, blocked, state, rendered);
      return looking ? { ...stopped, looked, plan: { ...stopped.plan, changes: answer.changes } } : stopped;
    }
    const plan = this.#identified(this.#base(target, state, creation), {
      status: pending ? 'OutOfSync' : 'InSync',
      changes: answer.changes,
      findings: [
        ...rendered.findings,
        ...lostFindings(answer.moves, desired),
        ...this.#strayLocalFiles(target, state, answer.writes),
      ],
      writes: answer.writes,
      ...('local' in answer ? { local: answer.local } : {}),
      entries: answer.entries,
    });
    const provably = provable(desired, observed, answer, [read.inventory, memory.local]);
    const proof = provably ? seen?.proof(rendered.findings, answer.entries) : undefined;
    return {
      target,
      ...(state === undefined ? {} : { state }),
      redo: answer.redo,
      localBefore: memory.local,
      wants: answer.wants,
      keeps: answer.keeps,
      // What a clone will hold is not known before it is there.
      ...(creation?.how === 'clone' ? {} : { openMoves: answer.moves.open }),
      plan,
      ...(proof === undefined ? {} : { proof }),
      ...(looking ? { looked } : {}),
    };
  }

  #identified(base: Base, rest: Omit<TargetPlan, keyof Base | 'id'>): TargetPlan {
    const { name, branch, head, creation } = base;
    return {
      ...base,
      ...rest,
      id: planId({ name, branch, head, creation, changes: rest.changes, writes: rest.writes }),
    };
  }

  /** A file that the repository ignores would be written and silently never committed. */
  #ignoredPaths(
    target: Declared,
    state: RepositoryState | undefined,
    writes: TargetPlan['writes'],
  ): Blocked | undefined {
    if (state === undefined || this.deliveryOf(target) !== 'commit' || this.#hub.canonical.policy.ignored === 'commit')
      return undefined;
    const created = writes.filter((write) => write.committed && write.before === null).map((write) => write.path);
    if (created.length === 0) return undefined;
    const ignored = [...this.#world.git.ignored(target.root, created)];
    if (ignored.length === 0) return undefined;
    const shown = ignored.slice(0, 3).map(([path, rule]) => `${path} (${rule})`);
    const more = ignored.length > shown.length ? ` and ${ignored.length - shown.length} more` : '';
    const reason =
      `the repository ignores ${shown.join(', ')}${more}, so it would never be committed; ` +
      'take the rule out, `exclude:` the path, or set `policy.ignored: commit` in canonical.yaml';
    return { by: 'ignored-path', reason };
  }

  /** A file that is only for this machine, in a repository that does not ignore it: sooner or later somebody commits it. */
  #strayLocalFiles(target: Declared, state: RepositoryState | undefined, writes: TargetPlan['writes']): Finding[] {
    const created = writes.filter((write) => !write.committed && write.before === null).map((write) => write.path);
    if (created.length === 0 || target.kind !== 'repository') return [];
    const ignored = state === undefined ? new Map() : this.#world.git.ignored(target.root, created);
    const comes = writes.filter((write) => baseName(write.path) === '.gitignore' && write.after !== null);
    const stray = created.filter((path) => {
      return (
        !ignored.has(path) && !comes.some((write) => textOf(write.after!.bytes).split('\n').includes(baseName(path)))
      );
    });
    return stray.map((path) => ({
      severity: 'low',
      check: 'local-file-not-ignored',
      message: `${path} is for this machine only, but the repository does not ignore it. Add it to .gitignore.`,
      path,
      fixable: false,
    }));
  }

  #base(target: Declared, state: RepositoryState | undefined, creation: Creation | undefined): Base {
    const delivery = this.deliveryOf(target);
    return {
      name: target.name,
      kind: target.kind,
      root: target.root,
      // The first commit of a new repository has no base that a branch could be built on.
      delivery: creation?.how === 'init' && delivery === 'branch' ? ('commit' as const) : delivery,
      ...(state?.branch === undefined ? {} : { branch: state.branch }),
      ...(state?.head === undefined ? {} : { head: state.head }),
      ...(creation === undefined ? {} : { creation }),
    };
  }

  #stopped(
    target: Declared,
    status: 'Error' | 'Suspended' | 'Blocked',
    reason: string,
    by?: string,
    state?: RepositoryState,
    rendered?: Rendered,
  ): Prepared {
    return {
      ...idle(target, state),
      plan: {
        ...this.#base(target, state, undefined),
        status,
        reason,
        ...(by === undefined ? {} : { blockedBy: by }),
        changes: [],
        findings: rendered?.findings ?? [],
        writes: [],
        entries: 0,
        id: planId({
          name: target.name,
          branch: state?.branch,
          head: state?.head,
          creation: status,
          changes: [],
          writes: [],
        }),
      },
    };
  }

  #blocked(target: Declared, blocked: Blocked, state?: RepositoryState, rendered?: Rendered): Prepared {
    return this.#stopped(target, 'Blocked', blocked.reason, blocked.by, state, rendered);
  }
}

/** What is prepared where nothing will be written. */
function idle(target: Declared, state: RepositoryState | undefined): Omit<Prepared, 'plan'> {
  const nothing = { redo: new Map(), localBefore: EMPTY, wants: [], keeps: NO_BASES };
  return { target, ...(state === undefined ? {} : { state }), ...nothing };
}

/** The branch that canonical.yaml names; none for whichever is checked out. */
function namedBranch({ repository: { branch } }: Extract<Declared, { kind: 'repository' }>): string | undefined {
  return branch === '*' ? undefined : branch;
}

/** The desired state of any kind of target, with what the client would not do with it as it was meant. @throws InputError */
export function renderTarget(renderer: Renderer, target: Declared): Rendered {
  const { desired, findings } = renderKind(renderer, target);
  const problems = moveProblems(desired, movesOf(renderer.moved, target.name));
  if (problems.length > 0) throw new InputError(problems);
  return {
    desired,
    // Looked for when they are asked for: not everybody who renders wants them.
    get findings() {
      return [
        ...findings,
        ...lintDesired(desired, target.kind),
        ...budgetFindings(desired, target.kind, budgetOf(target)),
      ];
    },
  };
}

function renderKind(renderer: Renderer, target: Declared): Rendered {
  switch (target.kind) {
    case 'repository':
      return renderer.repository(target.repository);
    case 'home':
      return renderer.home(target.home);
    case 'directory':
      return target.holds === 'hooks' ? renderer.sharedHooks() : renderer.monitoring();
  }
}

const secrets = new WeakMap<Uint8Array, boolean>();

/** Every target shares the contents of the library: each is looked through once. */
function holdsSecret(content: Uint8Array): boolean {
  const known = secrets.get(content) ?? containsCredential(content);
  secrets.set(content, known);
  return known;
}

/** Content with a secret in it is not delivered where it would be committed. */
function secretsIn(desired: DesiredState, changes: TargetPlan['changes']): Blocked | undefined {
  const written = new Set<RelPath>();
  for (const { action, address } of changes)
    if (action === 'create' || action === 'update') written.add(parseAddress(address).path);
  const found = [...desired.values()].filter(
    (document) => document.committed && written.has(document.path) && holdsSecret(wholeContent(document)),
  );
  if (found.length === 0) return undefined;
  const paths = found.map(
    (document) => `${document.path} (${entriesOf(document)[0]?.origin.source ?? 'canonical.yaml'})`,
  );
  return {
    by: 'secret',
    reason: `${paths.join(', ')} would commit what looks like a secret; take it out of the library and put it into the environment`,
  };
}

type ReadInventory = { readonly inventory: Inventory; readonly path: RelPath; readonly file: FileSide | null };

/** Reads the inventory in the target. */
function readInventory(source: Source, target: Declared): ReadInventory | { wrong: string } {
  if (target.kind !== 'repository') return { inventory: EMPTY, path: INVENTORY_PATH, file: null };
  const { path, file } = source.locate(INVENTORY_PATH);
  if (file.kind === 'absent') return { inventory: EMPTY, path, file: null };
  if (file.kind === 'unreachable') return { inventory: EMPTY, path, file: null };
  if (file.kind !== 'file')
    return {
      wrong: `its inventory ${INVENTORY_PATH} cannot be read; it is the licence to delete, so nothing is done without it`,
    };
  const parsed = parseInventory(file.bytes);
  if ('wrong' in parsed)
    return {
      wrong: `its inventory ${INVENTORY_PATH} ${parsed.wrong}; restore it from git, or remove it to start anew`,
    };
  return { inventory: parsed.inventory, path, file };
}

/** Looks at every desired path and every path that was written before. */
function observe(source: Source, desired: DesiredState, inventories: readonly Inventory[]): ActualState {
  const actual = new Map<RelPath, Located>();
  for (const document of desired.values())
    actual.set(document.path, source.locate(document.path, wholeContent(document)));
  for (const inventory of inventories) {
    for (const address of inventory.keys()) {
      const { path } = parseAddress(address);
      if (!actual.has(path)) actual.set(path, source.locate(path));
    }
  }
  return actual;
}
