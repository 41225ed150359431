import { nodeProcess } from './common/process.ts';
import { makeWorld } from './common/world.ts';
import { branchOf, parseStatusInput, recordStatus, statusText } from './summary/status-line.ts';

const host = nodeProcess();

/** A status line has no way to say what went wrong; a plain one is better than none. */
function readInput(): string {
  try {
    return host.readStdin();
  } catch {
    return '';
  }
}

const input = parseStatusInput(readInput());
host.write(`${statusText(input, branchOf(input.folder))}\n`);
try {
  // A status line is not promised the variable that hooks have; its input says the same.
  const env = { ...host.env, CLAUDE_PROJECT_DIR: host.env.CLAUDE_PROJECT_DIR ?? input.projectFolder };
  const surroundings = { env, cwd: host.cwd, now: () => host.now() };
  recordStatus(input, makeWorld(surroundings, input.folder === undefined ? {} : { cwd: input.folder }));
} catch {
  // No state folder or a full disk: the line is out already.
}
