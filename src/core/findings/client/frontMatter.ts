import type { Role } from '../tree.ts';

/** What Claude Code 2.1.330 knows of front matter; read from the client itself. */
const COMMON = 'name description';
const INVOKED = `${COMMON} when_to_use argument-hint arguments disable-model-invocation user-invocable allowed-tools disallowed-tools model effort context agent background hooks paths shell metadata license compatibility version`;

export const FRONT_MATTER_KEYS: Readonly<Partial<Record<Role, ReadonlySet<string>>>> = {
  skill: new Set(INVOKED.split(' ')),
  command: new Set(INVOKED.split(' ')),
  agent: new Set(
    `${COMMON} tools disallowedTools model permissionMode maxTurns skills mcpServers hooks memory background effort isolation color initialPrompt autoCompactWindow omitClaudeMd observer observerMessage observeSubagents observeToolResults metadata`.split(
      ' ',
    ),
  ),
  'output-style': new Set(`${COMMON} keep-coding-instructions force-for-plugin`.split(' ')),
};

/** Keys whose value is one of a few words. */
export const FRONT_MATTER_WORDS: Readonly<Partial<Record<Role, Readonly<Record<string, readonly string[]>>>>> = {
  skill: { context: ['fork'], shell: ['bash', 'powershell'] },
  command: { context: ['fork'], shell: ['bash', 'powershell'] },
  agent: {
    permissionMode: ['default', 'manual', 'acceptEdits', 'plan', 'auto', 'dontAsk', 'bypassPermissions'],
    memory: ['user', 'project', 'local'],
    isolation: ['worktree'],
    color: ['red', 'blue', 'green', 'yellow', 'purple', 'orange', 'pink', 'cyan'],
  },
};

export const MODEL_NAMES = ['default', 'inherit', 'sonnet', 'opus', 'haiku', 'best', 'opusplan'];

/** True for a model that the client may know: an alias, or an id of any provider. */
export function isModel(name: string): boolean {
  return MODEL_NAMES.includes(name.replace(/\[\d+m\]$/, '')) || /claude|anthropic|[:/.\d]/.test(name);
}
