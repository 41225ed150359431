import * as z from 'zod/mini';
import type { CanonicalDocument } from '../../../generated/canonical.ts';
import { EVENT_NAMES } from './events.ts';

// The twin of schemas/canonical.schema.json: a test holds both to the same documents. Nothing here changes a value, so that what is
// checked is what was written, with its places. Compiling each object to a function costs more than one file is worth.
z.config({ jitless: true });

/** Made when it is first asked for: where this machine remembers what canonical.yaml says, it is not needed. */
function build() {
  const text = z.string().check(z.minLength(1));
  const list = z.nullable(z.array(text));
  const port = z.int().check(z.gte(1), z.lte(65535));
  const atLeastZero = z.number().check(z.gte(0));
  const share = z.number().check(z.gte(0), z.lte(1));
  const positive = z.number().check(z.gt(0));
  const duration = z.string().check(z.regex(/^[1-9][0-9]*[smhdwMy]$/u, 'a time like 90d'));
  const free = z.nullable(z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]));
  const name = z.string().check(z.regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/u));
  const mode = z.enum(['off', 'plan', 'apply']);
  const delivery = z.enum(['write', 'commit', 'branch']);

  const settingsObject = z.record(z.string(), z.unknown());
  const hookObject = z.strictObject({
    name: z.string().check(z.regex(/^[^\s()]+$/u, 'the name of a script')),
    matcher: z.exactOptional(text),
    timeout: z.exactOptional(positive),
    if: z.exactOptional(text),
    onFailure: z.exactOptional(z.enum(['block', 'continue'])),
    async: z.exactOptional(z.boolean()),
    once: z.exactOptional(z.boolean()),
    statusMessage: z.exactOptional(text),
    args: z.exactOptional(z.array(z.string())),
  });
  const hook = z.union([
    z.string().check(z.regex(/^[^\s()]+( *\(.+\))?$/u, '"script.py" or "script.py (Matcher)"')),
    hookObject,
  ]);
  const event = z.string().check(z.refine((text) => EVENT_NAMES.has(text)));
  const hooks = z.record(event, z.nullable(z.array(hook)));

  const hookSettings = z.strictObject({
    protectedBranches: z.exactOptional(z.array(z.string().check(z.regex(/^[^\s,]+$/u, 'the name of a branch')))),
    temporaryFolders: z.exactOptional(z.array(z.string().check(z.regex(/^(~\/|\/)[^:]+$/u, 'an absolute path')))),
    tdd: z.exactOptional(
      z.strictObject({
        mode: z.exactOptional(z.enum(['off', 'warn', 'ask', 'block'])),
        level: z.exactOptional(z.enum(['test-exists', 'failing-test'])),
        paths: z.exactOptional(z.array(text)),
      }),
    ),
    deployCommands: z.exactOptional(z.array(z.string().check(z.regex(/^[^\n]+$/u, 'one line')))),
    repairWindowHours: z.exactOptional(positive),
    bundleDays: z.exactOptional(positive),
  });

  const picks = {
    commands: z.exactOptional(list),
    skills: z.exactOptional(list),
    agents: z.exactOptional(list),
    rules: z.exactOptional(list),
    outputStyles: z.exactOptional(list),
    scripts: z.exactOptional(list),
    seeds: z.exactOptional(list),
    memory: z.exactOptional(list),
    settings: z.exactOptional(z.nullable(z.union([z.array(z.union([text, settingsObject])), settingsObject]))),
    hooks: z.exactOptional(z.nullable(hooks)),
    hookSettings: z.exactOptional(z.nullable(hookSettings)),
  };
  const selections = z.nullable(z.strictObject(picks));

  const over = {
    onDrift: z.exactOptional(z.enum(['repair', 'leave'])),
    onConflict: z.exactOptional(z.enum(['leave', 'overwrite', 'merge'])),
    prune: z.exactOptional(z.boolean()),
  };
  const someText = z.array(text).check(z.minLength(1));
  const rules = z.exactOptional(
    z.nullable(z.array(z.strictObject({ paths: someText, repositories: z.exactOptional(someText), ...over }))),
  );

  const tokens = z.int().check(z.gte(1), z.lte(10_000_000));
  const budget = z.nullable(z.strictObject({ always: z.exactOptional(tokens), per_item: z.exactOptional(tokens) }));

  const place = {
    mode: z.exactOptional(mode),
    suspend: z.exactOptional(
      z.union([z.boolean(), text, z.strictObject({ reason: z.exactOptional(text), until: z.exactOptional(text) })]),
    ),
    exclude: z.exactOptional(list),
    policy: z.exactOptional(z.nullable(z.strictObject({ ...over, rules }))),
    budget: z.exactOptional(budget),
    ...picks,
  };
  const repository = z.strictObject({
    path: text,
    language: z.exactOptional(text),
    framework: z.exactOptional(text),
    test_command: z.exactOptional(text),
    lint_command: z.exactOptional(text),
    format_command: z.exactOptional(text),
    features: z.exactOptional(list),
    remote: z.exactOptional(text),
    branch: z.exactOptional(text),
    delivery: z.exactOptional(delivery),
    labels: z.exactOptional(z.nullable(z.record(z.string(), z.string()))),
    profiles: z.exactOptional(list),
    ...place,
  });
  const home = z.union([z.nullable(z.boolean()), z.strictObject({ path: z.exactOptional(text), ...place })]);

  const infrastructure = z.strictObject({
    questdb: z.exactOptional(
      z.nullable(
        z.strictObject({
          host: z.exactOptional(text),
          http_port: z.exactOptional(port),
          ilp_port: z.exactOptional(port),
          pg_port: z.exactOptional(port),
        }),
      ),
    ),
    redis: z.exactOptional(
      z.nullable(
        z.strictObject({
          host: z.exactOptional(text),
          port: z.exactOptional(port),
          handovers: z.exactOptional(z.boolean()),
        }),
      ),
    ),
    hooks_shared: z.exactOptional(z.nullable(z.strictObject({ path: z.exactOptional(text) }))),
    monitoring: z.exactOptional(
      z.nullable(
        z.strictObject({
          path: z.exactOptional(text),
          grafana_port: z.exactOptional(port),
          dashboards: z.exactOptional(text),
          alerts: z.exactOptional(text),
          generate: z.exactOptional(z.nullable(z.array(z.enum(['dashboard', 'alerts', 'datasource', 'provider'])))),
          dashboards_in_grafana: z.exactOptional(text),
          questdb_in_grafana: z.exactOptional(text),
        }),
      ),
    ),
    expected_services: z.exactOptional(free),
  });

  const sync = z.strictObject({
    global_to_project: z.exactOptional(list),
    global_only: z.exactOptional(list),
    project_only: z.exactOptional(list),
    consistency_check: z.exactOptional(list),
  });

  const policy = z.strictObject({
    ...over,
    rules,
    delivery: z.exactOptional(delivery),
    branch: z.exactOptional(text),
    maxDeletes: z.exactOptional(
      z.union([
        z.int().check(z.gte(0), z.lte(1_000_000)),
        z.string().check(z.regex(/^(100|[0-9]{1,2})%$/u, 'a number, or a share like "25%"')),
      ]),
    ),
    ignored: z.exactOptional(z.enum(['refuse', 'commit'])),
    commitHooks: z.exactOptional(z.boolean()),
    sign: z.exactOptional(z.enum(['inherit', 'never'])),
  });

  const moved = z.strictObject({ from: text, to: text, repositories: z.exactOptional(someText) });

  const controller = z.strictObject({
    schedule: z.exactOptional(text),
    timezone: z.exactOptional(text),
    mode: z.exactOptional(mode),
    jitter: z.exactOptional(atLeastZero),
    concurrency: z.exactOptional(z.int().check(z.gte(1), z.lte(64))),
    backoff: z.exactOptional(
      z.nullable(z.strictObject({ first: z.exactOptional(positive), longest: z.exactOptional(positive) })),
    ),
  });

  const rates = {
    input: atLeastZero,
    output: atLeastZero,
    cache_write_5m: atLeastZero,
    cache_write_1h: atLeastZero,
    cache_read: atLeastZero,
  };

  const pricePeriod = z.strictObject({
    from: z.exactOptional(
      z.string().check(z.regex(/^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/u, 'a day like 2026-01-31')),
    ),
    ...rates,
    fast: z.exactOptional(z.strictObject(rates)),
    long: z.exactOptional(z.strictObject({ above: z.int().check(z.gte(1)), ...rates })),
  });

  const metrics = z.strictObject({
    schema: z.exactOptional(text),
    tables: z.exactOptional(list),
    retention: z.exactOptional(z.nullable(z.record(z.string(), duration))),
    spool: z.exactOptional(
      z.nullable(
        z.strictObject({
          keep: z.exactOptional(duration),
          max_mb: z.exactOptional(z.int().check(z.gte(1), z.lte(1_000_000))),
        }),
      ),
    ),
    prices: z.exactOptional(z.nullable(z.record(z.string(), z.array(pricePeriod).check(z.minLength(1))))),
  });

  const report = z.strictObject({
    period: z.exactOptional(duration),
    sections: z.exactOptional(list),
    output: z.exactOptional(text),
  });

  /** The thresholds that have a meaning; others are kept. */
  const THRESHOLDS = {
    hook_latency_warn_ms: z.exactOptional(atLeastZero),
    hook_latency_critical_ms: z.exactOptional(atLeastZero),
    agent_success_rate_min: z.exactOptional(share),
    daily_cost_warn_usd: z.exactOptional(atLeastZero),
    daily_cost_critical_usd: z.exactOptional(atLeastZero),
    context_utilization_warn: z.exactOptional(share),
    errors_per_hour_max: z.exactOptional(atLeastZero),
    tool_failure_rate_max: z.exactOptional(share),
    no_data_hours: z.exactOptional(positive),
  };

  /** The sections that have a meaning; others are kept. */
  const SECTIONS = {
    version: z.exactOptional(z.union([z.string(), z.number()])),
    updated: z.exactOptional(text),
    workspace: z.exactOptional(text),
    infrastructure: z.exactOptional(z.nullable(infrastructure)),
    repositories: z.exactOptional(z.nullable(z.record(name, repository))),
    home: z.exactOptional(home),
    global: z.exactOptional(selections),
    profiles: z.exactOptional(z.nullable(z.record(name, selections))),
    project_specific: z.exactOptional(z.nullable(z.record(name, selections))),
    sync: z.exactOptional(z.nullable(sync)),
    moved: z.exactOptional(z.nullable(z.array(moved))),
    policy: z.exactOptional(z.nullable(policy)),
    budget: z.exactOptional(budget),
    controller: z.exactOptional(z.nullable(controller)),
    metrics: z.exactOptional(z.nullable(metrics)),
    reports: z.exactOptional(z.nullable(z.record(z.string(), report))),
    thresholds: z.exactOptional(z.nullable(z.looseObject(THRESHOLDS))),
    environment: z.exactOptional(free),
    notifications: z.exactOptional(free),
    features: z.exactOptional(free),
    mcp: z.exactOptional(free),
    standard_structure: z.exactOptional(free),
    forge: z.exactOptional(free),
  };

  /** The shape of canonical.yaml. */
  const canonicalSchema = z.looseObject(SECTIONS) satisfies z.ZodMiniType<CanonicalDocument>;
  return { canonicalSchema, SECTIONS, THRESHOLDS };
}

let built: ReturnType<typeof build> | undefined;

/** The shape of canonical.yaml: the whole, its sections and its thresholds that have a meaning. */
export function shapes(): ReturnType<typeof build> {
  built ??= build();
  return built;
}

/** What the schema has accepted. It is never, and its use does not compile, when the JSON Schema allows what this one does not give. */
export type CheckedDocument =
  CanonicalDocument extends z.output<ReturnType<typeof build>['canonicalSchema']> ? CanonicalDocument : never;
