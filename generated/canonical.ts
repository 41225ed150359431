/* Made from schemas/ by `npm run generate`; changes here are lost. */

/**
 * How a change leaves: `write` files only, `commit` on the branch that is checked out, or commit on a `branch` of its own.
 */
export type Delivery = 'write' | 'commit' | 'branch';
/**
 * What the controller may do: nothing, plan, or apply.
 */
export type Mode = 'off' | 'plan' | 'apply';
/**
 * Leaves the target alone: true, a reason, or a reason with a date.
 */
export type Suspend = boolean | string | Suspension;
/**
 * Globs of paths that are not delivered here, like `.claude/skills/**`.
 */
export type Exclude = string[] | null;
/**
 * How many tokens what is delivered may cost; a text is taken to cost a quarter of its bytes.
 */
export type Budget = {
  /**
   * What is loaded in every session, all together.
   */
  always?: number;
  /**
   * One file each time it is loaded: instructions, a rule, the text of a skill, a command or an agent.
   */
  per_item?: number;
} | null;
/**
 * What may be overwritten and deleted here; laid over the policy of the whole file.
 */
export type PolicyRule = {
  onDrift?: OnDrift;
  onConflict?: OnConflict;
  prune?: Prune;
  rules?: PathPolicies;
} | null;
/**
 * What happens to content of ours that was changed there: `repair` it or `leave` it.
 */
export type OnDrift = 'repair' | 'leave';
/**
 * What happens to content that is not ours or was changed on both sides: `leave` it, `overwrite` it, or `merge` what was changed there and here (then changes there are welcome, and not repaired).
 */
export type OnConflict = 'leave' | 'overwrite' | 'merge';
/**
 * False: what is no longer wanted is not deleted.
 */
export type Prune = boolean;
/**
 * Rules for some paths; the last that matches a path decides.
 */
export type PathPolicies = PathPolicy[] | null;
/**
 * Globs of paths inside a target, like `.claude/agents/**`.
 *
 * @minItems 1
 */
export type Paths = string[];
/**
 * Commands of the library: a name (`research`, `speckit.plan`), a folder (`tdd/`), or a glob (`speckit.*`).
 */
export type Commands = string[] | null;
/**
 * Skills of the library, by the name of their folder, or a glob.
 */
export type Skills = string[] | null;
/**
 * Agents of the library: a name, a folder, or a glob.
 */
export type Agents = string[] | null;
/**
 * Rules of the library: a name, a folder, or a glob.
 */
export type Rules = string[] | null;
/**
 * Output styles of the library: a name, a folder, or a glob.
 */
export type OutputStyles = string[] | null;
/**
 * Files of hooks/ in the library that are delivered without being wired: what other scripts load, or a person runs.
 */
export type Scripts = string[] | null;
/**
 * Files of the library that are created once when absent and never touched again.
 */
export type Seeds = string[] | null;
/**
 * Parts of the library's memory/ that make up the managed block of CLAUDE.md, in this order.
 */
export type Memory = string[] | null;
/**
 * Settings: fragments of the library by name, and fields written here. A null takes a field away.
 */
export type Settings = (string | SettingsObject)[] | SettingsObject | null;
/**
 * Hooks by event. An event is written as the client writes it (`PreToolUse`) or with underscores (`pre_tool_use`).
 */
export type Hooks = {
  [k: string]: HookList;
} | null;
/**
 * The hooks of one event: `script.py`, `script.py (Bash)`, or an object.
 */
export type HookList = Hook[] | null;
export type Hook = string | HookObject;
/**
 * How the hooks of this project are set; it arrives as variables in `env` of settings.json.
 */
