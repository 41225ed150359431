import type { Models } from '../../../generated/prices.ts';
import type { Budget } from '../values/budget.ts';
import type { JsonObject } from '../values/json.ts';
import type { AbsPath, RelPath } from '../values/paths.ts';
import type { Place, Problem } from '../values/problem.ts';
import type { Delivery, TargetName } from '../values/target.ts';

/** canonical.yaml, read, checked, and with every path made absolute. */
export interface Canonical {
  readonly version: string;
  /** Where relative paths start; absent when canonical.yaml does not say. */
  readonly workspace?: AbsPath;
  /** Sorted by name. */
  readonly repositories: readonly Repository[];
  /** Absent when canonical.yaml has no `home:`; then `~/.claude` is never touched. */
  readonly home?: Home;
  /** The folder for shared hooks (`infrastructure.hooks_shared.path`). */
  readonly hooksShared?: AbsPath;
  readonly global: Selections;
  readonly profiles: ReadonlyMap<string, Selections>;
  readonly sync: Sync;
  /** In the order of canonical.yaml. */
  readonly moved: readonly Moved[];
  readonly policy: Policy;
  readonly controller: ControllerSettings;
  /** Absent where `infrastructure.monitoring` has no path. */
  readonly monitoring?: Monitoring;
  readonly services: Services;
  readonly thresholds: Thresholds;
  /** In the order of canonical.yaml. */
  readonly reports: readonly ReportSettings[];
  readonly expected: ExpectedServices;
  /** Which file owns which environment variables (`environment:`). */
  readonly environment: readonly EnvironmentGroup[];
  readonly metrics: MetricsSettings;
  /** `infrastructure:` as written, for templates: `infrastructure.questdb.host`. */
  readonly infrastructure: JsonObject;
  /** `metrics.prices`: what models cost, in front of the built-in list prices. */
  readonly prices: Models;
  /** Warnings: unknown sections, deprecated forms. Errors never get this far. */
  readonly warnings: readonly Problem[];
}

export interface Repository {
  readonly name: TargetName;
  readonly path: AbsPath;
  /** `canonical.yaml:12`: where the entry stands. */
  readonly place: string;
  readonly language?: string;
  readonly framework?: string;
  readonly testCommand?: string;
  readonly lintCommand?: string;
  readonly formatCommand?: string;
  readonly features: readonly string[];
  readonly remote?: string;
  /** The branch that is reconciled; `*` is whichever is checked out. */
  readonly branch?: string;
  readonly delivery?: Delivery;
  readonly suspend?: Suspension;
  /** What the controller may do here; absent is the controller's own mode. */
  readonly mode?: Mode;
  /** Globs of paths that are not delivered here. */
  readonly exclude: readonly string[];
  readonly labels: ReadonlyMap<string, string>;
  readonly profiles: readonly string[];
  /** The entry's own selections, those of `project_specific` after them. */
  readonly selections: Selections;
  readonly policy: PolicyRule;
  /** That of the whole file, but for what is said here. */
  readonly budget?: Budget;
}

export interface Suspension {
  readonly reason: string;
  /** An ISO date; from then on the repository is reconciled again. */
  readonly until?: string;
}

export interface Home {
  readonly path: AbsPath;
  readonly place: string;
  readonly suspend?: Suspension;
  readonly mode?: Mode;
  readonly exclude: readonly string[];
  /** What the home gets besides the global items that `sync` does not send to the repositories. */
  readonly selections: Selections;
  readonly policy: PolicyRule;
  /** That of the whole file, but for what is said here. */
  readonly budget?: Budget;
}

/** What is picked from the library. Every list keeps the order of canonical.yaml. */
export interface Selections {
  readonly commands: readonly Selected[];
  readonly skills: readonly Selected[];
  readonly agents: readonly Selected[];
  readonly rules: readonly Selected[];
  readonly outputStyles: readonly Selected[];
  /** Files of `hooks/` that are delivered without being wired. */
  readonly scripts: readonly Selected[];
  readonly seeds: readonly Selected[];
  readonly memory: readonly Selected[];
  readonly settings: readonly SettingsSelected[];
  readonly hooks: readonly HookSelected[];
}

export type SelectionKind =
  | 'commands'
  | 'skills'
  | 'agents'
  | 'rules'
  | 'outputStyles'
  | 'scripts'
  | 'seeds'
  | 'memory';

/** One line of a selection: a name (`research.md`, `speckit.plan`), a folder (`tdd/`) or a glob (`speckit.*`). */
export interface Selected {
  readonly pattern: string;
  /** For people: `global.commands tdd/`. */
  readonly selector: string;
  /** `canonical.yaml:41`. */
  readonly place: string;
}

/** A fragment of the library by name, or fields written in canonical.yaml itself. A null there takes a field away. */
export type SettingsSelected =
  | Selected
  | { readonly inline: JsonObject; readonly selector: string; readonly place: string };

/** A hook and how it is wired. */
export interface HookSelected {
  /** The client's own name of the event: `PreToolUse`. */
  readonly event: string;
  /** The script in the library or in the shared folder, with or without its extension. */
  readonly name: string;
  /** `*` is every tool. */
  readonly matcher: string;
  /** Further keys of the handler, as the client reads them: timeout, if, onFailure, async, once, statusMessage; `args` follow the script. */
  readonly handler: JsonObject;
  readonly selector: string;
  readonly place: string;
}

/**
 * Every global item has one place. `global_to_project` undefined: all of them go to the repositories; else only those it names do.
 * What does not go to the repositories, and what `global_only` names, goes to the home, but for what `project_only` names.
 */
