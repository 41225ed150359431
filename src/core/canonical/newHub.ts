const HEAD = `# The one file that says how Claude Code is configured everywhere.
#   reconcile new PATH   brings a project in: its entry, and the first apply
#   reconcile plan       shows what would change, and writes nothing
#   reconcile apply      does it
version: '1.0'

# Relative paths below start here: the folder that holds this one.
workspace: ..

# \`reconcile new\` adds entries here. A language selects desired-state/languages/<language>/, and so does a framework.
repositories:

`;

/** The text of a new hub whose library has a first part of CLAUDE.md alone. */
export const MINIMAL_HUB = `${HEAD}# With this key ~/.claude is a target too.
# home:

# What every repository gets from desired-state/: a name, a folder (tdd/), or a glob (speckit.*).
global:
  # The managed block of CLAUDE.md; all around it belongs to the repository.
  memory:
    - base
  # commands: [review]
  # skills: [release-notes]
  # settings: [base]
  # hooks:
  #   PreToolUse:
  #     - guard.py (Bash)

policy:
  # Content of ours that was changed there is repaired; content of others is never overwritten.
  onDrift: repair
  onConflict: leave
  # write, commit, or branch (a branch of its own, without touching the worktree).
  delivery: commit
`;

const HOME = `# With this key ~/.claude is a target too. What \`sync:\` does not name goes there alone:
# home:
# sync:
#   global_to_project: [commands/tdd/, skills/, agents/, rules/]

`;

/** A fragment that needs addresses of services, which not everybody has. */
const OF_SERVICES = /^ +- infrastructure\.local\n/m;

const SERVICES = `# With QuestDB and Redis, name them, and add infrastructure.local to \`settings:\` below: their addresses come into the environment.
# infrastructure:
#   questdb: {host: localhost, http_port: 9000, ilp_port: 9009, pg_port: 8812}
#   redis: {host: localhost, port: 6379}

`;

/**
 * The text of a new hub that selects what another does for everybody, comments included.
 * @param packaged the text of the package's own canonical.yaml, whose sections fit its library
 */
export function hubText(packaged: string): string {
  const sections = ['global', 'thresholds', 'policy', 'controller'].map((name) => sectionOf(packaged, name));
  const [first = '', ...rest] = sections.filter((text) => text !== '');
  return `${HEAD}${SERVICES}${HOME}${[first.replace(OF_SERVICES, ''), ...rest].join('\n')}`;
}

/** A section of the file with the comment above it; empty when there is none. */
function sectionOf(text: string, name: string): string {
  const found = new RegExp(`^(?:#.*\\n)*${name}:.*\\n(?:(?: .*)?\\n)*`, 'm').exec(text)?.[0] ?? '';
  return found === '' ? '' : `${found.trimEnd()}\n`;
}
