import type { EventRow } from '../core/metrics/ownEvents.ts';
import type { AbsPath } from '../core/values/paths.ts';
import type { Clock, Random } from '../ports/clock.ts';
import type { DiskReader, DiskWriter, Lister } from '../ports/disk.ts';
import type { Git, GitReader } from '../ports/git.ts';
import type { Leases } from '../ports/lease.ts';
import type { Log } from '../ports/log.ts';

/** What reading needs: whoever holds only this cannot write. */
export interface Readers {
  readonly disk: DiskReader;
  readonly lister: Lister;
  readonly git: GitReader;
  readonly home: AbsPath;
  /** The folder for the state of this machine: `$XDG_STATE_HOME/reconcile`. */
  readonly stateDir: AbsPath;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What the verbs reach the outside through. */
export interface World extends Readers {
  readonly disk: DiskWriter;
  /** Starts git; loaded only by the verbs that need it. */
  readonly git: Git;
  readonly leases: Leases;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Appends rows of what this program did itself. Never throws: a run does not fail for its metrics. */
  readonly record: (rows: readonly EventRow[]) => void;
}

/** What changing targets needs: the lease on a hub's fleet is held, and its runs are recorded in a folder of its own. */
export interface Fleet extends World {
  readonly runsDir: AbsPath;
}
