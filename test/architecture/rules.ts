/** One layer: a folder, what it may import, and the sentence that is printed when it imports something else. */
export interface Layer {
  /** A folder of src/ (all that is in it, unless a longer one matches) or a file in it; `*` stands for one name. */
  readonly of: string;
  /** Layers, in the same form; `self` is the folder itself. */
  readonly may: readonly string[];
  /** Packages and modules of Node. */
  readonly packages: readonly string[];
  readonly because: string;
}

const PURE = 'core/ is pure: it takes values and gives values, so that every decision can be tested without a disk';

/** The table of docs/architecture.md. The longest `of` that matches a file decides. */
export const LAYERS: readonly Layer[] = [
  {
    of: 'core/values',
    may: ['self'],
    packages: ['node:crypto'],
    because: `${PURE}; and core/values is what all the others speak in, so it knows none of them`,
  },
  {
    of: 'core/canonical',
    may: ['self', 'core/values', 'generated'],
    packages: ['yaml', 'zod/mini'],
    because: `${PURE}; reading canonical.yaml ends in a checked value and knows nothing of what is made of it`,
  },
  {
    of: 'core/detect',
    may: ['self', 'core/values'],
    packages: ['smol-toml'],
    because: `${PURE}; what a project is follows from the names and texts that it is given`,
  },
  {
    of: 'core/findings',
    may: ['self', 'core/values', 'core/actual/fields.ts'],
    packages: ['yaml', 'jsonc-parser'],
    because: `${PURE}; a finding is a value that every stage may give`,
  },
  {
    of: 'core/inventory',
    may: ['self', 'core/values'],
    packages: [],
    because: `${PURE}; what was last written means the same whatever is desired now`,
  },
  {
    of: 'core/actual',
    may: ['self', 'core/values'],
    packages: ['jsonc-parser'],
    because: `${PURE}; what is there must be told without a look at what is wished for`,
  },
  {
    of: 'core/desired',
    may: [
      'self',
      'core/values',
      'core/canonical',
      'core/actual/block.ts',
      'core/actual/fields.ts',
      'core/findings',
      'core/monitoring',
    ],
    packages: ['mustache', 'picomatch'],
    because: `${PURE}; what is desired follows from canonical.yaml and the library alone, never from what is there`,
  },
  {
    of: 'core/plan',
    may: ['self', 'core/values', 'core/canonical', 'core/desired', 'core/actual', 'core/inventory', 'core/findings'],
    packages: ['node:crypto', 'node-diff3'],
    because: `${PURE}; a decision must not depend on how it is shown or on what became of an earlier one`,
  },
  {
    of: 'core/metrics',
    may: ['self', 'core/values', 'core/status', 'generated'],
    packages: [],
    because: `${PURE}; what a table is and what a row may hold is the same for the spool, the database and the reports`,
  },
  {
    of: 'core/monitoring',
    may: ['self', 'core/values', 'core/canonical', 'core/metrics', 'generated'],
    packages: ['yaml'],
    because: `${PURE}; what is watched follows from the thresholds and the tables alone, so that every alarm agrees with every report`,
  },
  {
    of: 'core/hooks',
    may: ['self', 'core/values'],
    packages: [],
    because: `${PURE}; what Claude Code tells a hook and makes of its answer is the same wherever the hook comes from`,
  },
  {
    of: 'core/reports',
    may: ['self', 'core/values', 'core/canonical', 'core/metrics', 'core/monitoring', 'generated'],
    packages: [],
    because: `${PURE}; a report is made of answers, whether a database or a file gave them`,
  },
  {
    of: 'core/import',
    may: [
      'self',
      'core/values',
      'core/canonical',
      'core/desired',
      'core/detect/project.ts',
      'core/actual',
      'core/inventory',
      'core/plan',
      'core/views/mask.ts',
    ],
    packages: [],
    because: `${PURE}; what an import makes of trees is worked out before anything is written`,
  },
  {
    of: 'core/health',
    may: ['self', 'core/values', 'core/canonical', 'core/drift'],
    packages: [],
    because: `${PURE}; what a check found is told without the services that it looked at`,
  },
  {
    of: 'core/status',
    may: ['self', 'core/values'],
    packages: [],
    because: `${PURE}; what became of a target is told without the plan that led there`,
  },
  {
    of: 'core/drift',
    may: [
      'self',
      'core/values',
      'core/canonical',
      'core/desired',
      'core/actual',
      'core/inventory',
      'core/findings',
      'core/plan',
      'core/views/fieldText.ts',
      'core/views/mask.ts',
    ],
    packages: [],
    because: `${PURE}; what is off follows from the plans and the trees alone`,
  },
  {
    of: 'core/views',
    may: [
      'self',
      'generated',
      'core/values',
      'core/findings',
      'core/import',
      'core/plan',
      'core/status',
      'core/metrics',
      'core/drift',
      'core/hooks',
      'core/health',
      'core/reports',
      'core/monitoring',
    ],
    packages: ['diff', 'picocolors', 'node:zlib'],
    because: `${PURE}; a view shows a plan or a report and cannot look at anything else`,
  },
  {
    of: 'core/metrics/prices',
    may: ['self', 'generated', 'schemas/prices.json'],
    packages: [],
    because: `${PURE}; prices are data with a date, and the hooks price by the same ones`,
  },
  {
    of: 'ports',
    may: ['self', 'core/values', 'core/actual', 'core/metrics', 'generated/metrics.ts'],
    packages: [],
    because:
      'ports/ says what the engine needs of the outside, in the words of the core, and nothing of how it is done',
  },
  {
    of: 'engine',
    may: ['self', 'core', 'ports', 'generated/metrics.ts'],
    packages: ['node:crypto', 'node:v8', 'p-limit'],
    because:
      'engine/ reaches the outside through ports only, so that each verb runs against a disk that fails on purpose in a test',
  },
  {
    of: 'adapters/disk',
    may: ['self', 'core', 'ports'],
    packages: ['node:fs'],
    because: 'an adapter is one outside thing behind its port; it knows neither the verbs nor another adapter',
  },
  {
    of: 'adapters/git',
    may: ['self', 'core', 'ports'],
    packages: ['node:fs', 'node:path', 'node:child_process', 'node:net', 'node:zlib', 'simple-git', 'ignore'],
    because: 'an adapter is one outside thing behind its port; it knows neither the verbs nor another adapter',
  },
  {
    of: 'adapters/lease',
    may: ['self', 'core', 'ports'],
    packages: ['node:fs', 'node:os'],
    because: 'an adapter is one outside thing behind its port; it knows neither the verbs nor another adapter',
  },
  {
    of: 'adapters/transcripts',
    may: ['self', 'core', 'ports'],
    packages: ['node:fs', 'node:v8', 'node:vm'],
    because: 'an adapter is one outside thing behind its port; it knows neither the verbs nor another adapter',
  },
  {
    of: 'adapters/clock',
    may: ['self', 'core', 'ports'],
    packages: ['node:crypto'],
    because: 'an adapter is one outside thing behind its port; it knows neither the verbs nor another adapter',
  },
  {
    of: 'adapters/metrics',
    may: ['self', 'core', 'ports'],
    packages: ['node:http', 'node:timers/promises', '@questdb/nodejs-client'],
    because: 'an adapter is one outside thing behind its port; it knows neither the verbs nor another adapter',
  },
  {
    of: 'adapters/program',
    may: ['self', 'core', 'ports'],
    packages: ['node:fs', 'node:os', 'node:child_process'],
    because: 'an adapter is one outside thing behind its port; it knows neither the verbs nor another adapter',
  },
  {
    of: 'adapters/spool',
    may: ['self', 'core', 'ports', 'generated/metrics.ts'],
    packages: ['node:fs', 'node:path'],
    because: 'an adapter is one outside thing behind its port; it knows neither the verbs nor another adapter',
  },
  {
    of: 'adapters/schedule',
    may: ['self', 'core', 'ports'],
    packages: ['cron'],
    because: 'an adapter is one outside thing behind its port; it knows neither the verbs nor another adapter',
  },
  {
    of: 'adapters/otlp',
    may: ['self', 'core', 'ports'],
    packages: ['node:http', 'node:net', 'node:util', 'node:zlib'],
    because: 'an adapter is one outside thing behind its port; it knows neither the verbs nor another adapter',
  },
  {
    of: 'adapters/probe',
    may: ['self', 'core', 'ports'],
    packages: ['node:net'],
    because: 'an adapter is one outside thing behind its port; it knows neither the verbs nor another adapter',
  },
  {
    of: 'adapters/*',
    may: ['self', 'core', 'ports'],
    packages: [],
    because: 'an adapter is one outside thing behind its port; it knows neither the verbs nor another adapter',
  },
  {
    of: 'hooks/handover/redis.ts',
    may: ['hooks'],
    packages: ['ioredis'],
    because: 'the client of Redis is delivered as a file of its own, so that no other hook has to load it',
  },
  {
    of: 'hooks/shell',
    may: ['hooks'],
    packages: ['node:path', 'unbash'],
    because: 'a hook is delivered as one file into other repositories: it brings nothing of the engine with it',
  },
  {
    of: 'hooks',
    may: ['hooks', 'generated/metrics.ts', 'core/metrics/prices', 'core/metrics/taskType.ts'],
    packages: ['node:fs', 'node:path', 'node:child_process'],
    because: 'a hook is delivered as one file into other repositories: it brings nothing of the engine with it',
  },
  {
    of: 'surfaces/*',
    may: ['self', 'core', 'ports', 'engine'],
    packages: ['commander'],
    because: 'a surface reads arguments, calls the engine and shows the result; it gets its adapters from compose.ts',
  },
  {
    of: 'compose.ts',
    may: ['core', 'ports', 'engine', 'adapters', 'surfaces/cli/terminal.ts', 'package.json'],
    packages: [],
    because: 'compose.ts puts the adapters together and does nothing else',
  },
  {
    of: 'main.ts',
    may: ['compose.ts', 'core/values', 'surfaces'],
    packages: ['node:fs', 'node:os', 'node:readline/promises'],
    because: 'main.ts is the process: it gives the program its streams, its environment and its end',
  },
];

