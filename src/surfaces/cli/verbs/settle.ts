import { type Command, Option } from 'commander';
import { addCommon } from '../common.ts';
import type { Ended, Terminal } from '../terminal.ts';

export function addAdopt(program: Command, terminal: Terminal, ended: Ended): void {
  addCommon(program.command('adopt').description('take ownership of what stands where the library wants something'))
    .argument('<target>', 'the name of a target')
    .argument('<path>', 'a file in it')
    .addOption(
      new Option('--take <whose>', 'where the two differ: whose content it shall be').choices(['hub', 'target']),
    )
    .option('--dry-run', 'show what would be done; write nothing')
    .addHelpText(
      'after',
      `
Examples:
  reconcile adopt billing .claude/commands/review.md                 it is as wanted: it is recorded as ours
  reconcile adopt billing .claude/commands/review.md --take hub      the library's content; what is there is kept for undo
  reconcile adopt billing .claude/commands/review.md --take target   what is there goes into the library: reconcile promote

Only this path is settled; what else the plan of the target has is left to apply.
`,
    )
    .action(async (target, path, options) =>
      ended(await (await import('../commands/settle.ts')).adoptCommand(terminal, target, path, options)),
    );
}

export function addForget(program: Command, terminal: Terminal, ended: Ended): void {
  addCommon(program.command('forget').description('stop managing a file of one target: the file stays, and is theirs'))
    .argument('<target>', 'the name of a target')
    .argument('<path>', 'a file in it')
    .option('--dry-run', 'show what would be done; write nothing')
    .addHelpText(
      'after',
      `
Examples:
  reconcile forget billing .claude/commands/review.md

The path is added to \`exclude\` of the target in canonical.yaml, so that it does not come back. To manage it again, take it out there.
`,
    )
    .action(async (target, path, options) =>
      ended(await (await import('../commands/settle.ts')).forgetCommand(terminal, target, path, options)),
    );
}
