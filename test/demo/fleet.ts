import type { Stage } from './stage.ts';

const CANONICAL = `version: '1.0'
workspace: ~/projects
repositories:
  billing: {path: billing, language: python, test_command: uv run pytest}
  mobile: {path: mobile, test_command: npm test}
  reports: {path: reports, test_command: make test}
  search: {path: search, test_command: cargo test}
  shop: {path: shop, test_command: npm test}
global:
  commands: [tdd/, review]
  agents: [reviewer]
  settings: [base]
  memory: [base]
  hooks:
    PreToolUse: [guard (Bash)]
`;

const SETTINGS = {
  env: { QUESTDB_HOST: 'localhost' },
  permissions: { deny: ['Read(./.env)'] },
};

/** Makes the hub and five repositories, and brings them in sync: this is how things were yesterday. */
export function yesterday(stage: Stage): void {
  stage.write('hub/canonical.yaml', CANONICAL);
  const library = 'hub/desired-state';
  stage.write(
    `${library}/commands/tdd/cycle.md`,
    command('One test-driven cycle', 'Write a failing test, make it pass, tidy up.'),
  );
  stage.write(
    `${library}/commands/review.md`,
    command('Review a change', 'Read the diff. Name what is wrong, worst first.'),
  );
  stage.write(`${library}/agents/reviewer.md`, agent('Looks for bugs.'));
  stage.write(`${library}/hooks/guard.sh`, '#!/bin/sh\n# Lets everything pass.\ncat > /dev/null\n', true);
  stage.write(`${library}/settings/base.json`, `${JSON.stringify(SETTINGS, null, 2)}\n`);
  stage.write(`${library}/memory/base.md.mustache`, 'Run the tests with `{{test_command}}`.\n');
  repository(stage, 'hub', {});
  repository(stage, 'billing', { 'src/invoice.py': 'TOTAL = 0\n' });
  repository(stage, 'mobile', { 'app.ts': 'export const version = 1;\n' });
  repository(stage, 'reports', { 'report.sh': 'echo report\n' });
  repository(stage, 'search', { 'index.rs': 'fn main() {}\n' });
  repository(stage, 'shop', {
    'cart.ts': 'export const cart = [];\n',
    'CLAUDE.md': '# Shop\n\nPrices are in cents.\n',
  });
  stage.quietly('reconcile apply --yes');
}

/** What people did since, in the repositories. */
export function troubles(stage: Stage): void {
  stage.write('billing/.claude/commands/tdd/cycle.md', command('One test-driven cycle', 'Just write the code.'));
  stage.quietly('chmod -x billing/.claude/hooks/guard.sh && git -C billing commit -q -a -m "quick fix"');

  const settings = JSON.parse(stage.read('shop/.claude/settings.json')) as { env: Record<string, string> };
  settings.env['QUESTDB_HOST'] = 'db1';
  stage.write('shop/.claude/settings.json', `${JSON.stringify({ model: 'opus', ...settings }, null, 2)}\n`);
  stage.write(
    'shop/.claude/skills/price-check/SKILL.md',
    '---\nname: price-check\ndescription: Compares prices\n---\nCompare.\n',
  );
  stage.quietly('git -C shop add -A && git -C shop commit -q -m "our own skill and settings"');
  stage.write('shop/cart.ts', 'export const cart = ["half-done work"];\n');
  stage.quietly('git -C shop add cart.ts');

  stage.write('search/.claude/agents/reviewer.md', agent('Looks for bugs, and for slow queries.'));
  stage.quietly('git -C search commit -q -a -m "a better reviewer"');

  stage.write('reports/.claude/commands/release.md', RELEASE);
  stage.quietly('git -C reports add -A && git -C reports commit -q -m "a command of our own"');

  brokenRebase(stage);
}

/** What the owner of the hub did since. */
export function hubMovesOn(stage: Stage): void {
  const canonical = CANONICAL.replace('[tdd/, review]', '[tdd/, release]').replace(
    '  search:',
    '  scraper: {path: scraper, test_command: go test}\n  search:',
  );
  stage.write('hub/canonical.yaml', canonical);
  stage.write('hub/desired-state/commands/release.md', RELEASE);
  stage.write('hub/desired-state/agents/reviewer.md', agent('Looks for bugs and missing tests.'));
  stage.write(
    'hub/desired-state/memory/base.md.mustache',
    'Run the tests with `{{test_command}}` before each commit.\n',
  );
  stage.quietly('git -C hub add -A && git -C hub commit -q -m "release instead of review"');
}

const RELEASE = command('Make a release', 'Run the tests, write the notes, tag.');

function brokenRebase(stage: Stage): void {
  stage.quietly('git -C mobile switch -q -c feature');
  stage.write('mobile/app.ts', 'export const version = 2;\n');
  stage.quietly('git -C mobile commit -q -a -m two && git -C mobile switch -q main');
  stage.write('mobile/app.ts', 'export const version = 3;\n');
  stage.quietly('git -C mobile commit -q -a -m three && git -C mobile switch -q feature');
  stage.quietly('git -C mobile rebase -q main', 1);
}

function repository(stage: Stage, name: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) stage.write(`${name}/${path}`, content);
  stage.quietly(
    `mkdir -p ${name} && cd ${name} && git -c init.defaultBranch=main init -q && git add -A && git commit -q --allow-empty -m first`,
  );
}

function command(description: string, text: string): string {
  return `---\ndescription: ${description}\n---\n\n${text}\n`;
}

function agent(text: string): string {
  return `---\nname: reviewer\ndescription: Reviews a change\n---\n\n${text}\n`;
}
