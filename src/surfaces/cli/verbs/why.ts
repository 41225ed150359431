import type { Command } from 'commander';
import { addCommon } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';

export function addWhy(program: Command, terminal: Terminal, ended: Ended): void {
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
      ended(await (await import('../commands/why.ts')).whyCommand(terminal, words, options)),
    );
}
