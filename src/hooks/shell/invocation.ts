import type { CommandNode, CompoundList, ParsedScript } from 'unbash';

/**
 * Stands in a word for text that only the running shell knows. It cannot occur in a word by itself: no argument of a
 * process holds a zero character.
 */
export const UNKNOWN = '\0';

/** What comes in on a command's stdin, or through a process substitution. */
export interface Feed {
  /** The text, as far as it is known; undefined where nothing is known of it. */
  readonly text: string | undefined;
  /** The commands that write it. */
  readonly from: readonly Invocation[];
}

/** A file that a redirection writes to. */
export interface Write {
  readonly path: string;
  readonly append: boolean;
}

/** One simple command that would really run, with its words as the process would get them. */
export interface Invocation {
  /** The command's base name in lower case, without `.exe`. */
  readonly name: string;
  /** The arguments after the name; UNKNOWN stands for what cannot be known. */
  readonly args: readonly string[];
  /** Absolute, or with UNKNOWN. */
  readonly cwd: string;
  /** Where it runs instead if a `cd` before it failed; only set when nothing stops it then. */
  readonly fallbackCwd?: string;
  /** Variables that this line sets for the command. */
  readonly env: ReadonlyMap<string, string>;
  readonly writes: readonly Write[];
  readonly stdin?: Feed;
  /** Code that it runs and that cannot be read here: from the network, from a file made on the fly. */
  readonly opaque?: Feed;
  /** The arguments stand for what a search finds below them, not for themselves. */
  readonly searched?: 'all' | 'filtered';
  /** Runs on another machine or in a container: paths are not this machine's. */
  readonly remote: boolean;
  /** How it is reached: `sudo`, `bash -c`, `$(…)`, outermost first. */
  readonly via: readonly string[];
}

/** What the shell knows at one point of the line. */
export interface State {
  /** Every value a variable may have: the elements of an array, or the outcomes of branches. */
  vars: Map<string, readonly string[]>;
  exported: Set<string>;
  functions: Map<string, CommandNode | CompoundList>;
  aliases: Map<string, string>;
  cwd: string;
  fallbackCwd: string | undefined;
  /** `set -e`: the first failure ends the shell. */
  errexit: boolean;
  /** `$1` and so on; undefined where nobody can tell. */
  positional: readonly string[] | undefined;
  remote: boolean;
}

/** Where in the nesting an evaluation stands. */
export interface Frame {
  readonly state: State;
  readonly via: readonly string[];
  readonly depth: number;
  readonly stdin: Feed | undefined;
  /** The bodies of functions and the names of aliases being run, so that a recursion ends. */
  readonly active: readonly unknown[];
}

/** A command as dispatched: words and surroundings, not yet unwrapped. */
export interface Call {
  readonly words: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly writes: readonly Write[];
  readonly stdin: Feed | undefined;
  readonly opaque?: Feed | undefined;
  readonly searched?: 'all' | 'filtered' | undefined;
}

/** What the analysis is told of the machine. */
export interface ShellContext {
  readonly cwd: string;
  readonly home: string;
  /** Variables whose values hold in the session's shell too. */
  readonly variables: ReadonlyMap<string, string>;
  /** The alias that git knows under a name in a folder, without its `alias.` key. */
  gitAlias(name: string, cwd: string): string | undefined;
  /** The top folder of the repository around a folder. */
  repositoryRoot(cwd: string): string | undefined;
}

export interface Problem {
  readonly kind: 'syntax' | 'too-deep' | 'too-much' | 'fork-bomb';
  readonly message: string;
}

/** One analysis at work. The parts of the walker call each other through it. */
export interface Run {
  readonly context: ShellContext;
  readonly invocations: Invocation[];
  readonly problems: Problem[];
  /** The text behind the file names of process substitutions. */
  readonly feeds: Map<string, Feed>;
  /** Counts work. Throws LimitReached when a bound is passed. */
  spend(what: 'characters' | 'effort' | 'commands' | 'words', amount: number): void;
  script(script: ParsedScript, frame: Frame): Invocation[];
  code(text: string, frame: Frame): Invocation[];
  call(call: Call, frame: Frame): void;
}

/** The bound that the analysis ran into. */
export class LimitReached extends Error {
  readonly kind: 'too-deep' | 'too-much';
  constructor(kind: 'too-deep' | 'too-much') {
    super(kind);
    this.kind = kind;
  }
}

/** Whether all of a word is known. */
export function isKnown(word: string): boolean {
  return !word.includes(UNKNOWN);
}

/** The name by which rules know a command word: base name, lower case, without `.exe`. */
export function commandName(word: string): string {
  const base = word.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1).toLowerCase();
  return base.endsWith('.exe') ? base.slice(0, -'.exe'.length) : base;
}

/** The frame one level further in. Throws LimitReached beyond the depth that a person could have meant. */
export function deeper(frame: Frame, label: string, changes: Partial<Frame> = {}): Frame {
  if (frame.depth >= MAX_DEPTH) throw new LimitReached('too-deep');
  return { ...frame, depth: frame.depth + 1, via: [...frame.via, label], ...changes };
}

const MAX_DEPTH = 24;
