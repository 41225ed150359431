import { isObject, type JsonObject } from '../../values/json.ts';
import type { RelPath } from '../../values/paths.ts';
import type { Told, TreeCheck } from '../check.ts';
import { type CommandLine, commandLineOf, type ScriptNamed, scriptOf } from '../commandLine.ts';
import { wiredIn } from '../handlers.ts';
import { at } from '../position.ts';
import { objectIn, type ReadFile, type ReadTree } from '../reading.ts';
import { isProjectSettings } from '../tree.ts';

/** What hooks and the status line run: a script that is not there, or cannot be started, is no word to anybody. */
export const hookScripts: TreeCheck = {
  of: 'tree',
  find: (tree) =>
    tree
      .of('settings')
      .flatMap((file) => runsOf(file).flatMap((run) => [...scriptFaults(tree, run), ...wordFaults(run)])),
};

interface Run {
  readonly file: ReadFile;
  readonly keys: readonly (string | number)[];
  readonly what: string;
  /** What comes of a script that does not run. */
  readonly effect: string;
  readonly line: CommandLine;
}

function runsOf(file: ReadFile): Run[] {
  const runs: Run[] = [];
  const take = (handler: JsonObject, keys: readonly (string | number)[], what: string, effect: string): void => {
    const line = commandLineOf(handler);
    if (line !== undefined) runs.push({ file, keys, what, effect, line });
  };
  for (const { event, handler, keys } of wiredIn(file)) {
    const effect =
      handler['onFailure'] === 'block'
        ? 'Claude Code blocks every such action ("onFailure": "block").'
        : 'Claude Code goes on as if there were no hook.';
    take(handler, keys, `The hook of ${event}`, effect);
  }
  const line = objectIn(file)?.['statusLine'];
  if (isObject(line)) take(line, ['statusLine'], 'The status line', 'Claude Code shows none.');
  return runs;
}

function scriptFaults(tree: ReadTree, run: Run): Told[] {
  const script = scriptOf(run.line);
  if (script === undefined) return [];
  const where = at(run.file, run.keys);
  if (script.place === 'absolute' || script.place === 'home') return foreign(tree, run, script, where);
  const told: Told[] = [];
  if (script.place === 'relative' && tree.tree.kind === 'repository') {
    const wrong = `${run.what} names its script by a relative path, ${script.path}.`;
    const effect = 'Claude Code starts it where the session is; after a cd it is not found, and the action goes on.';
    const remedy = `Write \${CLAUDE_PROJECT_DIR}/${script.path}.`;
    told.push({ check: 'hook-path-relative', severity: 'medium', ...where, wrong, effect, remedy });
  }
  return [...told, ...presence(tree, run, script, where)];
}

function presence(tree: ReadTree, run: Run, script: ScriptNamed, where: Pick<Told, 'path'>): Told[] {
  if (tree.tree.kind !== 'repository' || script.path.split('/').includes('..')) return [];
  // The settings of a folder are used where the client was started there, and then that folder is the project.
  const file = tree.tree.files.get(`${run.file.base}${script.path}` as RelPath);
  const { effect } = run;
  if (file === undefined) {
    const certain = tree.tree.complete;
    if (!certain && !script.path.startsWith('.claude/')) return [];
    const wrong = `${run.what} runs ${script.path}, which is not ${certain ? 'there' : 'delivered with it'}.`;
    const remedy = 'Add the script, or take the handler out.';
    return [{ check: 'hook-script-missing', severity: certain ? 'high' : 'medium', ...where, wrong, effect, remedy }];
  }
  if (!script.itself || file.mode === '100755') return [];
  const wrong = `${run.what} starts ${script.path} by itself, and it is not executable.`;
  const remedy = 'Set its executable bit, or start it by its interpreter.';
  return [{ check: 'hook-script-not-executable', severity: 'high', ...where, wrong, effect, remedy }];
}

/** A path that is there on one machine only, in settings that everybody gets. */
function foreign(tree: ReadTree, run: Run, { path }: ScriptNamed, where: Pick<Told, 'path'>): Told[] {
  const ofSomebody = /^\/(?:home|Users)\/[^/]+\//.test(path);
  if (!ofSomebody || tree.tree.kind !== 'repository' || !isProjectSettings(run.file.path)) return [];
  const wrong = `${run.what} runs ${path}, in somebody's home.`;
  const remedy = 'Keep the script in the repository, or the handler in settings.local.json.';
  const { effect } = run;
  return [{ check: 'hook-path-of-one-machine', severity: 'medium', ...where, wrong, effect, remedy }];
}

function wordFaults({ file, keys, what, line, effect }: Run): Told[] {
  const where = at(file, keys);
  if (line.form === 'shell') {
    const word = line.words.find(({ text, bare }) => bare && text.includes('CLAUDE_PROJECT_DIR'));
    if (word === undefined) return [];
    const wrong = `${what} has $CLAUDE_PROJECT_DIR outside of quotes.`;
    const remedy = `Write "${word.text}" in quotes, or give the words as "args".`;
    const breaks = 'In a folder with a space in its path the script is not found.';
    return [{ check: 'hook-variable-unquoted', severity: 'low', ...where, wrong, effect: breaks, remedy }];
  }
  const literal = line.words.find(({ text }) => /\$(?:[A-Za-z_]|\{(?!CLAUDE_)[A-Za-z_])|^~\//.test(text));
  if (literal === undefined) return [];
  const wrong = `${what} has the word ${literal.text}, and "args": there is no shell.`;
  const taken = `Only \${CLAUDE_PROJECT_DIR}, in braces, is replaced there. ${effect}`;
  const remedy = `Write \${CLAUDE_PROJECT_DIR} in braces, or a command line without "args".`;
  return [{ check: 'hook-variable-literal', severity: 'high', ...where, wrong, effect: taken, remedy }];
}
