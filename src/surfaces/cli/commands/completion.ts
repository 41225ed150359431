import type { Command } from 'commander';
import { InputError } from '../../../core/values/problem.ts';
import { hooksOf } from '../../../engine/hooks.ts';
import { targetsOf } from '../../../engine/targets.ts';
import { openHub } from '../common.ts';
import type { Terminal } from '../terminal.ts';

/** Each script asks the program itself what fits, so that it never lags behind. */
const SCRIPTS: Readonly<Record<string, string>> = {
  bash: `# bash completion for reconcile: source <(reconcile completion bash)
_reconcile() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(reconcile complete-words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
  [ \${#COMPREPLY[@]} -eq 0 ] && compopt -o default 2>/dev/null
}
complete -F _reconcile reconcile
`,
  zsh: `#compdef reconcile
# zsh completion for reconcile: source <(reconcile completion zsh)
_reconcile() {
  local -a words_found
  words_found=("\${(@f)$(reconcile complete-words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${words_found[*]}" ]]; then compadd -a words_found; else _files; fi
}
compdef _reconcile reconcile
`,
  fish: `# fish completion for reconcile: reconcile completion fish | source
complete -c reconcile -f -a '(reconcile complete-words -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
};

/** `reconcile completion SHELL`. @returns the exit code @throws InputError for an unknown shell */
export function completionCommand(terminal: Terminal, shell: string): number {
  const script = SCRIPTS[shell];
  if (script === undefined) {
    const remedy = `There are ${Object.keys(SCRIPTS).join(', ')}.`;
    throw new InputError([
      { place: { file: shell }, severity: 'error', message: 'is no shell that this program completes for.', remedy },
    ]);
  }
  terminal.out.write(script);
  return 0;
}

/** What may stand in the place of the last word: commands, options, targets. One a line; nothing when nothing is known. */
export function completeWords(terminal: Terminal, program: Command, words: readonly string[]): number {
  const current = words.at(-1) ?? '';
  const { command, inside } = commandOf(program, words.slice(0, -1));
  const found =
    command.commands.length > 0 && inside
      ? commandNames(command)
      : current.startsWith('-')
        ? optionNames(command)
        : argumentsFor(terminal, command);
  for (const word of found) if (word.startsWith(current)) terminal.out.write(`${word}\n`);
  return 0;
}

/** The command that the words before the last one name, as far as they do; `inside` where nothing else stands behind it. */
function commandOf(
  program: Command,
  words: readonly string[],
): { readonly command: Command; readonly inside: boolean } {
  let command = program;
  for (const [index, word] of words.entries()) {
    const next = command.commands.find((candidate) => candidate.name() === word);
    if (next === undefined) return index === 0 ? { command: program, inside: true } : { command, inside: false };
    command = next;
  }
  return { command, inside: true };
}

function commandNames(program: Command): string[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .map((command) => command.name());
}

function optionNames(command: Command): string[] {
  return command.options.flatMap((option) => (option.long === undefined || option.hidden ? [] : [option.long]));
}

function argumentsFor(terminal: Terminal, command: Command): string[] {
  if (command.name() === 'completion') return Object.keys(SCRIPTS);
  const takes = (name: RegExp): boolean => command.registeredArguments.some((argument) => name.test(argument.name()));
  if (!takes(/target|^hook$/i)) return [];
  try {
    const hub = openHub(terminal, terminal.parts.readers(), { color: false });
    if (takes(/^hook$/)) return hooksOf(hub, []).map((hook) => hook.name);
    return targetsOf(hub.canonical).map((target) => target.name);
  } catch {
    // Completion stays silent where there is no usable canonical.yaml.
    return [];
  }
}
