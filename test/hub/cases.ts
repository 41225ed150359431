/** A command that writes into the hub, where it is run, and what somebody else may write at the same time. */
export interface HubCase {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly repositories: readonly string[];
  /** Run before, on a sound disk. */
  readonly before?: readonly string[];
  /** Written after that. */
  readonly since?: Readonly<Record<string, string>>;
  readonly command: string;
  /** It replaces what stands there, and shows that: `undo` has it. */
  readonly shows?: true;
  /** Files that the command reads and writes, one of which somebody else writes meanwhile. */
  readonly shared: readonly string[];
}

const HUB = {
  'hub/canonical.yaml': `# the fleet
repositories:
  alpha:
    path: ~/alpha
  beta:
    path: ~/beta
global:
  commands: [review, other]
policy:
  delivery: write
`,
  'hub/desired-state/commands/review.md': 'Review.\n',
  'hub/desired-state/commands/other.md': 'Other.\n',
};

export const YAML = 'hub/canonical.yaml';
const REVIEW = 'alpha/.claude/commands/review.md';
const INVENTORY = 'alpha/.claude/.reconcile.json';

const fleet = { files: HUB, repositories: ['alpha', 'beta', 'gamma'], before: ['apply --yes -q'] } as const;

export const CASES: readonly HubCase[] = [
  { ...fleet, name: 'new', since: { 'gamma/README.md': 'gamma\n' }, command: 'new ../gamma', shared: [YAML] },
  {
    ...fleet,
    name: 'promote, of a file of ours',
    since: { [REVIEW]: 'Review better.\n' },
    command: 'promote alpha .claude/commands/review.md',
    shared: ['hub/desired-state/commands/review.md', REVIEW],
  },
  {
    ...fleet,
    name: 'promote, of a script with its wiring',
    since: {
      'alpha/.claude/hooks/mine.sh': '#!/bin/sh\n',
      'alpha/.claude/settings.json':
        '{"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "$CLAUDE_PROJECT_DIR/.claude/hooks/mine.sh", "timeout": 5}]}]}}\n',
    },
    command: 'promote alpha .claude/hooks/mine.sh --to base',
    shared: [YAML, 'hub/desired-state/hooks/mine.sh', 'hub/desired-state/settings/base.json'],
  },
  {
    ...fleet,
    name: 'forget',
    since: { [REVIEW]: 'Mine now.\n' },
    command: 'forget alpha .claude/commands/review.md',
    shared: [YAML, REVIEW, INVENTORY],
  },
  {
    ...fleet,
    name: 'forget, of a file as it was written',
    command: 'forget beta .claude/commands/other.md',
    shared: [YAML],
  },
  {
    name: 'forget, in a hub that is a target too',
    files: { ...HUB, [YAML]: HUB['hub/canonical.yaml'].replace('~/beta', '~/hub') },
    repositories: ['alpha', 'hub'],
    before: ['apply --yes -q'],
    command: 'forget beta .claude/commands/other.md',
    shared: [YAML, 'hub/.claude/.reconcile.json'],
  },
  {
    ...fleet,
    name: 'adopt',
    before: [],
    since: { [REVIEW]: 'Mine.\n' },
    shows: true,
    command: 'adopt alpha .claude/commands/review.md --take hub',
    shared: [REVIEW, INVENTORY],
  },
  {
    ...fleet,
    name: 'import into a hub that is there',
    since: { 'gamma/.claude/commands/gamma.md': 'Gamma.\n' },
    command: 'import ../gamma',
    shared: [YAML, 'hub/desired-state/repositories/gamma/commands/gamma.md'],
  },
  {
    name: 'import into a new hub',
    files: { 'gamma/.claude/commands/gamma.md': 'Gamma.\n', 'hub/README.md': 'A hub to be.\n' },
    repositories: ['gamma'],
    command: 'import ../gamma --into .',
    shared: [YAML, 'hub/desired-state/commands/gamma.md'],
  },
  {
    name: 'init',
    files: { 'hub/README.md': 'A hub to be.\n' },
    repositories: ['hub'],
    command: 'init . --minimal',
    shared: [YAML, 'hub/desired-state/memory/base.md'],
  },
];
