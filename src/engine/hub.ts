import { createHash } from 'node:crypto';
import type { Canonical } from '../core/canonical/canonical.ts';
import { parseCanonical } from '../core/canonical/parse.ts';
import { deliveredNowhere } from '../core/desired/findings.ts';
import type { Library, LibraryFile } from '../core/desired/library.ts';
import type { Hub } from '../core/desired/render.ts';
import type { Finding } from '../core/findings/finding.ts';
import { byText } from '../core/values/address.ts';
import { bytesOf, textOf } from '../core/values/content.ts';
import { type AbsPath, absolute, baseName, join, parentOf, type RelPath } from '../core/values/paths.ts';
import { InputError, placeText } from '../core/values/problem.ts';
import type { Revision } from '../core/values/target.ts';
import { isTemporary } from '../core/values/temporary.ts';
import { type Book, readBook } from './settled/book.ts';
import { BUILD } from './settled/build.ts';
import type { Proof } from './settled/proof.ts';
import { modeOf } from './source.ts';
import type { Readers } from './world.ts';

/** The single source of truth, loaded. */
export interface LoadedHub extends Hub {
  readonly root: AbsPath;
  readonly file: AbsPath;
  readonly revision: Revision;
  readonly findings: readonly Finding[];
  /** What this machine remembers of it, brought up to date. */
  readonly book: Book;
}

const LIBRARY = 'desired-state';

const NO_PROOFS: ReadonlyMap<string, Proof> = new Map();

/**
 * Finds canonical.yaml: in `from` or a folder above it, then `$RECONCILE_CONFIG`, then `~/.claude`.
 * @throws InputError when there is none
 */
export function findConfig(world: Readers, from: AbsPath, given: AbsPath | undefined): AbsPath {
  const file = findConfigIfAny(world, from, given);
  if (file !== undefined) return file;
  const message = 'there is none here or in a folder above, RECONCILE_CONFIG is not set, and ~/.claude has none.';
  throw new InputError([
    { place: { file: 'canonical.yaml' }, severity: 'error', message, remedy: 'Give it with --config FILE.' },
  ]);
}

/** As findConfig, for what can do without: undefined when there is none. */
export function findConfigIfAny(world: Readers, from: AbsPath, given: AbsPath | undefined): AbsPath | undefined {
  if (given !== undefined) return given;
  for (let folder = from; ; folder = parentOf(folder)) {
    const file = join(folder, 'canonical.yaml' as RelPath);
    if (world.disk.kind(file) === 'file' || world.disk.kind(file) === 'link') return file;
    if (folder === '/') break;
  }
  const configured = world.env['RECONCILE_CONFIG'];
  if (configured !== undefined && configured !== '') return absolute(configured, from, world.home);
  const fallback = `${world.home}/.claude/canonical.yaml` as AbsPath;
  return world.disk.kind(fallback) === 'absent' ? undefined : fallback;
}

/** Loads canonical.yaml and the library beside it. @throws InputError with everything that is wrong, DiskError */
export function loadHub(world: Readers, file: AbsPath, lenient: boolean): LoadedHub {
  const real = world.disk.realPath(file) ?? file;
  const root = parentOf(real);
  const book = BUILD === undefined ? undefined : readBook(world.disk, world.stateDir, real);
  const read = readCanonical(world, real, root, lenient, book);
  const { canonical } = read;
  const findings = findingsOf(canonical);
  const library = readLibrary(world, join(root, LIBRARY as RelPath), findings);
  const opened = world.git.open(root);
  const revision = (opened.kind === 'repository' ? (opened.state.head ?? 'uncommitted') : 'uncommitted') as Revision;
  const sharedHooks = new Set(canonical.hooksShared === undefined ? [] : world.disk.list(canonical.hooksShared));
  const digest = digestOf(read.canonicalDigest, library, sharedHooks);
  const proofs = book?.digest === digest ? book.proofs : NO_PROOFS;
  const loaded: Book = { ...read, digest, proofs };
  return { root, file: real, canonical, library, revision, findings, sharedHooks, libraryName: LIBRARY, book: loaded };
}

