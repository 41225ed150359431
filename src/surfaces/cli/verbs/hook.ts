import type { Command } from 'commander';
import { addCommon } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';

export function addHook(program: Command, terminal: Terminal, ended: Ended): void {
  const hook = program
    .command('hook')
    .description('the hooks of the library: which there are, where they are wired, what one says to an event');
  addCommon(hook.command('list').description('the hooks of the library, with their events, matchers and targets'))
    .addHelpText('after', '\nExamples:\n  reconcile hook list\n  reconcile hook list --json\n')
    .action(async (options) => ended((await import('../commands/hookList.ts')).hookListCommand(terminal, options)));
  addCommon(hook.command('test').description('run one hook on an event as Claude Code would, and explain what it says'))
    .argument('<hook>', 'its name, with or without its ending')
    .option('--event <file>', 'the event as JSON; - is standard input')
    .option('--sample <event>', 'make up an event of this name (default: the first that the hook is wired to)')
    .option('--tool <name>', 'the tool of a made-up event')
    .option('--command <line>', 'the command line of a made-up event')
    .option('--file <path>', 'the file of a made-up event')
    .option('--prompt <text>', 'the prompt of a made-up event')
    .option('--target <name>', 'as in a session in this target (default: the one that you are in)')
    .addHelpText(
      'after',
      `
It is the script of the library that runs, with the settings of the target, in a state folder of its own: your metrics stay as they
are. What a hook does to files it does: auto-format formats the file that you name.

Examples:
  reconcile hook test git-safety-check --command 'git push -f'
  reconcile hook test tdd-guard-check --file src/pay.py
  reconcile hook test context-preservation --sample SessionStart
  reconcile hook test dora-tracker --event event.json --json
`,
    )
    .action(async (name, options) =>
      ended(await (await import('../commands/hookTest.ts')).hookTestCommand(terminal, name, options)),
    );
}