/** What reaches outside the program. Only the files below may name it. */
export const REACHES =
  'disk, processes, time, chance and environment are reached in a few named places, so that everything else repeats in a test';

/** A file that may reach outside: what it may name (modules of Node and globals), and why it has to. */
export interface Permission {
  readonly what: readonly string[];
  readonly because: string;
}

const STATE = 'keeps its state between two runs in files';
const PERSON =
  'tells a person how long ago, or whether the day of a suspension has come, by the clock of their machine';

export const PERMISSIONS: Readonly<Record<string, Permission>> = {
  'src/main.ts': {
    what: ['node:fs', 'process'],
    because: 'is the process; writes its output to the end before it exits',
  },
  'src/compose.ts': {
    what: ['Date.now'],
    because: 'gives the clock to the lease, the log and the commands before there is a world',
  },
  'src/adapters/clock/clock.ts': {
    what: ['Date.now', 'Math.random', 'setTimeout'],
    because: 'is the clock and chance',
  },
  'src/adapters/disk/disk.ts': { what: ['node:fs'], because: 'is the disk' },
  'src/adapters/disk/lister.ts': {
    what: ['node:fs'],
    because: 'lists the library; bare calls start faster than a package',
  },
  'src/adapters/spool/recorded.ts': { what: ['node:fs'], because: 'appends to lists that hooks append to' },
  'src/adapters/spool/writer.ts': { what: ['node:fs'], because: 'sees to it that appended rows survive a power cut' },
  'src/adapters/transcripts/transcripts.ts': {
    what: ['node:fs'],
    because: 'reads the transcripts of the client in large pieces',
  },
  'src/adapters/transcripts/kept.ts': { what: ['node:fs'], because: 'replaces the file that is kept between two runs' },
  'src/adapters/git/apart.ts': {
    what: ['node:fs'],
    because: 'copies the index, so that git need not read all files again',
  },
  'src/adapters/git/commit.ts': { what: ['node:fs'], because: 'puts back the messages that a commit takes away' },
  'src/adapters/git/config.ts': { what: ['node:fs'], because: 'reads git configuration without starting git' },
  'src/adapters/git/git.ts': { what: ['node:fs'], because: 'makes the folder of a new repository' },
  'src/adapters/git/layout.ts': {
    what: ['node:fs'],
    because: 'finds the folders of a repository without starting git',
  },
  'src/adapters/git/lock.ts': {
    what: ['node:fs'],
    because: 'looks through the processes for the holder of index.lock',
  },
  'src/adapters/git/away.ts': {
    what: ['node:child_process'],
    because: 'starts the process that starts git for a large apply',
  },
  'src/adapters/git/starter.ts': { what: ['process'], because: 'is that process' },
  'src/adapters/git/process.ts': {
    what: ['node:child_process', 'process', 'setTimeout'],
    because: 'starts the git commands that run programs of other people, and ends them as a group',
  },
  'src/adapters/git/read.ts': { what: ['node:fs'], because: 'reads the files of .git' },
  'src/adapters/git/refs.ts': { what: ['node:fs'], because: 'reads branches without starting git' },
  'src/adapters/git/rules.ts': { what: ['node:fs'], because: 'reads ignore rules without starting git' },
  'src/adapters/git/scratch.ts': { what: ['node:fs'], because: 'makes a folder for a second index' },
  'src/adapters/git/worktree.ts': { what: ['node:fs'], because: 'hands git long lists of paths in a file' },
  'src/adapters/lease/file.ts': {
    what: ['node:fs', 'process', 'performance'],
    because: 'is the lock file, and asks whether its holder is alive',
  },
  'src/adapters/metrics/http.ts': { what: ['fetch'], because: 'asks the database over HTTP' },
  'src/adapters/spool/append.ts': { what: ['node:fs'], because: 'appends rows that many processes may append to' },
  'src/adapters/spool/files.ts': { what: ['node:fs'], because: 'reads parts of files that are being appended to' },
  'src/adapters/spool/spool.ts': { what: ['node:fs'], because: 'is the folder of the spool' },
  'src/adapters/probe/probe.ts': {
    what: ['fetch', 'performance', 'setTimeout'],
    because: 'gives up on a service in time',
  },
  'src/surfaces/cli/commands/health.ts': { what: ['Date.now'], because: PERSON },
  'src/surfaces/cli/healthLook.ts': {
    what: ['process.execPath'],
    because: 'starts Node beside each hook, to tell a slow hook from a busy machine',
  },
  'src/surfaces/cli/commands/doctor.ts': {
    what: ['process'],
    because: 'tells which Node runs it',
  },
  'src/adapters/queue/memory.ts': { what: ['Date.now', 'setTimeout'], because: 'wakes what is to be tried later' },
  'src/surfaces/cli/commands/controller.ts': { what: ['Date.now'], because: PERSON },
  'src/surfaces/cli/commands/drift.ts': { what: ['Date.now'], because: PERSON },
  'src/adapters/program/program.ts': {
    what: ['node:fs', 'node:child_process', 'process', 'setTimeout', 'performance'],
    because: 'starts programs, for a bounded time, and makes the folder for what they write',
  },
  'src/surfaces/cli/commands/hookTest.ts': { what: ['Date.now'], because: 'gives a made-up session the time of now' },
  'src/surfaces/cli/commands/metricsStatus.ts': { what: ['Date.now'], because: PERSON },
  'src/surfaces/cli/commands/plan.ts': { what: ['Date.now'], because: PERSON },
  'src/surfaces/cli/commands/status.ts': { what: ['Date.now'], because: PERSON },
  'src/surfaces/cli/commands/why.ts': { what: ['Date.now'], because: PERSON },
  'src/hooks/tdd-guard-check.ts': {
    what: ['process'],
    because: 'must know its mode before it knows whether it is a guard',
  },
  'src/hooks/common/process.ts': {
    what: ['node:fs', 'process', 'Date.now'],
    because: 'is the process of a hook',
  },
  'src/hooks/common/spool.ts': { what: ['node:fs'], because: 'appends rows of metrics' },
  'src/hooks/common/spoolBound.ts': { what: ['node:fs'], because: 'removes the oldest rows where there are too many' },
  'src/hooks/common/git.ts': { what: ['node:fs'], because: 'reads the files of .git without starting git' },
  'src/hooks/bundle/record.ts': { what: ['node:fs'], because: 'asks whether the bundle of a session is there' },
  'src/hooks/transcript/append.ts': { what: ['node:fs'], because: 'appends lines that many processes may append to' },
  'src/hooks/transcript/read.ts': { what: ['node:fs'], because: 'reads what is new in a transcript' },
  'src/hooks/transcript/recorded.ts': { what: ['node:fs'], because: STATE },
  'src/hooks/transcript/state.ts': { what: ['node:fs', 'process'], because: STATE },
  'src/hooks/handover/remote.ts': { what: ['setTimeout'], because: 'waits for a service for a bounded time' },
  'src/hooks/handover/store.ts': { what: ['node:fs'], because: STATE },
  'src/hooks/format/after-edit.ts': { what: ['node:fs', 'process'], because: 'replaces the file that it formats' },
  'src/hooks/format/project-files.ts': { what: ['node:fs'], because: "looks for the project's formatter" },
  'src/hooks/format/run-formatter.ts': {
    what: ['node:child_process', 'process', 'setTimeout'],
    because: 'runs the formatter in the environment of the session, for a bounded time',
  },
  'src/hooks/safety/files.ts': {
    what: ['node:fs', 'node:child_process'],
    because: 'asks git which files would be added or committed',
  },
  'src/hooks/safety/worktree.ts': { what: ['node:fs'], because: 'looks at the names in the folders of a worktree' },
  'src/hooks/safety/place.ts': { what: ['node:fs'], because: 'asks whether a path is there' },
  'src/hooks/tdd/guard.ts': { what: ['node:fs'], because: 'reads the file that is edited and looks for its test' },
  'src/hooks/dora/git-output.ts': { what: ['node:child_process', 'process'], because: 'asks git for history' },
  'src/hooks/dora/pushed.ts': { what: ['node:fs'], because: 'reads the reflog of what was pushed' },
  'src/hooks/dora/track.ts': {
    what: ['process'],
    because: 'names events that the client gave no id, by process and time',
  },
  'src/hooks/dora/usage.ts': {
    what: ['process'],
    because: 'names events that the client gave no id, by process and time',
  },
};