/** What of a hub is to be thought different. */
export interface HubEdit {
  /** Another text of canonical.yaml. */
  readonly text?: string;
  readonly library?: Library;
}

/** The hub as it would be after an edit; nothing is written. @throws InputError with everything that is wrong with the text */
export function editedHub(world: Readers, hub: LoadedHub, edit: HubEdit, lenient: boolean): LoadedHub {
  const { text, library = hub.library } = edit;
  const read = text === undefined ? hub.book : parsed(world, hub.file, hub.root, lenient, bytesOf(text), undefined);
  const links = hub.findings.filter((finding) => finding.check === 'library-link');
  const digest = digestOf(read.canonicalDigest, library, hub.sharedHooks);
  const book: Book = { ...read, digest, proofs: NO_PROOFS };
  return { ...hub, canonical: read.canonical, library, findings: [...findingsOf(read.canonical), ...links], book };
}

function findingsOf(canonical: Canonical): Finding[] {
  const findings = canonical.warnings.map((warning): Finding => {
    const message = warning.remedy === undefined ? warning.message : `${warning.message} ${warning.remedy}`;
    return { severity: 'low', check: 'canonical-warning', message, place: placeText(warning.place), fixable: false };
  });
  return [...findings, ...deliveredNowhere(canonical)];
}

/** Reads canonical.yaml, or takes what the book has of it when it was read from just the same. @throws InputError */
function readCanonical(
  world: Readers,
  file: AbsPath,
  hub: AbsPath,
  lenient: boolean,
  book: Book | undefined,
): Omit<Book, 'digest' | 'proofs'> {
  const node = world.disk.read(file);
  const name = baseName(file);
  if (node.kind !== 'file') {
    const message = node.kind === 'absent' ? `there is no such file: ${file}.` : `is not a file: ${file}.`;
    throw new InputError([
      { place: { file: name }, severity: 'error', message, remedy: 'Give canonical.yaml with --config FILE.' },
    ]);
  }
  return parsed(world, file, hub, lenient, node.bytes, book);
}

function parsed(
  world: Readers,
  file: AbsPath,
  hub: AbsPath,
  lenient: boolean,
  bytes: Uint8Array,
  book: Book | undefined,
): Omit<Book, 'digest' | 'proofs'> {
  const digest = (variables: readonly string[]): string => {
    const values = variables.map((variable) => [variable, world.env[variable] ?? null]);
    const surroundings = JSON.stringify([BUILD ?? null, file, world.home, lenient, values]);
    return createHash('sha256').update(surroundings).update(bytes).digest('hex');
  };
  if (book !== undefined && digest(book.variables) === book.canonicalDigest) return book;
  const { env, asked } = noted(world.env);
  const read = parseCanonical(textOf(bytes), { file: baseName(file), hub, home: world.home, env, lenient });
  if ('problems' in read) throw new InputError(read.problems);
  const variables = [...asked].sort(byText);
  return { variables, canonicalDigest: digest(variables), canonical: read.canonical };
}

type Environment = Readers['env'];

/** The environment, with the names of the variables that were asked for. */
function noted(env: Environment): { env: Environment; asked: ReadonlySet<string> } {
  const asked = new Set<string>();
  const get = (variables: Environment, name: string): string | undefined => {
    asked.add(name);
    return variables[name];
  };
  return { env: new Proxy(env, { get: (variables, name) => get(variables, String(name)) }), asked };
}

/** Of all that the desired states follow from. */
function digestOf(canonicalDigest: string, library: Library, sharedHooks: ReadonlySet<string>): string {
  const hash = createHash('sha256').update(JSON.stringify([canonicalDigest, [...sharedHooks]]));
  for (const { path, mode, content } of library.values()) {
    hash.update(JSON.stringify([path, mode, content.length])).update(content);
  }
  return hash.digest('hex');
}

function readLibrary(world: Readers, root: AbsPath, findings: Finding[]): Library {
  const library = new Map<RelPath, LibraryFile>();
  if (world.disk.kind(root) === 'absent') return library;
  for (const path of world.lister.files(root)) {
    if (isTemporary(path)) continue;
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
