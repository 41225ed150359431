import { describe, expect, test } from 'vitest';
import { GIT_GUARD } from '../../../src/hooks/safety/git-rules.ts';
import { judgeLine } from '../../../src/hooks/safety/line.ts';
import { protectedBranches } from '../../../src/hooks/safety/place.ts';
import { place, repository } from './place.ts';
import { table } from './table.ts';

describe('a push that rewrites or deletes a protected branch is denied', () => {
  table(GIT_GUARD, [
    ['deny', 'git push -f origin main'],
    ['deny', 'git push --force origin main'],
    ['deny', 'git push origin main --force'],
    ['deny', 'git push origin main -f'],
    ['deny', 'git push -fu origin main'],
    ['deny', 'git push -uf origin master'],
    ['deny', 'git push --force origin develop'],
    ['deny', 'git push --force origin production'],
    ['deny', 'git push --force origin release/1.0'],
    ['deny', 'git push origin +main'],
    ['deny', "git push origin '+main'"],
    ['deny', 'git push origin +feature/cart:main'],
    ['deny', 'git push origin +HEAD:main'],
    ['deny', 'git push origin +HEAD:refs/heads/main'],
    ['deny', 'git push -f origin HEAD:main'],
    ['deny', 'git push -f origin HEAD~3:main'],
    ['deny', 'git push -f origin @:main'],
    ['deny', 'git push -f origin refs/heads/main'],
    ['deny', 'git push -f origin heads/main'],
    ['deny', 'git push -f origin feature/cart:refs/heads/main'],
    ['deny', 'git push -f origin feature/cart main'],
    ['deny', 'git push -f origin main feature/cart'],
    ['deny', 'git push --force-with-lease origin main'],
    ['deny', 'git push --force-with-lease=main origin main'],
    ['deny', 'git push --force-with-lease=main:abc123 origin main'],
    ['deny', 'git push --force-with-lease --force-if-includes origin main'],
    ['deny', 'git push -f git@host.test:ada/shop.git main'],
    ['deny', 'git push -f https://host.test/ada/shop.git HEAD:main'],
    ['deny', 'git push --all -f'],
    ['deny', 'git push --all --force origin'],
    ['deny', "git push -f origin 'refs/heads/*:refs/heads/*'"],
    ['deny', "git push origin '+refs/heads/*:refs/heads/*'"],
    ['deny', 'git push origin +:'],
    ['deny', 'git push origin :main'],
    ['deny', 'git push origin :refs/heads/main'],
    ['deny', 'git push origin --delete main'],
    ['deny', 'git push --delete origin main'],
    ['deny', 'git push -d origin main'],
    ['deny', 'git push origin --delete feature/cart main'],
    ['deny', 'git push --mirror'],
    ['deny', 'git push --mirror backup'],
    ['deny', 'git push --mirr backup'],
    ['deny', 'git -c remote.origin.mirror=true push'],
    ['deny', 'git send-pack --force host:shop main'],
    ['deny', 'B=main; git push -f origin $B'],
    ['deny', 'for b in feature/x main; do git push -f origin $b; done'],
    ['deny', 'git push -f origin {main,feature/cart}'],
    ['deny', 'cd ../lib && git push -f'],
    ['deny', 'git -C ../lib push -f'],
    ['deny', 'git -C /home/ada/lib push --force origin HEAD'],
    ['deny', 'git push -o ci.skip -f origin main'],
    ['deny', 'git push --push-option x --force origin main'],
  ]);
});

