import { textAt } from './line.ts';

const PATHS = ['file_path', 'notebook_path', 'path'] as const;
const MAX_PATH = 300;
// A command's first word is a program, and no secret: it has no `=` and no `:`.
const PROGRAM = /^\s*([A-Za-z][\w.+-]{0,40})(?=\s|$)/;

/**
 * What a call was asked, as JSON, told so that nothing secret can be in it: paths relative to the session's folder, and the first word of
 * a command. Contents, patterns, addresses and the rest of a command stay where they are.
 */
export function paramsOf(input: Readonly<Record<string, unknown>>, folder: string | undefined): string {
  const params: Record<string, string> = {};
  for (const key of PATHS) {
    const path = textAt(input, key);
    if (path !== undefined) params[key] = shortPath(path, folder).slice(0, MAX_PATH);
  }
  const program = PROGRAM.exec(textAt(input, 'command') ?? '')?.[1];
  if (program !== undefined) params['program'] = program;
  const agent = textAt(input, 'subagent_type');
  if (agent !== undefined) params['subagent_type'] = agent.slice(0, 100);
  return JSON.stringify(params);
}

function shortPath(path: string, folder: string | undefined): string {
  if (folder !== undefined && path.startsWith(`${folder}/`)) return path.slice(folder.length + 1);
  return path;
}

/** How a call ended. The client writes what the person did in these words. */
export function outcomeOf(failed: boolean, text: string): 'ok' | 'error' | 'denied' | 'interrupted' {
  if (!failed) return 'ok';
  if (/^\[?Request interrupted by user/.test(text)) return 'interrupted';
  return /^(The user doesn't want to (proceed with|take) this|Permission to use \S+ (with|has been denied)|Claude requested permissions )/.test(
    text,
  )
    ? 'denied'
    : 'error';
}