export type HookSettings = {
  /**
   * Branches that must not be rewritten or deleted, and to which a push is a deployment; `*` stands for anything.
   */
  protectedBranches?: string[];
  /**
   * Folders besides those of the system in which anything may be removed: absolute, or from `~/`.
   */
  temporaryFolders?: string[];
  /**
   * The guard of test-driven development.
   */
  tdd?: {
    /**
     * `off`, `warn` (tells the model), `ask` (the person) or `block`.
     */
    mode?: 'off' | 'warn' | 'ask' | 'block';
    /**
     * What an edit of production code needs: a test that exists, or one that fails.
     */
    level?: 'test-exists' | 'failing-test';
    /**
     * Globs of production files from the top of the repository; `!` takes out.
     */
    paths?: string[];
  };
  /**
   * Commands that deploy.
   */
  deployCommands?: string[];
  /**
   * A repair within so many hours makes the deployment before it a failed one.
   */
  repairWindowHours?: number;
  /**
   * How many days the record of a session's calls is kept.
   */
  bundleDays?: number;
} | null;
/**
 * What is picked from the library.
 */
export type Selections = {
  commands?: Commands;
  skills?: Skills;
  agents?: Agents;
  rules?: Rules;
  outputStyles?: OutputStyles;
  scripts?: Scripts;
  seeds?: Seeds;
  memory?: Memory;
  settings?: Settings;
  hooks?: Hooks;
  hookSettings?: HookSettings;
} | null;

/**
 * canonical.yaml: what every repository's Claude Code configuration should be.
 */
