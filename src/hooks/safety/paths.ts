import { posix } from 'node:path';
import { type Invocation, isKnown, UNKNOWN } from '../shell/invocation.ts';
import type { Place } from './place.ts';

/** What a path is to the person whose machine it is. */
export type PathKind =
  | 'nothing' // an empty word
  | 'unknown' // only the running shell knows it
  | 'root' // `/`, or everything in it
  | 'home' // the home folder, or everything in it
  | 'system' // what the machine needs to run
  | 'device'
  | 'above' // a folder that the working folder or the home lies in
  | 'repository' // the repository's or project's top folder, or everything in it
  | 'git' // the repository's own `.git`, or what it cannot be without
  | 'git-part' // something else in a `.git`
  | 'cwd' // the working folder itself, below the repository's top
  | 'inside' // in the working folder, the repository or the project
  | 'temp'
  | 'temp-root' // a folder for everybody's temporary files itself
  | 'remote' // on another machine
  | 'outside';

const SYSTEM =
  /^\/(?:bin|boot|cores|dev|etc|lib|lib32|lib64|libx32|lost\+found|opt|proc|root|run|sbin|snap|srv|sys|usr|var|nix|home|Users|Applications|Library|System|Volumes|private|mnt|media|Network|Windows|cygdrive)(?:\/|$)/i;
// What lies below these belongs to the system; below /home, /srv or /opt it may be anybody's.
const SYSTEM_INSIDE =
  /^\/(?:bin|boot|dev|etc|lib|lib32|lib64|libx32|proc|run|sbin|snap|sys|usr|nix|Library|System|Applications|private\/etc|var\/(?:lib|db|log|run|spool|cache)|Windows)(?:\/|$)/i;
const WINDOWS_DRIVE =
  /^(?:[A-Za-z]:[\\/]*|\/(?:mnt\/)?[a-z]\/?|[A-Za-z]:[\\/](?:Windows|Users|Program Files(?: \(x86\))?)[\\/]*)$/;
const DEVICE = /^\/dev\/(?!null$|zero$|full$|random$|urandom$|std(?:in|out|err)$|tty|fd\/|pts\/|shm(?:\/|$))/;
const GIT_HEART = /^(?:HEAD|config|index|packed-refs|objects|refs|logs|worktrees)(?:\/|$)/;
const EVERYTHING = /^(?:\*+|\.\*+|\.\[!?\^?\.\]\*|\.\?\?\*|\{\*,\.\*\}|\{\.\*,\*\}|\.)$/;

/** Says what a word of a command means as a path. `folder` is where relative paths start, when not at the command's own. */
export function pathKind(word: string, command: Invocation, place: Place, folder = command.cwd): PathKind {
  // Many rules ask about the same words.
  const kinds = known.get(command) ?? new Map<string, PathKind>();
  known.set(command, kinds);
  const key = `${folder}\0${word}`;
  const kind = kinds.get(key) ?? findKind(word, command, place, folder);
  kinds.set(key, kind);
  return kind;
}

const known = new WeakMap<Invocation, Map<string, PathKind>>();

function findKind(word: string, command: Invocation, place: Place, folder: string): PathKind {
  if (word === '') return 'nothing';
  if (WINDOWS_DRIVE.test(word)) return 'root';
  const plain = /^[A-Za-z]:[\\/]/.test(word) ? word.slice(2).replaceAll('\\', '/') : word;
  if (!isKnown(plain)) return partlyKnown(plain, command, place, folder);
  const absolute = plain.startsWith('/');
  if (command.remote && !absolute) return 'remote';
  if (!absolute && !isKnown(folder)) {
    // After a `cd` to nobody knows where: a name stays in there, everything does not.
    return EVERYTHING.test(plain) || plain.startsWith('..') ? 'unknown' : 'inside';
  }
  const { path, whole } = globBase(posix.normalize(absolute ? plain : `${folder}/${plain}`));
  return resolvedKind(path, whole, command.remote, place, command);
}

/** Where a variable is only a part: what stands before it may be enough to know. */
function partlyKnown(word: string, command: Invocation, place: Place, folder: string): PathKind {
  const head = word.slice(0, word.indexOf(UNKNOWN));
  const parent = head.slice(0, head.lastIndexOf('/') + 1);
  if (!/[^./]/.test(parent) || word.includes('..')) return 'unknown';
  const kind = pathKind(`${parent}x`, command, place, folder);
  return kind === 'temp' || kind === 'inside' || kind === 'remote' ? kind : 'unknown';
}

