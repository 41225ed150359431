import type { Invocation } from '../shell/invocation.ts';
import { type Rule, shown } from './rule.ts';

/** A command of a service's own program that loses data there: the words that must stand in it, in this order. */
interface Loss {
  readonly id: string;
  readonly names: readonly string[];
  readonly words: readonly RegExp[];
  readonly unless?: RegExp;
  readonly reason: string;
}

const DRY = /^(?:--dry-run(?:=\S+)?|--dryrun|--help|-h|--plan)$/;

const LOSSES: readonly Loss[] = [
  {
    id: 'docker-volumes',
    names: ['docker', 'podman', 'nerdctl'],
    words: [/^volume$/, /^(?:rm|remove|prune)$/],
    reason: '{} removes volumes with the data in them. Look at them first: docker volume ls',
  },
  {
    id: 'docker-prune',
    names: ['docker', 'podman', 'nerdctl'],
    words: [/^system$/, /^(?:prune|reset)$/],
    reason:
      '{} removes containers, images and networks that nothing uses at this moment, with --volumes their data too.',
  },
  {
    id: 'compose-volumes',
    names: ['docker', 'podman', 'docker-compose', 'podman-compose'],
    words: [/^down$/, /^(?:-v|--volumes)$/],
    reason: '{} removes the volumes with the databases in them. Without -v the data stays.',
  },
  {
    id: 'kubernetes-delete',
    names: ['kubectl', 'oc', 'k'],
    words: [/^delete$/],
    unless: DRY,
    reason: '{} deletes from a cluster that others may use. Look at the context first: kubectl config current-context',
  },
  {
    id: 'helm-uninstall',
    names: ['helm'],
    words: [/^(?:uninstall|delete|del|un)$/],
    unless: DRY,
    reason: '{} removes a release from the cluster.',
  },
  {
    id: 'infrastructure-destroy',
    names: ['terraform', 'tofu', 'terragrunt', 'pulumi', 'cdk', 'cdktf', 'sst', 'serverless', 'vagrant'],
    words: [/^(?:destroy|remove|-destroy|down)$/],
    unless: DRY,
    reason: '{} destroys infrastructure with the data in it. Make a plan first and let a person read it.',
  },
  {
    id: 'cloud-delete',
    names: [
      'aws',
      'gcloud',
      'az',
      'gsutil',
      'doctl',
      'fly',
      'flyctl',
      'heroku',
      's3cmd',
      'mc',
      'b2',
      'linode-cli',
      'hcloud',
      'wrangler',
      'vercel',
      'netlify',
      'supabase',
      'neonctl',
      'firebase',
    ],
    words: [
      /^(?:rb|rm|remove|delete\S*|destroy|terminate-\S+|purge|del|apps:destroy|pg:reset|\S+:delete|\S+:destroy)$/,
    ],
    unless: DRY,
    reason: '{} deletes in the cloud, where nothing may bring it back. Look at what it names first.',
  },
  {
    id: 'database-drop',
    names: ['dropdb', 'dropuser'],
    words: [],
    unless: /^--help$/,
    reason: '{} removes a database. Make a dump first: pg_dump',
  },
  {
    id: 'database-drop',
    names: ['mysqladmin'],
    words: [/^drop$/],
    reason: '{} removes a database. Make a dump first: mysqldump',
  },
  {
    id: 'redis-flush',
    names: ['redis-cli', 'valkey-cli', 'keydb-cli'],
    words: [/^flush(?:all|db)$/i],
    reason: '{} removes every key of the database.',
  },
  {
    id: 'unpublish',
    names: ['npm', 'pnpm', 'yarn', 'cargo', 'gem'],
    words: [/^(?:unpublish|yank)$/],
    unless: DRY,
    reason: '{} takes a published version away from everybody who uses it.',
  },
  {
    id: 'database-reset',
    names: ['prisma'],
    words: [/^(?:migrate|db)$/, /^(?:reset|--force-reset)$/],
    reason: '{} empties the database.',
  },
  {
    id: 'database-reset',
    names: ['rails', 'rake'],
    words: [/^db:(?:drop|reset|purge)/],
    reason: '{} empties the database.',
  },
  {
    id: 'database-reset',
    names: ['python', 'python3'],
    words: [/(?:^|\/)manage\.py$/, /^(?:flush|reset_db|sqlflush)$/],
    reason: '{} empties the database.',
  },
  {
    id: 'database-reset',
    names: ['manage.py', 'django-admin'],
    words: [/^(?:flush|reset_db|sqlflush)$/],
    reason: '{} empties the database.',
  },
];

function findsLoss(loss: Loss, command: Invocation): string | undefined {
  let next = 0;
  for (const word of command.args) {
    if (loss.unless?.test(word)) return undefined;
    const wanted = loss.words[next];
    if (wanted?.test(word)) next += 1;
  }
  return next === loss.words.length ? shown([command.name, ...command.args].join(' ')) : undefined;
}

const SQL_CLIENTS = [
  'psql',
  'mysql',
  'mariadb',
  'sqlite3',
  'sqlcmd',
  'cqlsh',
  'clickhouse-client',
  'clickhouse',
  'duckdb',
  'mongosh',
  'mongo',
  'bq',
  'snowsql',
  'cockroach',
  'usql',
];
const SQL_LOSS =
  /\b(?:drop\s+(?:database|schema|table|keyspace|owned)|truncate\s+(?:table\s+)?["'`\w]|delete\s+from\s+["'`\w.]+\s*(?:;|$)|dropDatabase\(|\.drop\(\)|deleteMany\(\s*(?:\{\s*\})?\s*\))/i;

/** Rules on services: containers, clusters, clouds, databases. */
export const SERVICE_RULES: readonly Rule[] = [
  ...LOSSES.map(
    (loss): Rule => ({
      id: loss.id,
      decision: 'ask',
      names: loss.names,
      reason: loss.reason,
      finds: (command) => findsLoss(loss, command),
    }),
  ),
  {
    id: 'sql-loss',
    decision: 'ask',
    names: SQL_CLIENTS,
    reason: 'This statement removes data from a database ({}). Make a dump first, or run it in a transaction.',
    finds: (command) => {
      const texts = [...command.args, command.stdin?.text ?? ''];
      const found = texts.find((text) => text.length < 20_000 && SQL_LOSS.test(text));
      return found === undefined ? undefined : shown(found);
    },
  },
];