export interface CanonicalDocument {
  /**
   * The version of this file's format: '1.0'. Put it in quotes.
   */
  version?: string | number;
  /**
   * When the file was last changed; for people.
   */
  updated?: string;
  /**
   * The folder that relative paths start at; itself relative to the folder of this file. `${VAR:-default}` is replaced.
   */
  workspace?: string;
  /**
   * Services that the repositories share; templates may use all of it.
   */
  infrastructure?: {
    /**
     * The metrics database.
     */
    questdb?: {
      /**
       * Its host.
       */
      host?: string;
      /**
       * Its HTTP port, 9000 by default.
       */
      http_port?: number;
      /**
       * Its port for line protocol, 9009 by default.
       */
      ilp_port?: number;
      /**
       * Its port for PostgreSQL's protocol, 8812 by default.
       */
      pg_port?: number;
    } | null;
    /**
     * Shared lease and queue.
     */
    redis?: {
      /**
       * Its host.
       */
      host?: string;
      /**
       * Its port, 6379 by default.
       */
      port?: number;
      /**
       * Keep the handovers of sessions there too, so that other machines find them; `false` by default.
       */
      handovers?: boolean;
    } | null;
    /**
     * A folder outside the repositories where hooks live. Without it hooks are vendored into each repository.
     */
    hooks_shared?: {
      /**
       * The folder: absolute, from `~`, or relative to `workspace`.
       */
      path?: string;
    } | null;
    /**
     * Grafana.
     */
    monitoring?: {
      /**
       * The folder of its configuration. Where it is there, the files of Grafana are made in it.
       */
      path?: string;
      /**
       * Its port, 3000 by default.
       */
      grafana_port?: number;
      /**
       * The folder of its dashboards, inside `path`; `grafana/dashboards` by default.
       */
      dashboards?: string;
      /**
       * The folder of its alert rules, inside `path`; `grafana/provisioning/alerting` by default.
       */
      alerts?: string;
      /**
       * Which files are made: `dashboard`, `alerts`, `datasource`, `provider`; all by default, none with `[]`.
       */
      generate?: ('dashboard' | 'alerts' | 'datasource' | 'provider')[] | null;
      /**
       * The folder of dashboards as Grafana itself sees it, where it runs in a container.
       */
      dashboards_in_grafana?: string;
      /**
       * The host of QuestDB as Grafana itself sees it, where it runs in a container.
       */
      questdb_in_grafana?: string;
    } | null;
    /**
     * What should be running, for `reconcile health`: `systemd`, `docker`, `cron`, `ports`.
     */
    expected_services?:
      | {
          [k: string]: unknown;
        }
      | unknown[]
      | null;
  } | null;
  /**
   * The repositories, by name.
   */
  repositories?: {
    [k: string]: Repository;
  } | null;
  /**
   * Opts `~/.claude` in: nothing or true, or an object. Without this key the home is never touched.
   */
  home?: (boolean | null) | Home;
  global?: Selections;
  /**
   * Selections with a name, for the repositories that list it under `profiles`.
   */
  profiles?: {
    [k: string]: Selections;
  } | null;
  /**
   * Further selections of single repositories, by the repository's name.
   */
  project_specific?: {
    [k: string]: Selections;
  } | null;
  /**
   * Where the global items go.
   */
  sync?: {
    /**
     * Which global items go to the repositories, like `commands/tdd/`; absent: all. What does not go there goes to the home.
     */
    global_to_project?: string[] | null;
    /**
     * Global items that go to the home only, like `skills/metrics-insight/`.
     */
    global_only?: string[] | null;
    /**
     * Paths that belong to the repositories alone and never go to the home.
     */
    project_only?: string[] | null;
    /**
     * What the checks look at, in words; for people.
     */
    consistency_check?: string[] | null;
  } | null;
  /**
   * Files that have another path than before: they are moved in the targets, not deleted and created.
   */
  moved?: Moved[] | null;
  /**
   * What may be overwritten and deleted, and how changes leave.
   */
  policy?: {
    onDrift?: OnDrift;
    onConflict?: OnConflict;
    prune?: Prune;
    rules?: PathPolicies;
    delivery?: Delivery;
    /**
     * The branch of `branch` delivery; `reconcile/update` when absent.
     */
    branch?: string;
    /**
     * At most this many deletions in one target: a number, or a share of what is owned there (`"25%"`). Half of it when absent.
     */
    maxDeletes?: number | string;
    /**
     * What happens with a path that the repository ignores: `refuse` it, or `commit` it all the same.
     */
    ignored?: 'refuse' | 'commit';
    /**
     * False: the repositories' own commit hooks do not run.
     */
    commitHooks?: boolean;
    /**
     * Signing of commits: as the repository says (`inherit`), or `never`.
     */
    sign?: 'inherit' | 'never';
  } | null;
  budget?: Budget;
  /**
   * The program that keeps everything reconciled.
   */
  controller?: {
    /**
     * When it runs, as a cron expression; `* /15 * * * *` when absent.
     */
    schedule?: string;
    /**
     * The time zone of the schedule, like `Europe/Rome`; the machine's when absent.
     */
    timezone?: string;
    mode?: Mode;
    /**
     * Seconds; each run waits a random part of it.
     */
    jitter?: number;
    /**
     * How many targets are worked on at once; 2 when absent.
     */
    concurrency?: number;
    /**
     * How long a target waits after a failure.
     */
    backoff?: {
      /**
       * Seconds after the first failure; 5 when absent.
       */
      first?: number;
      /**
       * Seconds at most; 900 when absent.
       */
      longest?: number;
    } | null;
  } | null;
  /**
   * What is measured.
   */
  metrics?: {
    /**
     * The file with the description of the tables.
     */
    schema?: string;
    /**
     * The tables that are written.
     */
    tables?: string[] | null;
    /**
     * How long rows are kept (`90d`): `default`, and by the table's short name.
     */
    retention?: {
      [k: string]: string;
    } | null;
    /**
     * The rows that this machine keeps in files.
     */
    spool?: {
      /**
       * How long rows stay after the database has them (`30d`).
       */
      keep?: string;
      /**
       * The most that all files may have together, in megabytes.
       */
      max_mb?: number;
    } | null;
    /**
     * What models cost, in front of the built-in list prices: by the model's name, periods from the oldest to the newest.
     */
    prices?: {
      /**
       * @minItems 1
       */
      [k: string]: PricePeriod[];
    } | null;
  } | null;
  /**
   * Reports, by name.
   */
  reports?: {
    [k: string]: Report;
  } | null;
  /**
   * From where on a measurement is a warning or critical.
   */
  thresholds?: {
    /**
     * Milliseconds a hook may take.
     */
    hook_latency_warn_ms?: number;
    /**
     * Milliseconds from which on a slow hook is critical.
     */
    hook_latency_critical_ms?: number;
    /**
     * The share of agent runs that must succeed, 0 to 1.
     */
    agent_success_rate_min?: number;
    /**
     * US dollars a day.
     */
    daily_cost_warn_usd?: number;
    /**
     * US dollars a day from which on the cost is critical.
     */
    daily_cost_critical_usd?: number;
    /**
     * The share of the context window that may be in use, 0 to 1.
     */
    context_utilization_warn?: number;
    /**
     * Errors an hour, 10 by default.
     */
    errors_per_hour_max?: number;
    /**
     * The share of the calls of a tool that may fail, 0 to 1; 0.2 by default.
     */
    tool_failure_rate_max?: number;
    /**
     * Hours without one row of metrics, 72 by default.
     */
    no_data_hours?: number;
    [k: string]: unknown;
  } | null;
  /**
   * Which file owns which environment variables, by group: `file` and `keys`; for `reconcile health`.
   */
  environment?:
    | {
        [k: string]: unknown;
      }
    | unknown[]
    | null;
  /**
   * Where notifications go; kept, not used.
   */
  notifications?:
    | {
        [k: string]: unknown;
      }
    | unknown[]
    | null;
  /**
   * Switches of the hooks; kept, not used.
   */
  features?:
    | {
        [k: string]: unknown;
      }
    | unknown[]
    | null;
  /**
   * MCP servers; kept, not used.
   */
  mcp?:
    | {
        [k: string]: unknown;
      }
    | unknown[]
    | null;
  /**
   * The folders every repository should have; kept, not used.
   */
  standard_structure?:
    | {
        [k: string]: unknown;
      }
    | unknown[]
    | null;
  /**
   * Where pull requests are opened; kept, not used.
   */
  forge?:
    | {
        [k: string]: unknown;
      }
    | unknown[]
    | null;
  [k: string]: unknown;
}
/**
 * A git repository.
 */