describe('however git is started', () => {
  table(GIT_GUARD, [
    ['deny', 'git  push   -f  origin   main'],
    ['deny', '\\git push -f origin main'],
    ['deny', '"git" push -f origin main'],
    ['deny', 'g\\it pu""sh -f origin main'],
    ['deny', '/usr/bin/git push -f origin main'],
    ['deny', './bin/git push -f origin main'],
    ['deny', 'git.exe push -f origin main'],
    ['deny', '"git">/dev/null push -f origin main'],
    ['deny', 'git 2>/dev/null push -f origin main'],
    ['deny', 'git push -f origin main | cat'],
    ['deny', 'git push -f origin main &'],
    ['deny', 'true && git push -f origin main'],
    ['deny', 'git status; git push -f origin main'],
    ['deny', 'git status\ngit push -f origin main'],
    ['deny', 'git push \\\n  -f origin main'],
    ['deny', 'git -c a.b=c push -f origin main'],
    ['deny', 'git --no-pager push -f origin main'],
    ['deny', 'git --git-dir=.git push -f origin main'],
    ['deny', 'git --git-dir .git --work-tree . push -f origin main'],
    ['deny', 'git -p --literal-pathspecs push -f origin main'],
    ['deny', 'sudo git push -f origin main'],
    ['deny', 'env GIT_TRACE=1 git push -f origin main'],
    ['deny', 'GIT_TRACE=1 git push -f origin main'],
    ['deny', 'command git push -f origin main'],
    ['deny', 'time git push -f origin main'],
    ['deny', 'timeout 60 git push -f origin main'],
    ['deny', 'nohup git push -f origin main'],
    ['deny', "bash -c 'git push -f origin main'"],
    ['deny', "sh -lc 'cd /x; git push origin +main'"],
    ['deny', "eval 'git push -f origin main'"],
    ['deny', 'echo main | xargs git push -f origin'],
    ['deny', 'echo $(git push -f origin main)'],
    ['deny', 'bash <<EOF\ngit push -f origin main\nEOF'],
    ['deny', 'bash <<< "git push -f origin main"'],
    ['deny', 'f() { git push -f origin "$1"; }; f main'],
    ['deny', `python -c "import subprocess; subprocess.run(['git', 'push', '-f', 'origin', 'main'])"`],
    ['deny', `node -e "require('child_process').execSync('git push -f origin main')"`],
    ['deny', 'find . -maxdepth 0 -exec git push -f origin main \\;'],
    ['deny', "git -c alias.p='push -f' p origin main"],
    ['deny', "git -c alias.p='!git push -f origin main' p"],
    ['deny', "ssh host 'cd shop && git push -f origin main'"],
    ['deny', 'docker exec web git push -f origin main'],
    ['deny', 'G="git push"; $G -f origin main'],
    ['deny', 'C=push; git $C -f origin main'],
  ]);
});

describe('other pushes', () => {
  table(GIT_GUARD, [
    ['ask', 'git push -f'],
    ['ask', 'git push --force'],
    ['ask', 'git push -f origin feature/cart'],
    ['ask', 'git push --force origin HEAD'],
    ['ask', 'git push origin +feature/cart'],
    ['ask', 'git push origin +HEAD'],
    ['ask', 'git push -f origin "$BRANCH"'],
    ['ask', 'git push -f origin "$(git branch --show-current)"'],
    ['ask', 'git push --force --force-with-lease origin feature/cart'],
    ['ask', 'git push -f origin v1.2.0:refs/tags/v1.2.0'],
    ['ask', 'git push --tags -f'],
    ['ask', 'git push origin --delete feature/cart'],
    ['ask', 'git push origin :feature/cart'],
    ['ask', 'git push origin :refs/tags/v1.2.0'],
    ['ask', 'git push --delete origin v1.2.0'],
    ['ask', 'git push --prune origin'],
    ['ask', "git push --prune origin 'refs/heads/*'"],
    ['ask', 'git push --no-verify'],
    ['ask', 'git push --no-verif origin feature/cart'],
    ['ask', 'git -C /elsewhere push -f'],
    ['silent', 'git push'],
    ['silent', 'git push origin main'],
    ['silent', 'git push -u origin feature/cart'],
    ['silent', 'git push origin HEAD'],
    ['silent', 'git push origin HEAD:main'],
    ['silent', 'git push --tags'],
    ['silent', 'git push --follow-tags'],
    ['silent', 'git push --all'],
    ['silent', 'git push origin v1.2.0'],
    ['silent', 'git push --force-with-lease'],
    ['silent', 'git push --force-with-lease origin feature/cart'],
    ['silent', 'git push --force-with-lease=feature/cart origin feature/cart'],
    ['silent', 'git push --force-with-lease --force-if-includes'],
    ['silent', 'git push -n -f origin main'],
    ['silent', 'git push --dry-run --force origin main'],
    ['silent', 'git push -f --help'],
    ['silent', 'git push origin feature/main-menu'],
    ['silent', 'git push origin tag v1.2.0'],
  ]);
});

