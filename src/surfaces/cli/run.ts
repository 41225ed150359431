import { CommanderError } from 'commander';
import { InputError, problemText } from '../../core/values/problem.ts';
import { DiskError } from '../../ports/disk.ts';
import { GitError } from '../../ports/git.ts';
import { StoreError } from '../../ports/metrics.ts';
import { SpoolError } from '../../ports/spool.ts';
import { buildProgram } from './program.ts';
import type { Terminal } from './terminal.ts';

/**
 * Runs one command line.
 * @param argv the words after the program's name
 * @returns the exit code: 0 done, 1 an error, 2 changes are pending (only with --detailed-exitcode)
 */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0;
  const program = buildProgram(terminal, (ended) => {
    code = ended;
  });
  try {
    if (argv.length === 0) {
      terminal.out.write(program.helpInformation());
      return 0;
    }
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    // Help and version are not errors; commander has said what is wrong with the words.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    tell(terminal, error, argv.includes('-v') || argv.includes('--verbose'));
    return 1;
  }
}

function tell(terminal: Terminal, error: unknown, verbose: boolean): void {
  if (error instanceof InputError) {
    for (const problem of error.problems) terminal.err.write(`${problemText(problem)}\n`);
    return;
  }
  if (isOutside(error)) {
    terminal.err.write(`${error.message}\n`);
    return;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  terminal.err.write(verbose ? `${stack}\n` : `unexpected: ${message}. Run it again with -v for the details.\n`);
}

/** Something outside the program failed, and its error says all that there is to say. */
function isOutside(error: unknown): error is Error {
  return [DiskError, GitError, SpoolError, StoreError].some((kind) => error instanceof kind);
}