export interface Repository {
  /**
   * Where it is: absolute, from `~`, or relative to `workspace`. `${VAR:-default}` is replaced.
   */
  path: string;
  /**
   * Its language: selects `languages/<language>/` of the library.
   */
  language?: string;
  /**
   * Its framework: selects `frameworks/<framework>/` of the library.
   */
  framework?: string;
  /**
   * The command that runs its tests; templates may use it.
   */
  test_command?: string;
  /**
   * The command that checks its code; templates may use it.
   */
  lint_command?: string;
  /**
   * The command that formats its code; templates may use it.
   */
  format_command?: string;
  /**
   * What the repository does, in words of your own; templates may use them.
   */
  features?: string[] | null;
  /**
   * Where it is cloned from when it is not there.
   */
  remote?: string;
  /**
   * The branch that is reconciled; `*` is whichever is checked out.
   */
  branch?: string;
  delivery?: Delivery;
  mode?: Mode;
  suspend?: Suspend;
  exclude?: Exclude;
  budget?: Budget;
  /**
   * Words to select repositories by: `reconcile plan --select team=data`.
   */
  labels?: {
    [k: string]: string;
  } | null;
  /**
   * Names of `profiles` whose selections this repository gets.
   */
  profiles?: string[] | null;
  policy?: PolicyRule;
  commands?: Commands;
  skills?: Skills;
  agents?: Agents;
  rules?: Rules;
  outputStyles?: OutputStyles;
  scripts?: Scripts;
  seeds?: Seeds;
  memory?: Memory;
  settings?: Settings;
  hooks?: Hooks;
  hookSettings?: HookSettings;
}
/**
 * Why, and until when.
 */
export interface Suspension {
  /**
   * Why it is suspended; plan and status show it.
   */
  reason?: string;
  /**
   * The date (`2026-12-31`) from which on it is reconciled again.
   */
  until?: string;
}
/**
 * A rule for some paths.
 */
export interface PathPolicy {
  paths: Paths;
  /**
   * Names or globs of the targets that it is for; absent is all.
   *
   * @minItems 1
   */
  repositories?: string[];
  onDrift?: OnDrift;
  onConflict?: OnConflict;
  prune?: Prune;
}
/**
 * Fields of settings.json.
 */
