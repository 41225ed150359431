import { describe, expect, test } from 'vitest';
import { readFragment } from '../../src/core/desired/settings.ts';
import { renderTemplate } from '../../src/core/desired/template.ts';
import type { JsonObject } from '../../src/core/values/json.ts';
import { library, tokens } from './library.ts';

const infrastructure = {
  questdb: { host: 'localhost', http_port: 9000, ilp_port: 9009, pg_port: 8812 },
  redis: { host: 'localhost', port: 6379 },
};

interface Repository extends JsonObject {
  readonly name: string;
  readonly language: string;
  readonly framework: string;
}

/** What a repository may leave out is empty then, never missing. */
const nothing = { framework: '', test_command: '', lint_command: '', format_command: '', features: [] };
const common = { ...nothing, branch: 'main', labels: {}, infrastructure };
const python = {
  ...common,
  language: 'python',
  test_command: 'uv run pytest tests/ -x',
  lint_command: 'uv run ruff check .',
};
const nautilus = {
  ...python,
  name: 'nautilus_dev',
  framework: 'nautilustrader',
  format_command: 'uv run ruff format .',
  features: ['trading_strategies', 'live_trading'],
};
const n8n = { ...common, name: 'n8n_dev', language: 'typescript', framework: 'n8n', test_command: 'npm test' };
const bare = { ...common, name: 'bare', language: 'go' };

/** The four repositories of the first canonical.yaml, and one that sets nothing that may be left out. */
const REPOSITORIES: Repository[] = [
  nautilus,
  { ...n8n, lint_command: 'npm run lint', features: ['integrations'] },
  { ...python, name: 'utxoracle', framework: 'fastapi', features: ['bitcoin_analytics', 'utxo_analysis'] },
  { ...python, name: 'liquidation_heatmap', framework: 'flask', features: ['market_visualization'] },
  bare,
];

const templates = library().filter((file) => file.path.endsWith('.mustache'));
const KNOWN =
  /^(name|language|framework|test_command|lint_command|format_command|features|branch|labels|\.|infrastructure\.[a-z_.]+)$/;

function render(source: string, variables: JsonObject, file: string): string {
  const result = renderTemplate(source, variables, file);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.text;
}

describe.each(templates)('$path', (file) => {
  test('names only variables that every hub has', () => {
    for (const [, name] of file.text.matchAll(/\{\{[#^/&]?\s*([^}\s]+)\s*\}\}/g)) expect(name).toMatch(KNOWN);
    expect(file.text).not.toContain('{{{');
  });

  test.each(REPOSITORIES)('renders for $name without gaps', (variables) => {
    const text = file.path.endsWith('.json.mustache') ? file.text : render(file.text, variables, file.path);
    expect(text).not.toMatch(/\n\n\n|``|undefined|\[object|&#?\w+;/);
    expect(text).not.toMatch(/^- \w+:\s*$/m);
  });

  test('costs little context', () => {
    const budget = file.path.startsWith('memory/') ? 300 : file.path.startsWith('frameworks/') ? 200 : 150;
    expect(tokens(file.text)).toBeLessThanOrEqual(budget);
  });
});

test('the base block tells the facts of a repository', () => {
  const base = templates.find((file) => file.path === 'memory/base.md.mustache')!;
  expect(render(base.text, nautilus, base.path)).toContain(
    [
      '## nautilus_dev',
      '',
      '- Language: python, with nautilustrader',
      '- Test: `uv run pytest tests/ -x`',
      '- Lint: `uv run ruff check .`',
      '- Format: `uv run ruff format .`',
      '- Part: trading_strategies',
      '- Part: live_trading',
      '',
    ].join('\n'),
  );
  expect(render(base.text, bare, base.path)).toMatch(/^## bare\n\n- Language: go\n\n### /);
});

test('every language and framework of the first canonical.yaml has its layer', () => {
  const paths = templates.map((file) => file.path);
  for (const { language, framework } of REPOSITORIES) {
    expect(paths).toContain(`languages/${language}/memory.md.mustache`);
    if (framework !== '') expect(paths).toContain(`frameworks/${framework}/memory.md.mustache`);
  }
});

test('a CLAUDE.md block with base, language and framework stays under 600 tokens', () => {
  for (const variables of REPOSITORIES) {
    const wanted = [
      'memory/base.md',
      `languages/${variables.language}/memory.md`,
      `frameworks/${variables.framework}/memory.md`,
    ];
    const parts = templates.filter((file) => wanted.includes(file.path.replace('.mustache', '')));
    expect(tokens(parts.map((file) => render(file.text, variables, file.path)).join('\n'))).toBeLessThan(600);
  }
});

describe('settings fragments', () => {
  const fragments = library().filter((file) => file.path.startsWith('settings/'));
  const fragment = (name: string): JsonObject => {
    const file = fragments.find((each) => each.path === `settings/${name}`)!;
    const read = readFragment(file.path, file.bytes, nautilus);
    if ('problems' in read) throw new Error(JSON.stringify(read.problems));
    return read.fragment;
  };

  test('are JSON in the form of the formatter', () => {
    for (const file of fragments.filter((each) => each.path.endsWith('.json'))) {
      expect(file.text).toBe(`${JSON.stringify(JSON.parse(file.text), null, 2)}\n`);
    }
  });

  test('base denies reading secrets, with rules that the client accepts and consults', () => {
    const { permissions, env } = fragment('base.json') as {
      permissions: { deny: string[] };
      env: Record<string, unknown>;
    };
    expect(permissions.deny).toEqual(expect.arrayContaining(['Read(./.env)', 'Read(./.env.*)', 'Read(./**/*.pem)']));
    for (const rule of permissions.deny) expect(rule).toMatch(/^Read\((\.\/|~\/)[^()]+\)$/);
    expect(new Set(permissions.deny).size).toBe(permissions.deny.length);
    // A value that is not a string would be changed or dropped by the client.
    for (const value of Object.values(env)) expect(typeof value).toBe('string');
  });

  test('the status line is a command that survives a space in the path', () => {
    expect(fragment('statusline.json')).toEqual({
      statusLine: { type: 'command', command: 'node "$CLAUDE_PROJECT_DIR"/.claude/hooks/status-line.mjs' },
    });
  });

  test('infrastructure becomes environment variables, all of them strings', () => {
    expect(fragment('infrastructure.local.json.mustache')).toEqual({
      env: {
        QUESTDB_HOST: 'localhost',
        QUESTDB_HTTP_PORT: '9000',
        QUESTDB_ILP_PORT: '9009',
        QUESTDB_PG_PORT: '8812',
        REDIS_HOST: 'localhost',
        REDIS_PORT: '6379',
      },
    });
  });
});
