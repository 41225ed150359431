import type { JsonObject } from '../values/json.ts';
import type { RelPath } from '../values/paths.ts';
import type { Library, LibraryFile } from './library.ts';
import type { Layers } from './select.ts';

/** What starts a script, by its ending; anything else is started by itself and needs its executable bit. */
const INTERPRETERS: Readonly<Record<string, string>> = {
  '.mjs': 'node',
  '.cjs': 'node',
  '.js': 'node',
  '.py': 'python3',
  '.sh': 'bash',
};

const ENDINGS = ['', ...Object.keys(INTERPRETERS)];

/** The script of a hook in the library, in the nearest layer that has it; the ending may be left out. */
export function hookFile(library: Library, layers: Layers, name: string): LibraryFile | undefined {
  for (const layer of [...layers].reverse()) {
    for (const ending of ENDINGS) {
      const file = library.get(`${layer}hooks/${name}${ending}` as RelPath);
      if (file !== undefined) return file;
    }
  }
  return undefined;
}

/** The name of a hook's script in its `hooks/` folder, whichever layer it is from: `guard.py`, `checks/lint.sh`. */
export function scriptName(file: LibraryFile, layers: Layers): string {
  const layer = layers.findLast((candidate) => file.path.startsWith(`${candidate}hooks/`)) ?? '';
  return file.path.slice(`${layer}hooks/`.length);
}

/**
 * The handler that runs a script in exec form: no shell, so nothing to quote; only the braced `${CLAUDE_PROJECT_DIR}` is
 * replaced there (seen in Claude Code 2.1.330).
 * @param options further keys of the handler; its `args` come after the script
 */
export function handlerFor(script: string, options: JsonObject): JsonObject {
  const interpreter = INTERPRETERS[/\.[^./]+$/.exec(script)?.[0] ?? ''];
  const { args, ...rest } = options;
  const more = Array.isArray(args) ? args : [];
  const run =
    interpreter === undefined ? { command: script, args: more } : { command: interpreter, args: [script, ...more] };
  return { type: 'command', ...run, ...rest };
}
