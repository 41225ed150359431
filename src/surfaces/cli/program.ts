import { Command } from 'commander';
import type { Ended, Terminal } from './terminal.ts';
import { addApply } from './verbs/apply.ts';
import { addAudit } from './verbs/audit.ts';
import { addCompletion } from './verbs/completion.ts';
import { addController } from './verbs/controller.ts';
import { addDoctor } from './verbs/doctor.ts';
import { addDrift } from './verbs/drift.ts';
import { addExplain } from './verbs/explain.ts';
import { addHealth } from './verbs/health.ts';
import { addHook } from './verbs/hook.ts';
import { addImport } from './verbs/import.ts';
import { addInit } from './verbs/init.ts';
import { addMetrics } from './verbs/metrics.ts';
import { addNew } from './verbs/new.ts';
import { addPlan } from './verbs/plan.ts';
import { addPromote } from './verbs/promote.ts';
import { addAdopt, addForget } from './verbs/settle.ts';
import { addStatus } from './verbs/status.ts';
import { addUndo } from './verbs/undo.ts';
import { addValidate } from './verbs/validate.ts';
import { addWhy } from './verbs/why.ts';

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
  reconcile drift                 what is off in every target, where, and what to do about it
  reconcile undo                  brings back every byte of the last apply
  reconcile why .claude/x.md      which rule put this file here

Exit codes: 0 done, 1 an error (for apply: any target failed or was blocked), 2 for drift: something is off; for plan with --detailed-exitcode: changes are pending.
`,
    );
  addPlan(program, terminal, ended);
  addApply(program, terminal, ended);
  addUndo(program, terminal, ended);
  addDrift(program, terminal, ended);
  addHealth(program, terminal, ended);
  addAudit(program, terminal, ended);
  addDoctor(program, terminal, ended);
  addStatus(program, terminal, ended);
  addValidate(program, terminal, ended);
  addWhy(program, terminal, ended);
  addImport(program, terminal, ended);
  addInit(program, terminal, ended);
  addNew(program, terminal, ended);
  addPromote(program, terminal, ended);
  addAdopt(program, terminal, ended);
  addForget(program, terminal, ended);
  addController(program, terminal, ended);
  addHook(program, terminal, ended);
  addExplain(program, terminal, ended);
  addMetrics(program, terminal, ended);
  addCompletion(program, terminal, ended);
  // Subcommands inherit neither of these two.
  for (const command of program.commands) {
    for (const one of [command, ...command.commands]) one.exitOverride().showSuggestionAfterError(true);
  }
  return program;
}
