import { chmodSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type HookEvent, textField } from '../common/event.ts';
import { findRepository } from '../common/git.ts';
import type { HookResult } from '../common/result.ts';
import type { HookWorld } from '../common/world.ts';
import { gitOutput } from '../dora/git-output.ts';
import { chooseFormatter } from './choose.ts';
import { projectFiles } from './project-files.ts';
import { type Reformatted, reformat } from './reformat.ts';
import { runFormatter } from './run-formatter.ts';
import { isSkippedPath, isSkippedText } from './skip.ts';
import { touchedLines } from './touched.ts';

const TIMEOUT_MS = 8000;
const MAX_FILE_BYTES = 1024 * 1024;
const MAX_SHOWN_LINES = 40;

/** Formats what an edit wrote, with the formatter of the file's own project, and tells the model if the file changed. */
export async function formatAfterEdit(event: HookEvent, world: HookWorld): Promise<HookResult | undefined> {
  const named = textField(event.tool_input, 'file_path');
  if (event.hook_event_name !== 'PostToolUse' || named === undefined) return undefined;
  const file = resolve(world.cwd, named);
  const root = rootOf(file, world);
  if (root === undefined) return undefined;
  const path = relative(root, file).split(sep).join('/');
  if (isSkippedPath(path) || !isPlainFile(file)) return undefined;
  const formatter = chooseFormatter(file, root, projectFiles(world.env.PATH));
  if (!formatter || (await isLeftAlone(root, path))) return undefined;
  const before = readFileSync(file);
  const text = before.toString('utf8');
  // What is no UTF-8 would not come back as it was.
  if (isSkippedText(text) || !Buffer.from(text).equals(before)) return undefined;
  const touched = touchedLines(event.tool_input, event.tool_response, text);
  const result = await reformat(text, touched, (input) => runFormatter(formatter, input, TIMEOUT_MS));
  if (!result || !replaceUnchanged(file, before, result.text)) return undefined;
  return { modified: true, additionalContext: note(path, formatter.name, result) };
}

/** The project's top folder, where the file is in the session's project or in the repository it works in now. */
function rootOf(file: string, world: HookWorld): string | undefined {
  const own = findRepository(dirname(file))?.root;
  // A formatter runs the project's own code: only where the session works, not wherever a file happens to be.
  const trusted = [world.projectDir, world.cwd].map((folder) => findRepository(folder)?.root ?? folder);
  if (own !== undefined) return trusted.some((folder) => own === folder || isInside(own, folder)) ? own : undefined;
  return isInside(file, world.projectDir) ? world.projectDir : undefined;
}

function isInside(path: string, folder: string): boolean {
  const inner = relative(folder, path);
  return inner !== '' && !inner.startsWith('..') && !isAbsolute(inner);
}

/** A link is never written through; a longer file is data. */
function isPlainFile(file: string): boolean {
  try {
    const status = lstatSync(file);
    return status.isFile() && status.size <= MAX_FILE_BYTES;
  } catch {
    return false;
  }
}

/** Whether git ignores the file, or its attributes say that it is generated or vendored. */
async function isLeftAlone(root: string, path: string): Promise<boolean> {
  const [ignored, attributes] = await Promise.all([
    gitOutput(root, ['check-ignore', '-q', '--', path]),
    gitOutput(root, ['check-attr', 'linguist-generated', 'linguist-vendored', '--', path]),
  ]);
  // check-ignore fails for a file that is not ignored, and outside of a repository.
  return ignored !== undefined || /: linguist-(generated|vendored): (set|true)$/m.test(attributes ?? '');
}

/** Writes the text unless the file is no longer what was formatted; tells whether it did. */
function replaceUnchanged(file: string, before: Buffer, text: string): boolean {
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    chmodSync(temporary, lstatSync(file).mode & 0o7777);
    if (readFileSync(file).equals(before)) {
      renameSync(temporary, file);
      return true;
    }
  } finally {
    rmSync(temporary, { force: true });
  }
  return false;
}

function note(path: string, formatter: string, result: Reformatted): string {
  const places = result.lines.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
  const rest = result.whole ? '' : ' Lines that this edit did not touch were left as they were.';
  const head = `auto-format: ${formatter} reformatted ${path} after this edit (lines ${places}).${rest}`;
  const all = result.text.split('\n');
  const shown = result.lines.flatMap(({ first, last }) => all.slice(first - 1, last));
  if (shown.length > MAX_SHOWN_LINES) return head;
  return `${head} They now read:\n${shown.join('\n')}`.slice(0, 4000);
}
