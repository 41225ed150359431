import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { inLibrary, library } from './library.ts';
import { put, scratch } from './worktree.ts';

const SCRIPT = fileURLToPath(
  new URL('../../desired-state/skills/github-workflow/scripts/check-workflow.mjs', import.meta.url),
);

function check(...args: string[]) {
  const done = spawnSync(process.execPath, [SCRIPT, ...args], { encoding: 'utf8' });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

/** Checks one workflow and gives the lines with findings and their messages. */
function findings(text: string): string[] {
  const dir = scratch();
  put(dir, 'ci.yml', text);
  const done = check(dir);
  return done.out.trim() === ''
    ? []
    : done.out
        .trim()
        .split('\n')
        .map((line) => line.slice(path.join(dir, 'ci.yml').length + 1));
}

const SAFE = `on: [push]
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
`;

describe('the workflow checker', () => {
  test('finds foreign text in scripts, in one line and in a block, but not in env', () => {
    const text = `${SAFE}      - run: echo "\${{ github.event.pull_request.title }}"
      - name: block
        run: |
          # a comment of the script
          echo \${{ github.event.issue.number }}
          git switch \${{ github.head_ref }}
        env:
          TITLE: \${{ github.event.issue.title }}
      - uses: ./local
        with:
          script: >-
            log("\${{ github.event.comment.body }}")
`;
    expect(findings(text)).toEqual([
      '9: github.event.pull_request.title is text of others inside a script; give it through env',
      '14: github.head_ref is text of others inside a script; give it through env',
      '20: github.event.comment.body is text of others inside a script; give it through env',
    ]);
  });

  test('wants foreign actions pinned, and knows local ones, commits and digests', () => {
    const commit = '0123456789abcdef0123456789abcdef01234567';
    const text = `${SAFE}      - uses: actions/checkout@v4
      - uses: "actions/checkout@${commit}" # v4
      - uses: ./.github/actions/own
      - uses: docker://alpine:3
      - uses: docker://alpine@sha256:abc
      - run: |
          echo "uses: not/an-action@v1"
`;
    expect(findings(text)).toEqual([
      '9: actions/checkout@v4 is not pinned to a commit',
      '12: docker://alpine:3 is not pinned to a digest',
    ]);
  });

  test('finds missing rights and time limits per job, and leaves reusable workflows alone', () => {
    const text = `on: [push]
jobs:
  # a comment
  one:
    runs-on: x
    steps: []
  two:
    runs-on: x
    timeout-minutes: 5
    permissions:
      contents: read
    steps: []
  three:
    permissions: write-all
    uses: ./.github/workflows/other.yml
`;
    expect(findings(text)).toEqual([
      '4: job one has no timeout-minutes',
      '4: job one has no permissions, and neither has the workflow',
      '14: write-all gives every right',
    ]);
  });

  test('finds code of a pull request that runs with the rights of the base', () => {
    const steps = `      - uses: ./checkout
        with:
          ref: \${{ github.event.pull_request.head.sha }}
`;
    expect(findings(SAFE.replace('on: [push]', 'on: pull_request_target') + steps)).toEqual([
      '11: code of the pull request is checked out with the rights of the base repository',
    ]);
    expect(findings(SAFE + steps)).toEqual([]);
  });

  test('a wrong call exits 2, a clean folder 0', () => {
    expect(check().code).toBe(2);
    expect(check('/nowhere/at-all').err).toContain('does not exist');
    const dir = scratch();
    put(dir, 'ok.yaml', `${SAFE}      - run: true\n`);
    expect(check(dir)).toEqual({ code: 0, out: '', err: '0 findings\n' });
  });
});

describe('the example workflows', () => {
  const examples = library().filter((file) => /^skills\/github-workflow\/references\/.*\.yml$/.test(file.path));

  test.each(examples)('$path is YAML, and only its actions are left to pin', (file) => {
    const workflow = parse(file.text, { strict: true }) as Record<string, unknown>;
    expect(Object.keys(workflow)).toEqual(['name', 'on', 'permissions', 'concurrency', 'jobs']);
    const lines = check(file.full).out.trim().split('\n');
    for (const line of lines) expect(line).toMatch(/ is not pinned to a commit$/);
    expect(lines).toHaveLength(file.text.match(/uses:/g)!.length);
  });

  test('there is one for each language that has a layer', () => {
    const names = examples.map((file) => path.basename(file.path, '.yml')).sort();
    expect(names).toEqual(fs.readdirSync(inLibrary('languages')).sort());
  });
});