describe('a push without a ref goes where git would send it', () => {
  const said = (line: string, facts: Parameters<typeof repository>[0], config: Record<string, string> = {}) =>
    judgeLine(GIT_GUARD, line, place({}, repository(facts, config))).verdict?.decision ?? 'silent';

  test('on a protected branch a bare force push is denied', () => {
    expect(said('git push -f', { branch: 'main' })).toBe('deny');
    expect(said('git push -f origin HEAD', { branch: 'main' })).toBe('deny');
    expect(said('git push --force-with-lease', { branch: 'main' })).toBe('deny');
    expect(said('git push', { branch: 'main' })).toBe('silent');
  });
  test('the upstream counts, not only the name of the branch', () => {
    const config = { 'branch.fix.remote': 'origin', 'branch.fix.merge': 'refs/heads/main', 'push.default': 'upstream' };
    expect(said('git push -f', { branch: 'fix' }, config)).toBe('deny');
    expect(said('git push -f', { branch: 'fix' })).toBe('ask');
  });
  test('push.default matching forces every branch', () => {
    expect(said('git push -f', { branch: 'fix' }, { 'push.default': 'matching' })).toBe('deny');
    expect(said('git -c push.default=matching push -f', { branch: 'fix' })).toBe('deny');
  });
  test('a refspec or a mirror in the configuration counts', () => {
    expect(said('git push', { branch: 'fix' }, { 'remote.origin.push': '+refs/heads/*:refs/heads/*' })).toBe('deny');
    expect(said('git push backup', {}, { 'remote.backup.mirror': 'true' })).toBe('deny');
  });
  test('with a detached HEAD nobody knows the branch', () => {
    expect(said('git push -f', { branch: undefined })).toBe('ask');
  });
  test('an alias of the configuration is followed', () => {
    expect(said('git pf', { branch: 'main' }, { 'alias.pf': 'push --force' })).toBe('deny');
    expect(said('git pf', {}, { 'alias.pf': '!f() { git push -f origin main; }; f' })).toBe('deny');
    expect(said('git co src/a.ts', {}, { 'alias.co': 'checkout' })).toBe('ask');
    expect(said('git a', {}, { 'alias.a': 'b', 'alias.b': 'a' })).toBe('silent');
  });
});

describe('the protected branches can be named', () => {
  test('the variable replaces the defaults', () => {
    expect(protectedBranches({ RECONCILE_PROTECTED_BRANCHES: 'trunk, stable/*' })).toEqual(['trunk', 'stable/*']);
    expect(protectedBranches({})).toContain('main');
    expect(protectedBranches({ RECONCILE_PROTECTED_BRANCHES: ' , ' })).toContain('main');
  });
  table(
    GIT_GUARD,
    [
      ['deny', 'git push -f origin trunk'],
      ['deny', 'git push origin +stable/2'],
      ['deny', 'git push origin :stable/2/x'],
      ['ask', 'git push -f origin main'],
      ['ask', 'git push -f origin trunks'],
      ['ask', 'git push -f origin my/trunk'],
    ],
    place({ protectedBranches: ['trunk', 'stable/*'] }),
  );
});
