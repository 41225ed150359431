import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/adapters/git/config-text.ts';
import { makeGit } from '../../../src/adapters/git/git.ts';
import type { FileRules } from '../../../src/core/actual/repository.ts';
import type { AbsPath } from '../../../src/core/values/paths.ts';
import { makeWorkshop } from '../../tools/repository.ts';

const shop = makeWorkshop();
afterAll(shop.dispose);

function rulesOf(root: AbsPath, more: Record<string, string> = {}): FileRules {
  const opened = makeGit({ environment: { ...shop.environment, ...more } }).open(root);
  if (opened.kind !== 'repository') throw new Error(JSON.stringify(opened));
  return opened.state.config;
}

describe('the configuration that decides how files compare', () => {
  test('a new repository on this disk has the rules git probed', () => {
    expect(rulesOf(shop.repository('plain'))).toMatchObject({ fileMode: true, crlf: false, ignoreCase: false });
  });

  test('the repository beats the person, the environment beats both', () => {
    const root = shop.repository('layers');
    appendFileSync(`${shop.home}/.gitconfig`, '[core]\n\tautocrlf = true\n');
    expect(rulesOf(root).crlf).toBe(true);
    shop.git(root, 'config', 'core.autocrlf', 'input');
    expect(rulesOf(root).crlf).toBe(false);
    const more = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'CORE.AutoCRLF', GIT_CONFIG_VALUE_0: 'true' };
    expect(rulesOf(root, more).crlf).toBe(true);
    shop.git(root, 'config', '--unset', 'core.autocrlf');
    shop.git(root, 'config', '--global', '--unset', 'core.autocrlf');
    expect(rulesOf(root).crlf).toBe(false);
  });

  test('core.eol counts where core.autocrlf does not speak', () => {
    const root = shop.repository('eol');
    shop.git(root, 'config', 'core.eol', 'crlf');
    expect(rulesOf(root).crlf).toBe(true);
    shop.git(root, 'config', 'core.autocrlf', 'input');
    expect(rulesOf(root).crlf).toBe(false);
  });

  test('includes are followed, also those for some folders or branches only', () => {
    const root = shop.repository('includes', { a: 'x' });
    writeFileSync(`${shop.home}/more`, '[core]\n\tfileMode = no\n');
    const says = (condition: string): boolean => {
      const global = `${shop.home}/global`;
      writeFileSync(global, `[core]\n\tfileMode = yes\n[${condition}]\n\tpath = more\n`);
      shop.tryGit(root, ['config', '--unset', 'core.fileMode']);
      const ours = rulesOf(root, { GIT_CONFIG_GLOBAL: global }).fileMode;
      const theirs = shop.tryGit(root, ['config', '--bool', 'core.fileMode'], { GIT_CONFIG_GLOBAL: global }).trim();
      expect([condition, String(ours)]).toEqual([condition, theirs]);
      return ours;
    };
    expect(says('include')).toBe(false);
    expect(says(`includeIf "gitdir:${shop.folder}/"`)).toBe(false);
    expect(says('includeIf "gitdir:includes/"')).toBe(false);
    expect(says('includeIf "gitdir:~/"')).toBe(true);
    expect(says('includeIf "gitdir/i:INCLUDES/.git"')).toBe(false);
    expect(says('includeIf "gitdir:**/incl*/.git"')).toBe(false);
    expect(says('includeIf "onbranch:ma*"')).toBe(false);
    expect(says('includeIf "onbranch:dev/"')).toBe(true);
  });

  test('a worktree may have rules of its own', () => {
    const root = shop.repository('worktree-config', { a: 'x' });
    shop.git(root, 'config', 'extensions.worktreeConfig', 'true');
    shop.git(root, 'config', '--worktree', 'core.ignoreCase', 'true');
    expect(rulesOf(root).ignoreCase).toBe(true);
  });

  test('a file that includes itself ends', () => {
    const root = shop.repository('loop');
    appendFileSync(`${root}/.git/config`, '[include]\n\tpath = config\n');
    expect(rulesOf(root).fileMode).toBe(true);
  });
});

describe('the format', () => {
  test('values read as git reads them', () => {
    const file = `${shop.folder}/one`;
    // No tabs: whether git keeps them inside a value depends on its version.
    const text = fc.stringMatching(/^[ a-z"\\#;=nb.-]{0,12}$/);
    mkdirSync(`${shop.folder}/empty`, { recursive: true });
    fc.assert(
      fc.property(text, (value) => {
        writeFileSync(file, `[a "B.c"]\n\tkey = ${value}\nlast = x\n`);
        const listed = shop.tryGit(`${shop.folder}/empty`, ['config', '--file', file, '--list', '-z']);
        // What git refuses, it will refuse in every command: it does not matter how it is read here.
        fc.pre(!listed.includes('bad config line'));
        const expected = listed
          .split('\0')
          .slice(0, -1)
          .map((record) => ({
            key: record.split('\n')[0],
            value: record.includes('\n') ? record.slice(record.indexOf('\n') + 1) : undefined,
          }));
        expect(parseConfig(`[a "B.c"]\n\tkey = ${value}\nlast = x\n`)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  test('sections, subsections, comments, continued lines and keys without a value', () => {
    const text = '\uFEFF# c\n[Core]FileMode ; c\n[x "A\\"b"] Y = "a # b" ; c\r\n[old.Sub]\nz=1\\\n2\n';
    expect(parseConfig(text)).toEqual([
      { key: 'core.filemode', value: undefined },
      { key: 'x.A"b.y', value: 'a # b' },
      { key: 'old.sub.z', value: '12' },
    ]);
  });
});