export interface Sync {
  readonly globalToProject?: readonly Selected[];
  readonly globalOnly: readonly Selected[];
  readonly projectOnly: readonly string[];
  readonly consistencyCheck: readonly string[];
}

/** A file or a folder of targets that has another path than before. Both paths end with `/` for a folder, and neither else. */
export interface Moved {
  readonly from: string;
  readonly to: string;
  /** The names of the targets in which it moves; absent is all. */
  readonly targets?: readonly string[];
  readonly places: { readonly from: Place; readonly to: Place };
}

export type OnDrift = 'repair' | 'leave';
/** `merge`: changes there are welcome; they stay, and a change here is merged with them. */
export type OnConflict = 'leave' | 'overwrite' | 'merge';

export interface PolicyRule {
  readonly onDrift?: OnDrift;
  readonly onConflict?: OnConflict;
  readonly prune?: boolean;
  /** Rules for some paths; the last that matches a path decides. */
  readonly rules: readonly PathPolicy[];
}

export interface PathPolicy {
  readonly paths: readonly string[];
  /** Names or globs of targets; absent is all. */
  readonly repositories?: readonly string[];
  readonly onDrift?: OnDrift;
  readonly onConflict?: OnConflict;
  readonly prune?: boolean;
}

export interface Policy extends PolicyRule {
  readonly delivery: Delivery;
  /** The branch of `branch` delivery. */
  readonly deliveryBranch: string;
  /** At most this many deletions in one target: a number, or a share of what is owned there (0 to 1). */
  readonly maxDeletes: { readonly count: number } | { readonly share: number };
  /** What to do with a path that the repository ignores: refuse, or commit it all the same. */
  readonly ignored: 'refuse' | 'commit';
  /** Run the repositories' own commit hooks. */
  readonly commitHooks: boolean;
  readonly sign: 'inherit' | 'never';
}

export type Mode = 'off' | 'plan' | 'apply';

export interface ControllerSettings {
  readonly schedule: string;
  readonly timeZone?: string;
  readonly mode: Mode;
  /** Seconds; a tick waits a random part of it. */
  readonly jitter: number;
  /** Targets at work at once. */
  readonly concurrency: number;
  /** Seconds: the first wait after a failure, and the longest. */
  readonly backoff: { readonly first: number; readonly longest: number };
}

export type MonitoringPart = 'dashboard' | 'alerts' | 'datasource' | 'provider';

/** Where Grafana's files are, and which of them are made. */
export interface Monitoring {
  readonly path: AbsPath;
  /** `canonical.yaml:24`. */
  readonly place: string;
  /** Inside `path`. */
  readonly dashboards: RelPath;
  readonly alerts: RelPath;
  readonly generate: readonly MonitoringPart[];
  /** The folder of dashboards as Grafana sees it. */
  readonly dashboardsInGrafana: string;
  /** QuestDB as Grafana reaches it. */
  readonly questdb: { readonly host: string; readonly port: number };
}

/** The services that canonical.yaml names; one that it does not name is absent. */
export interface Services {
  readonly questdb?: {
    readonly host: string;
    readonly httpPort: number;
    readonly ilpPort: number;
    readonly pgPort: number;
  };
  readonly redis?: { readonly host: string; readonly port: number };
  /** On this machine. */
  readonly grafana?: { readonly host: string; readonly port: number };
}

/** From where on a measurement is a warning or critical. Shares are from 0 to 1. */
export interface Thresholds {
  readonly hookLatencyWarnMs: number;
  readonly hookLatencyCriticalMs: number;
  readonly agentSuccessRateMin: number;
  readonly dailyCostWarnUsd: number;
  readonly dailyCostCriticalUsd: number;
  readonly contextUtilizationWarn: number;
  readonly errorsPerHourMax: number;
  readonly toolFailureRateMax: number;
  readonly noDataHours: number;
}

/** A report of `reports:`. */
export interface ReportSettings {
  readonly name: string;
  /** Hours that it looks back. */
  readonly hours: number;
  readonly sections: readonly string[];
  readonly output: 'terminal' | 'markdown' | 'json';
}

/** How much it matters that something runs. */
export type Weight = 'critical' | 'important' | 'optional';

export interface ExpectedServices {
  readonly systemd: readonly { readonly unit: string; readonly weight: Weight; readonly place: string }[];
  readonly docker: readonly {
    readonly container: string;
    readonly ports: readonly number[];
    readonly weight: Weight;
    readonly place: string;
  }[];
  readonly cron: readonly {
    readonly name: string;
    /** A part of the crontab line. */
    readonly command: string;
    readonly schedule?: string;
    readonly log?: AbsPath;
    readonly weight: Weight;
    readonly place: string;
  }[];
  readonly ports: readonly {
    readonly port: number;
    readonly name: string;
    readonly weight: Weight;
    readonly place: string;
  }[];
}

/** Environment variables that one file owns: nothing else should set them. */
export interface EnvironmentGroup {
  readonly name: string;
  readonly file: AbsPath;
  readonly keys: readonly string[];
  readonly place: string;
}

/** What is measured, and where it goes. */
export interface MetricsSettings {
  /** The tables that go to the database, as they are written; absent is all. */
  readonly tables?: readonly string[];
  /** How long rows are kept (`90d`), by the short name of a table, and `default`. */
  readonly retention: Readonly<Record<string, string>>;
  /** `keep`: how long rows stay on this machine after the database has them (`30d`). */
  readonly spool: { readonly keep: string; readonly maxMb: number };
}
