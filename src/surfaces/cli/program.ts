import { Command, Option } from 'commander';
import { addCommon, addGuards, addSelection } from './common.ts';
import type { Terminal } from './terminal.ts';

/** Takes the exit code that a command ended with. */
export type Ended = (code: number) => void;

/** Builds the commands. Each loads its own code only when it runs. */
export function buildProgram(terminal: Terminal, ended: Ended): Command {
  const program = new Command('reconcile')
    .description('Keeps the Claude Code configuration of many repositories equal to what one canonical.yaml says.')
    .version(terminal.parts.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help and do nothing else')
    .helpCommand('help [command]', 'show the help of a command')
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out.write(text),
      writeErr: (text) => terminal.err.write(text),
      getOutHelpWidth: () => Math.min(terminal.out.columns, 100),
    })
    .addHelpText(
      'after',
      `
Start here:
  reconcile plan                  what would change, in every target; writes nothing
  reconcile apply                 the same, then asks, then does exactly that
  reconcile undo                  brings back every byte of the last apply
  reconcile why .claude/x.md      which rule put this file here

Exit codes: 0 done, 1 an error (for apply: any target failed or was blocked), 2 with --detailed-exitcode: changes are pending.
`,
    );
  addPlan(program, terminal, ended);
  addApply(program, terminal, ended);
  addUndo(program, terminal, ended);
  addLooking(program, terminal, ended);
  addController(program, terminal, ended);
  addCompletion(program, terminal, ended);
  // Subcommands inherit neither of these two.
  for (const command of program.commands) command.exitOverride().showSuggestionAfterError(true);
  return program;
}

function addPlan(program: Command, terminal: Terminal, ended: Ended): void {
  const command = program.command('plan').description('show what apply would do; writes nothing, starts no git');
  addGuards(addSelection(addCommon(command)))
    .addOption(
      new Option('--format <format>', 'how to show it').choices(['text', 'json', 'markdown', 'diff']).default('text'),
    )
    .option('--out <file>', 'keep the plan, for `reconcile apply --plan`')
    .option('--detailed-exitcode', 'exit with 2 when changes are pending')
    .addHelpText(
      'after',
      `
Examples:
  reconcile plan                              everything, one line a file, diffs below
  reconcile plan n8n_dev 'nautilus*'          two targets, by name and by glob
  reconcile plan --select language=python     by label
  reconcile plan . --format diff | git apply --check    the repository you are in, as a git patch
  reconcile plan --out plan.json && reconcile apply --plan plan.json

Signs: + create  ~ update  - delete  = adopt (already exactly right)  x forget  ! conflict (left alone)
`,
    )
    .action(async (names, options) =>
      ended(await (await import('./commands/plan.ts')).planCommand(terminal, names, options)),
    );
}