/** The path up to its first pattern; whether the pattern means everything there. */
function globBase(path: string): { path: string; whole: boolean } {
  const parts = trimmed(path).split('/');
  const first = parts.findIndex((part) => /[*?[{]/.test(part));
  if (first < 0) return { path: trimmed(path), whole: false };
  const rest = parts.slice(first);
  const base = parts.slice(0, first).join('/') || '/';
  if (rest.every((part) => EVERYTHING.test(part))) return { path: base, whole: true };
  const last = rest.at(-1) ?? '';
  // `**/.git` and `.g*` find what their last part says.
  return {
    path: trimmed(`${base === '/' ? '' : base}/${rest.length > 1 && rest[0] === '**' ? last : rest[0]}`),
    whole: false,
  };
}

function trimmed(path: string): string {
  const clean = path.length > 1 && path.endsWith('/') ? path.replace(/\/+$/, '') : path;
  if (!clean.startsWith('/private/')) return clean || '/';
  // macOS shows these folders under two names.
  return clean.replace(/^\/private\/(?=tmp(?:\/|$)|var\/folders(?:\/|$)|var\/tmp(?:\/|$))/, '/') || '/';
}

/** What the paths of a place are compared with, as `trimmed` gives them. */
interface Tops {
  readonly home: string;
  readonly cwd: string;
  readonly project: string;
  readonly temp: readonly string[];
}

const tops = new WeakMap<Place, Tops>();

function topsOf(place: Place): Tops {
  const found = tops.get(place) ?? {
    home: trimmed(place.home),
    cwd: trimmed(place.cwd),
    project: trimmed(place.projectDir),
    temp: place.tempDirs.map(trimmed),
  };
  tops.set(place, found);
  return found;
}

function resolvedKind(path: string, whole: boolean, remote: boolean, place: Place, command: Invocation): PathKind {
  const { home, cwd, project, temp } = topsOf(place);
  if (path === '/' || /^\/[^/]*[*?[]/.test(path)) return 'root';
  if (DEVICE.test(path)) return 'device';
  if (remote) return remoteKind(path, place);
  if (isHome(path, home)) return 'home';
  const repositories = [place.repository(command.cwd)?.root, place.repository(place.cwd)?.root]
    .filter(isThere)
    .map(trimmed);
  const projects = [...repositories, project];
  const git = gitKind(path, whole, projects, place, command);
  if (git) return git;
  if (projects.includes(path)) return 'repository';
  const own = [...repositories, ...[project, cwd].filter((top) => isOwn(top, home))];
  const isInside = own.some((top) => holds(top, path));
  if (path === cwd || (holds(path, cwd) && isInside)) return whole && path === cwd ? 'inside' : 'cwd';
  if (isInside) return 'inside';
  if (holds(path, home) || holds(path, cwd) || projects.some((top) => holds(path, top))) return 'above';
  if (temp.includes(path)) return 'temp-root';
  if (isTemp(path, place)) return 'temp';
  if (isSystem(path)) return 'system';
  return 'outside';
}

function remoteKind(path: string, place: Place): PathKind {
  if (isTemp(path, place)) return 'temp';
  return isSystem(path) ? 'system' : 'remote';
}

function isHome(path: string, home: string): boolean {
  return (home !== '/' && path === home) || path === '/root' || /^\/(?:home|Users)\/[^/]+$/.test(path);
}

function isSystem(path: string): boolean {
  return SYSTEM_INSIDE.test(path) || (SYSTEM.test(path) && !/^\/[^/]+\/./.test(path));
}

function isThere(path: string | undefined): path is string {
  return path !== undefined;
}

function gitKind(
  path: string,
  whole: boolean,
  projects: readonly string[],
  place: Place,
  command: Invocation,
): PathKind | undefined {
  const match = path.toLowerCase().includes('/.git') ? /^(.*?)\/\.git(?:\/(.+))?$/i.exec(path) : null;
  if (!match) {
    // `.*` and `.g*` at the top of a repository take its `.git` along.
    const parent = posix.dirname(path);
    return /^\.(?:g\S*)?\*/.test(posix.basename(path)) && projects.includes(parent) ? 'git' : undefined;
  }
  const owner = match[1] === '' ? '/' : (match[1] ?? '');
  const rest = match[2];
  const own = projects.includes(owner) || place.repository(command.cwd)?.gitDir === path;
  if (!own && isTemp(path, place)) return undefined;
  if (rest === undefined) return own || whole ? 'git' : 'git-part';
  return own && GIT_HEART.test(rest) && !rest.endsWith('.lock') ? 'git' : 'git-part';
}

function holds(top: string, path: string): boolean {
  return path.startsWith(`${top}/`);
}

/** A session that was started in `/`, in `/etc` or in the home folder does not make everything there its own. */
function isOwn(top: string, home: string): boolean {
  return top !== '/' && top !== home && !holds(top, home) && /^\/[^/]+\/./.test(top);
}

function isTemp(path: string, place: Place): boolean {
  return topsOf(place).temp.some((dir) => holds(dir, path));
}
