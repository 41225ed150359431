import { type AbsPath, join, parentOf, type RelPath } from '../../../core/values/paths.ts';
import { InputError } from '../../../core/values/problem.ts';
import { importJson } from '../../../core/views/importJson.ts';
import { importText } from '../../../core/views/importText.ts';
import { isInRepository } from '../../../engine/around.ts';
import { withFleet } from '../../../engine/fleet.ts';
import { findConfig, loadHub } from '../../../engine/hub.ts';
import { textOfHub } from '../../../engine/hubChange.ts';
import { filesToWrite } from '../../../engine/import/hubFiles.ts';
import { type ImportRequest, prepareImport } from '../../../engine/import/prepare.ts';
import { reportOf } from '../../../engine/import/report.ts';
import { writeImport } from '../../../engine/import/write.ts';
import type { Readers } from '../../../engine/world.ts';
import { type CommonOptions, pathFrom, usesColor } from '../common.ts';
import type { Terminal } from '../terminal.ts';

export interface ImportCommandOptions extends CommonOptions {
  readonly into?: string;
  readonly home?: true;
  readonly dryRun?: true;
}

/** `reconcile import`: makes a hub from trees that are there, or adds them to one. @returns the exit code */
export async function importCommand(
  terminal: Terminal,
  repositories: readonly string[],
  options: ImportCommandOptions,
): Promise<number> {
  if (repositories.length === 0 && options.home !== true)
    throw wrong('import', 'nothing to import.', 'Name repositories, or give --home.');
  const readers = terminal.parts.readers();
  const prepared = prepareImport(readers, requestOf(terminal, readers, repositories, options));
  const files = prepared.wanted.candidates.length === 0 ? [] : filesToWrite(readers.disk, prepared);
  const dryRun = options.dryRun === true;
  if (!dryRun && files.length > 0) {
    const log = terminal.parts.log((text) => terminal.err.write(text), 'warn');
    await withFleet(await terminal.parts.world(log), prepared.request, 'import', (fleet) =>
      writeImport(fleet, prepared, files),
    );
  }
  const report = reportOf(prepared, files, dryRun);
  if (options.json === true) terminal.out.write(importJson(report));
  else
    terminal.out.write(
      importText(report, {
        home: terminal.home,
        color: usesColor(terminal, options),
        verbose: options.verbose === true,
        quiet: options.quiet === true,
        inRepository: isInRepository(readers.disk, prepared.request.into),
      }),
    );
  return 0;
}

/** @throws InputError when there is no hub, and none is named */
function requestOf(
  terminal: Terminal,
  readers: Readers,
  repositories: readonly string[],
  options: ImportCommandOptions,
): ImportRequest {
  const roots = repositories.map((text) => pathFrom(terminal, text));
  const common = { roots, withHome: options.home === true, lenient: options.lenient === true };
  const file = configOf(terminal, readers, options);
  if (readers.disk.kind(file) === 'absent') {
    if (options.config !== undefined)
      throw wrong(options.config, 'there is no such file.', 'Name the folder of a new hub with --into.');
    return { ...common, into: parentOf(file), file };
  }
  const loaded = loadHub(readers, file, common.lenient);
  return { ...common, into: loaded.root, file: loaded.file, hub: { loaded, text: textOfHub(readers, loaded) } };
}

function configOf(terminal: Terminal, readers: Readers, options: ImportCommandOptions): AbsPath {
  if (options.into !== undefined && options.config !== undefined)
    throw wrong('import', '--into and --config both name the hub.', 'Give one of them.');
  if (options.into !== undefined) {
    const into = pathFrom(terminal, options.into);
    const kind = readers.disk.kind(readers.disk.realPath(into) ?? into);
    if (kind !== 'absent' && kind !== 'directory')
      throw wrong(options.into, 'is not a folder.', 'Name the folder of the hub, which need not be there yet.');
    return join(readers.disk.realPath(into) ?? into, 'canonical.yaml' as RelPath);
  }
  if (options.config !== undefined) return pathFrom(terminal, options.config);
  try {
    return findConfig(readers, terminal.cwd, undefined);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw wrong('import', 'there is no hub here or above to import into.', 'Say where to make one: --into FOLDER.');
  }
}

function wrong(file: string, message: string, remedy: string): InputError {
  return new InputError([{ place: { file }, severity: 'error', message, remedy }]);
}