export interface SettingsObject {
  [k: string]: unknown;
}
/**
 * A hook and how it is wired.
 */
export interface HookObject {
  /**
   * The script in the library or in infrastructure.hooks_shared.path, with or without its ending.
   */
  name: string;
  /**
   * What the event is matched on: for tool events names separated by `|`, or a regular expression. `*` and no matcher are all.
   */
  matcher?: string;
  /**
   * Seconds after which the client gives up on the hook.
   */
  timeout?: number;
  /**
   * One permission rule, like `Bash(git *)`; the hook runs only for tool calls that it matches. Tool events only.
   */
  if?: string;
  /**
   * What a failure of the hook itself does to the action: `block` it, or let it `continue`.
   */
  onFailure?: 'block' | 'continue';
  /**
   * True: the client does not wait for the hook.
   */
  async?: boolean;
  /**
   * True: the hook runs once in a session.
   */
  once?: boolean;
  /**
   * What the client shows while the hook runs.
   */
  statusMessage?: string;
  /**
   * Arguments after the script.
   */
  args?: string[];
}
/**
 * The person's own Claude Code configuration.
 */
export interface Home {
  /**
   * Where it is; `~/.claude` when absent.
   */
  path?: string;
  suspend?: Suspend;
  mode?: Mode;
  exclude?: Exclude;
  budget?: Budget;
  policy?: PolicyRule;
  commands?: Commands;
  skills?: Skills;
  agents?: Agents;
  rules?: Rules;
  outputStyles?: OutputStyles;
  scripts?: Scripts;
  seeds?: Seeds;
  memory?: Memory;
  settings?: Settings;
  hooks?: Hooks;
  hookSettings?: HookSettings;
}
/**
 * A file or a folder of the targets that was moved.
 */
export interface Moved {
  /**
   * Its path until now, from the target's root; a folder ends with `/`.
   */
  from: string;
  /**
   * Its path from now on; a folder ends with `/`.
   */
  to: string;
  /**
   * The names of the targets in which it moves; absent is all.
   *
   * @minItems 1
   */
  repositories?: string[];
}
/**
 * The prices from a day on (0:00 UTC).
 */
export interface PricePeriod {
  /**
   * The first day (`2026-01-31`); absent: from the beginning.
   */
  from?: string;
  /**
   * US dollars for a million input tokens that come from no cache.
   */
  input: number;
  /**
   * For a million output tokens.
   */
  output: number;
  /**
   * For a million tokens written to the cache for five minutes.
   */
  cache_write_5m: number;
  /**
   * For a million tokens written to the cache for an hour.
   */
  cache_write_1h: number;
  /**
   * For a million tokens read from the cache.
   */
  cache_read: number;
  fast?: PriceRates;
  long?: PriceLong;
}
/**
 * In the fast mode.
 */
export interface PriceRates {
  /**
   * US dollars for a million input tokens that come from no cache.
   */
  input: number;
  /**
   * For a million output tokens.
   */
  output: number;
  /**
   * For a million tokens written to the cache for five minutes.
   */
  cache_write_5m: number;
  /**
   * For a million tokens written to the cache for an hour.
   */
  cache_write_1h: number;
  /**
   * For a million tokens read from the cache.
   */
  cache_read: number;
}
/**
 * For long requests.
 */
export interface PriceLong {
  /**
   * Tokens, cache reads and writes included.
   */
  above: number;
  /**
   * US dollars for a million input tokens that come from no cache.
   */
  input: number;
  /**
   * For a million output tokens.
   */
  output: number;
  /**
   * For a million tokens written to the cache for five minutes.
   */
  cache_write_5m: number;
  /**
   * For a million tokens written to the cache for an hour.
   */
  cache_write_1h: number;
  /**
   * For a million tokens read from the cache.
   */
  cache_read: number;
}
/**
 * A report.
 */
export interface Report {
  /**
   * The time it looks back: `24h`, `7d`.
   */
  period?: string;
  /**
   * Its sections, in this order.
   */
  sections?: string[] | null;
  /**
   * Where it goes: `terminal`, `markdown`.
   */
  output?: string;
}
