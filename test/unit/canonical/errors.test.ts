import { describe, expect, test } from 'vitest';
import { said } from './read.ts';

const repo = (line: string) => `repositories:\n  a:\n    path: /a\n    ${line}\n`;

describe('what is not YAML', () => {
  test.each([
    ['a tab', 'a:\n\tb: c\n', ['canonical.yaml:2:1  is indented with a tab. Indent with spaces.']],
    [
      'a second document',
      'a: b\n---\nc: d\n',
      ['canonical.yaml:2:1  a second document starts here. Keep one: remove the "---".'],
    ],
    ['a NUL', 'a: b\nc: \0', ['canonical.yaml:2:4  has a NUL character. Save it as UTF-8 text.']],
    ['nothing', '# only words\n', ['canonical.yaml:1:1  is empty. Add "repositories:" with the first repository.']],
    [
      'an older YAML',
      '%YAML 1.1\n---\na: b\n',
      ['canonical.yaml:1:1  asks for another YAML than 1.2. Remove the "%YAML" line.'],
    ],
    ['an open quote', 'a: "b\n', ['canonical.yaml:2:1  is not valid YAML: missing closing quote (").']],
    ['a list for all', '- a\n', ['canonical.yaml:1:1  is a list, but keys and values are wanted.']],
    [
      'a key twice',
      'mcp: []\nforge: []\nmcp: {}\n',
      ['canonical.yaml:3:1  the key "mcp" stands here a second time. Keep one of them.'],
    ],
    [
      'a merge key',
      'a: &x {b: c}\nd:\n  <<: *x\n',
      ['canonical.yaml:3:3  merge keys (<<) are not read. Write the keys out, or use "profiles:".'],
    ],
    ['a list for a key', '? [a]\n: b\n', ['canonical.yaml:1:3  a key must be a text. Write "key: value".']],
    [
      'a dangerous key',
      'mcp: {}\n__proto__: {}\n',
      ['canonical.yaml:2:1  "__proto__" cannot be a key. Choose another name.'],
    ],
    [
      'a tag',
      'a: !!binary b\n',
      [
        'canonical.yaml:1:4  unresolved tag: tag:yaml.org,2002:binary. Remove the tag ("!…"), or put the value in quotes.',
      ],
    ],
    [
      'another tag',
      'a: !env B\n',
      ['canonical.yaml:1:4  unresolved tag: !env. Remove the tag ("!…"), or put the value in quotes.'],
    ],
    ['no number', 'a: .nan\n', ['canonical.yaml:1:4  this is not a number to count with. Put it in quotes.']],
    [
      'an alias of nothing',
      'a: *b\n',
      ['canonical.yaml:1:4  the alias *b has no anchor above it. Put &b before the value to repeat.'],
    ],
    [
      'an alias of itself',
      'a: &b [*b]\n',
      ['canonical.yaml:1:8  the alias *b repeats what it stands in. Write it out.'],
    ],
    ['two colons', 'a: b: c\n', ['canonical.yaml:1:4  has two ": " in one line. Put the value in quotes.']],
    [
      'brackets without end',
      '['.repeat(100_000),
      ['canonical.yaml:1:101  is nested more than 100 levels deep. Nothing here needs that.'],
    ],
    [
      'dashes without end',
      '- '.repeat(1_000),
      ['canonical.yaml:1:200  is nested more than 100 levels deep. Nothing here needs that.'],
    ],
    [
      'a huge file',
      ' '.repeat(10 * 1024 * 1024 + 1),
      ['canonical.yaml:1:1  is larger than 10 MB. This is not a canonical.yaml.'],
    ],
    [
      'a flood of values',
      '- a\n'.repeat(300_000),
      ['canonical.yaml:200001:1  has too many values. This is not a canonical.yaml.'],
    ],
  ])('%s', (_, text, lines) => {
    expect(said(text)).toEqual(lines);
  });

  test('an alias bomb is refused', () => {
    const levels = ['a: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level++)
      levels.push(
        `b${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    expect(said(levels.join('\n'))[0]).toMatch(/aliases repeat more than 10000 values/);
  });

  test('of a hundred errors each is told, and of more their number', () => {
    const text = `global:\n  commands:\n${'    - 1\n'.repeat(250)}`;
    const lines = said(text);
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)).toBe('canonical.yaml  150 more errors are not shown.');
  });

  test('a hundred warnings do not hide an error', () => {
    const unknown = Array.from({ length: 200 }, (_, index) => `unknown${index}: 1`).join('\n');
    expect(said(`${unknown}\nglobal: 3\n`)).toContain(
      'canonical.yaml:201:9  global: is the number 3, but keys and values are wanted.',
    );
  });
});

describe('what has the wrong shape', () => {
  test.each([
    [
      repo('test_command: 5'),
      'canonical.yaml:4:19  repositories.a.test_command: is the number 5, but a text is wanted. Put it in quotes: "5".',
    ],
    [
      repo('language: true'),
      'canonical.yaml:4:15  repositories.a.language: is true, but a text is wanted. Put it in quotes: "true".',
    ],
    [repo('language: '), 'canonical.yaml:4:5  repositories.a.language: is nothing, but a text is wanted.'],
    [repo('language: ""'), 'canonical.yaml:4:15  repositories.a.language: is empty. Fill it, or take the key out.'],
    [
      repo('commands: tdd/'),
      'canonical.yaml:4:15  repositories.a.commands: is the text "tdd/", but a list is wanted. Put "- " before it, on a line of its own.',
    ],
    [
      repo('commands: {a: b}'),
      'canonical.yaml:4:15  repositories.a.commands: is keys and values, but a list is wanted.',
    ],
    [repo('languag: go'), 'canonical.yaml:4:5  repositories.a: unknown key "languag". Did you mean "language"?'],
    [
      repo('delivery: comit'),
      'canonical.yaml:4:15  repositories.a.delivery: is the text "comit", but write, commit or branch is wanted. Did you mean "commit"?',
    ],
    [
      repo('suspend: 3'),
      'canonical.yaml:4:14  repositories.a.suspend: is the number 3, but true or false, a text or keys and values are wanted. Put it in quotes: "3".',
    ],
    [
      repo('suspend: {why: x}'),
      'canonical.yaml:4:15  repositories.a.suspend: unknown key "why". Known are reason, until.',
    ],
    [repo('labels: {a: [b]}'), 'canonical.yaml:4:17  repositories.a.labels.a: is a list, but a text is wanted.'],
    ['repositories:\n  a:\n    language: go\n', 'canonical.yaml:2:3  repositories.a: has no "path". Add "path:".'],
    ['repositories:\n  a:\n', 'canonical.yaml:2:3  repositories.a: is nothing, but keys and values are wanted.'],
    [
      'repositories:\n  my repo: {path: /a}\n',
      'canonical.yaml:2:3  repositories["my repo"]: is not a name. Use letters, digits, "_", "-" and ".".',
    ],
    [
      'policy: {commitHooks: yes}',
      'canonical.yaml:1:23  policy.commitHooks: is the text "yes", but true or false is wanted. Write true.',
    ],
    [
      'policy: {prune: off}',
      'canonical.yaml:1:17  policy.prune: is the text "off", but true or false is wanted. Write false.',
    ],
    [
      'policy: {maxDeletes: lots}',
      'canonical.yaml:1:22  policy.maxDeletes: is the text "lots", but a number, or a share like "25%" is wanted.',
    ],
    ['policy: {maxDeletes: -1}', 'canonical.yaml:1:22  policy.maxDeletes: is the number -1, but at least 0 is wanted.'],
    ['policy: {rules: [{prune: true}]}', 'canonical.yaml:1:18  policy.rules[0]: has no "paths". Add "paths:".'],
    [
      'controller: {concurrency: 1.5}',
      'canonical.yaml:1:27  controller.concurrency: is the number 1.5, but a whole number is wanted.',
    ],
    [
      'thresholds: {context_utilization_warn: 80}',
      'canonical.yaml:1:40  thresholds.context_utilization_warn: is the number 80, but at most 1 is wanted.',
    ],
    [
      'metrics: {retention: {default: 90 days}}',
      'canonical.yaml:1:32  metrics.retention.default: is the text "90 days", but a time like 90d is wanted.',
    ],
    [
      'infrastructure: {questdb: {pg_port: "8812"}}',
      'canonical.yaml:1:37  infrastructure.questdb.pg_port: is the text "8812", but a number is wanted. Remove the quotes.',
    ],
    [
      'infrastructure: {questdbb: {}}',
      'canonical.yaml:1:18  infrastructure: unknown key "questdbb". Did you mean "questdb"?',
    ],
    [
      'global: {hooks: {pre_tool_us: [a]}}',
      'canonical.yaml:1:18  global.hooks: unknown event "pre_tool_us". Did you mean "pre_tool_use"?',
    ],
    [
      'global: {hooks: {stop: ["a.py(Bash"]}}',
      'canonical.yaml:1:25  global.hooks.stop[0]: is the text "a.py(Bash", but "script.py" or "script.py (Matcher)" is wanted.',
    ],
    [
      'global: {hooks: {stop: [{name: a, tmeout: 5}]}}',
      'canonical.yaml:1:35  global.hooks.stop[0]: unknown key "tmeout". Did you mean "timeout"?',
    ],
    [
      'global: {hooks: {stop: [{name: a, timeout: 0}]}}',
      'canonical.yaml:1:44  global.hooks.stop[0].timeout: is the number 0, but more than 0 is wanted.',
    ],
    [
      'global: {hooks: {stop: [{name: a, onFailure: stop}]}}',
      'canonical.yaml:1:46  global.hooks.stop[0].onFailure: is the text "stop", but block or continue is wanted.',
    ],
    [
      'global: {settings: [3]}',
      'canonical.yaml:1:21  global.settings[0]: is the number 3, but a text or keys and values are wanted. Put it in quotes: "3".',
    ],
    ['home: [a]', 'canonical.yaml:1:7  home: is a list, but true or false or keys and values are wanted.'],
    ['forge: github', 'canonical.yaml:1:8  forge: is the text "github", but keys and values or a list is wanted.'],
  ])('%j', (text, line) => {
    expect(said(text)).toEqual([line]);
  });
});

describe('what does not make sense', () => {
  const path = (text: string) => `repositories:\n  n8n_dev:\n    path: ${text}\n`;
  const at = 'canonical.yaml:3:11  repositories.n8n_dev.path:';
  test.each([
    [path('N8N_dev'), `${at} is relative, but no workspace is set. Add "workspace:" or give an absolute path.`],
    [path('~bob/x'), `${at} names the home of another user. Give an absolute path.`],
    [
      path('$' + '{CODE}/x'),
      `${at} the environment variable "CODE" is not set. Set it, or write $${'{CODE:-default}'}.`,
    ],
    [path('$CODE/x'), `${at} "$CODE" is not a variable. Write $${'{NAME} or $' + '{NAME:-default}'}.`],
    [path('"$' + '{A B}"'), `${at} "$${'{A B}'}" is not a variable. Write $${'{NAME} or $' + '{NAME:-default}'}.`],
    [path('$' + '{X:-}'), `${at} is empty. Give a path.`],
    [
      'workspace: $' + '{NOPE}\nrepositories: {a: {path: x}}',
      `canonical.yaml:1:12  workspace: the environment variable "NOPE" is not set. Set it, or write $${'{NOPE:-default}'}.`,
    ],
    [
      'infrastructure: {hooks_shared: {path: x}}',
      'canonical.yaml:1:39  infrastructure.hooks_shared.path: is relative, but no workspace is set. Add "workspace:" or give an absolute path.',
    ],
    [
      'repositories:\n  a: {path: /x}\n  b: {path: /y/../x/}\n',
      'canonical.yaml:3:13  repositories.b.path: is also the path of repositories.a. Give each its own, or take one out.',
    ],
    [
      'home:\nrepositories:\n  a: {path: ~/.claude}\n',
      'canonical.yaml:3:13  repositories.a.path: is also the path of home. Give each its own, or take one out.',
    ],
    [
      'repositories:\n  home: {path: /x}\n',
      'canonical.yaml:2:3  repositories: "home" is the name of ~/.claude. Give the repository another.',
    ],
    [
      `${repo('profiles: [pyhton]')}profiles: {python: {}}`,
      'canonical.yaml:4:16  repositories.a.profiles: "pyhton" is not in "profiles:". Did you mean "python"?',
    ],
    [
      repo('profiles: [x]'),
      'canonical.yaml:4:16  repositories.a.profiles: "x" is not in "profiles:". There are none; add it to "profiles:".',
    ],
    [
      'repositories: {utxoracle: {path: /x}}\nproject_specific:\n  utxo_oracle: {}\n',
      'canonical.yaml:3:3  project_specific.utxo_oracle: "utxo_oracle" is not in "repositories:". Did you mean "utxoracle"?',
    ],
    [
      repo('suspend: {until: 2026-02-30}'),
      'canonical.yaml:4:22  repositories.a.suspend.until: "2026-02-30" is not a date. Write it like 2026-12-31.',
    ],
    [
      repo('suspend: {until: tomorrow}'),
      'canonical.yaml:4:22  repositories.a.suspend.until: "tomorrow" is not a date. Write it like 2026-12-31.',
    ],
    [
      repo('branch: a b'),
      'canonical.yaml:4:13  repositories.a.branch: "a b" is not a name for a branch. See "git help check-ref-format".',
    ],
    [
      repo('remote: --upload-pack=x'),
      'canonical.yaml:4:13  repositories.a.remote: starts with "-". Give an address or a path.',
    ],
    [
      repo('remote: ext::sh -c x'),
      'canonical.yaml:4:13  repositories.a.remote: asks git to run a program. Give an address or a path.',
    ],
    [
      repo('exclude: [/etc/**]'),
      'canonical.yaml:4:15  repositories.a.exclude[0]: starts outside the target. Start at its root: ".claude/…".',
    ],
    [
      'policy: {rules: [{paths: [a/../../b]}]}',
      'canonical.yaml:1:27  policy.rules[0].paths[0]: leaves the target with "..". Start at its root: ".claude/…".',
    ],
    [
      'policy: {branch: -x}',
      'canonical.yaml:1:18  policy.branch: "-x" is not a name for a branch. See "git help check-ref-format".',
    ],
    [
      'controller: {timezone: Europe/Roma}',
      'canonical.yaml:1:24  controller.timezone: there is no time zone "Europe/Roma". Did you mean "Europe/Rome"?',
    ],
    [
      'controller: {backoff: {first: 10, longest: 5}}',
      'canonical.yaml:1:44  controller.backoff.longest: is shorter than the first wait (10). Make it longer.',
    ],
    ["version: '2.0'", 'canonical.yaml:1:10  version: is "2.0", but 1.x is what this program reads. Write \'1.0\'.'],
    [
      'global: {hooks: {stop: [{name: a, if: Bash(x)}]}}',
      'canonical.yaml:1:39  global.hooks.stop[0].if: works on tool events only; on Stop the hook would never run. Take it out.',
    ],
    [
      'global: {hooks: {stop: ["a (([)"]}}',
      'canonical.yaml:1:25  global.hooks.stop[0]: the matcher "([" is not a regular expression. Write names with "|" between them.',
    ],
    [
      'global: {hooks: {stop: [../a.py]}}',
      'canonical.yaml:1:25  global.hooks.stop[0]: leaves the folder of the hooks. Give its name there.',
    ],
  ])('%j', (text, line) => {
    expect(said(text)).toEqual([line]);
  });

  test('is told beside keys that stand twice', () => {
    const text = 'repositories:\n  a: {path: /a}\n  a: {path: /b}\n  c: {path: d}\n';
    expect(said(text).map((line) => line.split('  ')[0])).toEqual(['canonical.yaml:3:3', 'canonical.yaml:4:13']);
  });

  test('is told beside what has the wrong shape, in the order of the file', () => {
    const text =
      'controller: {timezone: Nowhere/X}\nrepositories:\n  a: {path: 5}\n  b: {path: x}\nproject_specific: {a: {}}\n';
    expect(said(text).map((line) => line.split('  ')[0])).toEqual([
      'canonical.yaml:1:24',
      'canonical.yaml:3:13',
      'canonical.yaml:4:13',
    ]);
  });
});

describe('warnings', () => {
  test.each([
    ['repositoris: {}', 'warning canonical.yaml:1:1  repositoris: unknown section. Did you mean "repositories"?'],
    ['quux: {}', 'warning canonical.yaml:1:1  quux: unknown section. It is kept, and not used.'],
    [
      'thresholds: {hook_latency_warn: 3}',
      'warning canonical.yaml:1:14  thresholds.hook_latency_warn: unknown threshold. Did you mean "hook_latency_warn_ms"?',
    ],
    [
      repo('labels: {country: no}'),
      'warning canonical.yaml:4:23  no is a text here, but true or false to older readers of YAML. Put it in quotes: "no".',
    ],
  ])('%j', (text, line) => {
    expect(said(text)).toEqual([line]);
  });

  test('are not given for words of ours and for quoted texts', () => {
    expect(said(repo('mode: off\n    labels: {country: "no"}'))).toEqual([]);
  });
});
