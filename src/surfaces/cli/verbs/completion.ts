import type { Command } from 'commander';
import type { Ended, Terminal } from '../terminal.ts';

export function addCompletion(program: Command, terminal: Terminal, ended: Ended): void {
  program
    .command('completion')
    .description('print a completion script')
    .argument('<shell>', 'bash, zsh or fish')
    .addHelpText(
      'after',
      '\nExamples:\n  source <(reconcile completion bash)     in ~/.bashrc\n  source <(reconcile completion zsh)      in ~/.zshrc\n  reconcile completion fish | source      in config.fish\n',
    )
    .action(async (shell) => ended((await import('../commands/completion.ts')).completionCommand(terminal, shell)));
  program
    .command('complete-words', { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .action(async (words) =>
      ended((await import('../commands/completion.ts')).completeWords(terminal, program, words)),
    );
}