function addApply(program: Command, terminal: Terminal, ended: Ended): void {
  const command = program.command('apply').description('plan, ask, then do exactly that and commit it');
  addGuards(addSelection(addCommon(command)))
    .option('--plan <file>', 'do exactly this saved plan, or refuse; does not ask')
    .option('-y, --yes', 'do not ask')
    .option('--fail-fast', 'try no further target after the first that fails')
    .addOption(new Option('--format <format>', 'how to show the result').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Examples:
  reconcile apply                       shows the plan, asks, applies, commits
  reconcile apply n8n_dev --yes         one repository, without asking
  reconcile apply --delivery write      writes the files and leaves committing to you
  reconcile apply --delivery branch     commits on a branch of its own; no worktree is touched

Only the planned paths are committed; what you have staged or changed stays as it is. What is replaced is kept: reconcile undo.
`,
    )
    .action(async (names, options) =>
      ended(await (await import('./commands/apply.ts')).applyCommand(terminal, names, options)),
    );
}

function addUndo(program: Command, terminal: Terminal, ended: Ended): void {
  addCommon(
    program
      .command('undo')
      .description('bring back every byte that a run replaced; commits become a new commit that reverts them'),
  )
    .argument('[run]', 'a run of `reconcile undo --list` (default: the last apply)')
    .option('-y, --yes', 'do not ask')
    .option('--list', 'list the runs')
    .addHelpText(
      'after',
      `
Examples:
  reconcile undo --list                       the runs, oldest first
  reconcile undo                              the last apply
  reconcile undo 20260131-142501-042-k7f2 --yes   one run, without asking

A target in which any of the files has changed since is left alone as a whole, and said so.
`,
    )
    .action(async (run, options) =>
      ended(await (await import('./commands/undo.ts')).undoCommand(terminal, run, options)),
    );
}

function addLooking(program: Command, terminal: Terminal, ended: Ended): void {
  addSelection(
    addCommon(program.command('status').description('what the controller last saw of each target, and since when')),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  reconcile status          one line a target\n  reconcile status -v       every condition of each\n  reconcile status --json   for programs\n',
    )
    .action(async (names, options) =>
      ended(await (await import('./commands/status.ts')).statusCommand(terminal, names, options)),
    );
  addCommon(
    program
      .command('validate')
      .description('check canonical.yaml, the library and every template, without looking at any target'),
  )
    .option('--strict', 'exit with 1 also for findings of high severity')
    .addHelpText(
      'after',
      '\nExamples:\n  reconcile validate                  all errors at once, with line and column\n  reconcile validate --strict --json  for CI\n',
    )
    .action(async (options) =>
      ended(await (await import('./commands/validate.ts')).validateCommand(terminal, options)),
    );
  addCommon(program.command('why').description('which rule put something here: selection, layer, file of the library'))
    .usage('[target] <path> [options]')
    .argument(
      '<words...>',
      'a path, or a target and a path in it; also a folder, or an address like .claude/settings.json#/env/X',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  reconcile why .claude/commands/tdd/cycle.md       in the repository you are in, or in every target\n  reconcile why n8n_dev CLAUDE.md                   in one target\n  reconcile why n8n_dev .claude/settings.json       every field of ours in it\n',
    )
    .action(async (words, options) =>
      ended(await (await import('./commands/why.ts')).whyCommand(terminal, words, options)),
    );
}

function addController(program: Command, terminal: Terminal, ended: Ended): void {
  addSelection(
    addCommon(program.command('controller').description('reconcile on a schedule, until it is asked to stop')),
  )
    .option('--once', 'look at every target once and end: for cron and CI')
    .addOption(
      new Option('--mode <mode>', 'plan: only look; apply: repair (default: as canonical.yaml says)').choices([
        'off',
        'plan',
        'apply',
      ]),
    )
    .option('--detailed-exitcode', 'with --once: exit with 2 when a target differs')
    .addHelpText(
      'after',
      `
Examples:
  reconcile controller                      the schedule and mode of canonical.yaml
  reconcile controller --mode apply         repair what drifts
  reconcile controller --once --mode plan   one look, then its result; for cron and CI

SIGTERM or Ctrl-C finishes what is in hand and ends; a second one ends at once. See also: reconcile status.
`,
    )
    .action(async (names, options) =>
      ended(await (await import('./commands/controller.ts')).controllerCommand(terminal, names, options)),
    );
}

function addCompletion(program: Command, terminal: Terminal, ended: Ended): void {
  program
    .command('completion')
    .description('print a completion script')
    .argument('<shell>', 'bash, zsh or fish')
    .addHelpText(
      'after',
      '\nExamples:\n  source <(reconcile completion bash)     in ~/.bashrc\n  source <(reconcile completion zsh)      in ~/.zshrc\n  reconcile completion fish | source      in config.fish\n',
    )
    .action(async (shell) => ended((await import('./commands/completion.ts')).completionCommand(terminal, shell)));
  program
    .command('complete-words', { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .action(async (words) => ended((await import('./commands/completion.ts')).completeWords(terminal, program, words)));
}
