import type { Canonical } from '../core/canonical/canonical.ts';
import { parseCanonical } from '../core/canonical/parse.ts';
import { deliveredNowhere } from '../core/desired/findings.ts';
import type { Library, LibraryFile } from '../core/desired/library.ts';
import type { Hub } from '../core/desired/render.ts';
import type { Finding } from '../core/findings/finding.ts';
import { textOf } from '../core/values/content.ts';
import { type AbsPath, absolute, baseName, join, parentOf, type RelPath } from '../core/values/paths.ts';
import { InputError, placeText } from '../core/values/problem.ts';
import type { Revision } from '../core/values/target.ts';
import { modeOf } from './source.ts';
import type { Readers } from './world.ts';

/** The single source of truth, loaded. */
export interface LoadedHub extends Hub {
  readonly root: AbsPath;
  readonly file: AbsPath;
  readonly revision: Revision;
  readonly findings: readonly Finding[];
}

const LIBRARY = 'desired-state';

/**
 * Finds canonical.yaml: in `from` or a folder above it, then `$RECONCILE_CONFIG`, then `~/.claude`.
 * @throws InputError when there is none
 */
export function findConfig(world: Readers, from: AbsPath, given: AbsPath | undefined): AbsPath {
  if (given !== undefined) return given;
  for (let folder = from; ; folder = parentOf(folder)) {
    const file = join(folder, 'canonical.yaml' as RelPath);
    if (world.disk.kind(file) === 'file' || world.disk.kind(file) === 'link') return file;
    if (folder === '/') break;
  }
  const configured = world.env['RECONCILE_CONFIG'];
  if (configured !== undefined && configured !== '') return absolute(configured, from, world.home);
  const fallback = `${world.home}/.claude/canonical.yaml` as AbsPath;
  if (world.disk.kind(fallback) !== 'absent') return fallback;
  const message = 'there is none here or in a folder above, RECONCILE_CONFIG is not set, and ~/.claude has none.';
  throw new InputError([
    { place: { file: 'canonical.yaml' }, severity: 'error', message, remedy: 'Give it with --config FILE.' },
  ]);
}

/** Loads canonical.yaml and the library beside it. @throws InputError with everything that is wrong, DiskError */
export function loadHub(world: Readers, file: AbsPath, lenient: boolean): LoadedHub {
  const real = world.disk.realPath(file) ?? file;
  const root = parentOf(real);
  const canonical = readCanonical(world, real, root, lenient);
  const findings = canonical.warnings.map((warning): Finding => {
    const message = warning.remedy === undefined ? warning.message : `${warning.message} ${warning.remedy}`;
    return { severity: 'low', check: 'canonical-warning', message, place: placeText(warning.place), fixable: false };
  });
  findings.push(...deliveredNowhere(canonical));
  const library = readLibrary(world, join(root, LIBRARY as RelPath), findings);
  const opened = world.git.open(root);
  const revision = (opened.kind === 'repository' ? (opened.state.head ?? 'uncommitted') : 'uncommitted') as Revision;
  const sharedHooks = new Set(canonical.hooksShared === undefined ? [] : world.disk.list(canonical.hooksShared));
  return { root, file: real, canonical, library, revision, findings, sharedHooks, libraryName: LIBRARY };
}

function readCanonical(world: Readers, file: AbsPath, hub: AbsPath, lenient: boolean): Canonical {
  const node = world.disk.read(file);
  const name = baseName(file);
  if (node.kind !== 'file') {
    const message = node.kind === 'absent' ? `there is no such file: ${file}.` : `is not a file: ${file}.`;
    throw new InputError([
      { place: { file: name }, severity: 'error', message, remedy: 'Give canonical.yaml with --config FILE.' },
    ]);
  }
  const parsed = parseCanonical(textOf(node.bytes), { file: name, hub, home: world.home, env: world.env, lenient });
  if ('problems' in parsed) throw new InputError(parsed.problems);
  return parsed.canonical;
}

function readLibrary(world: Readers, root: AbsPath, findings: Finding[]): Library {
  const library = new Map<RelPath, LibraryFile>();
  if (world.disk.kind(root) === 'absent') return library;
  for (const path of world.lister.files(root)) {
    const node = world.disk.read(join(root, path));
    if (node.kind === 'file') library.set(path, { path, content: node.bytes, mode: modeOf(node.permissions) });
    else if (node.kind === 'link') {
      const message = 'is a link; only files are delivered. Replace it by what it points to.';
      findings.push({
        severity: 'medium',
        check: 'library-link',
        message,
        place: `${LIBRARY}/${path}`,
        fixable: false,
      });
    }
  }
  return library;
}
