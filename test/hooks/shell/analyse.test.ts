// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are shell
import { describe, expect, test } from 'vitest';
import { analyse } from '../../../src/hooks/shell/analyse.ts';
import { expandBraces } from '../../../src/hooks/shell/braces.ts';
import type { ShellContext } from '../../../src/hooks/shell/invocation.ts';

const context: ShellContext = {
  cwd: '/w',
  home: '/home/ada',
  variables: new Map([
    ['HOME', '/home/ada'],
    ['TMPDIR', '/tmp'],
  ]),
  gitAlias: (name) => ({ co: 'checkout', st: '!ls' })[name],
  repositoryRoot: () => '/w',
};

/** The commands as words, `…` for what is unknown; the folder where it is not the first one. */
function commands(line: string): string[] {
  return analyse(line, context).invocations.map((command) => {
    const words = [command.name, ...command.args].join(' ').replaceAll('\0', '…');
    return command.cwd === '/w' ? words : `${command.cwd.replaceAll('\0', '…')}: ${words}`;
  });
}

describe('words become what the process would get', () => {
  test.each([
    ['a b  c', ['a b c']],
    ['a \'b c\' "d e" f\\ g', ['a b c d e f g']],
    ['a $\'\\x41\\n\' $"b"', ['a A\n b']],
    ['A=1; b $A "${A}" \'$A\'', ['b 1 1 $A']],
    ['A="1 2"; b $A "$A"', ['b 1 2 1 2']],
    ['b $UNKNOWN x$UNKNOWN', ['b … x…']],
    ["b ~ ~/x '~' ~ada", ['b /home/ada /home/ada/x ~ /home/ada']],
    ['b {x,y}z {1..3} {a,b}{c,d} "{x,y}"', ['b xz yz 1 2 3 ac ad bc bd {x,y}']],
    ['b $HOME $TMPDIR $PWD', ['b /home/ada /tmp /w']],
    [
      'A=x.tar.gz; b ${A%.*} ${A%%.*} ${A#*.} ${A##*.} ${A/tar/zip} ${A:0:1} ${A^^}',
      ['b x.tar x tar.gz gz x.zip.gz x X.TAR.GZ'],
    ],
    ['b ${A:-x} ${B:=y} $B', ['b x … y … y …']],
    ['A=; b ${A:-x} ${A-x}', ['b x x']],
    ['A=(1 2 3); b "${A[@]}" ${A[1]}', ['b 1 2 3 2']],
    ['b "$@" "$1" $#', ['b  1']],
    ['set -- x y; b "$2" "$@"', ['b y x y']],
    ['A=a; A+=b; c $A', ['c ab']],
    ['N=A; A=1; b ${!N}', ['b 1']],
    ['b $((1 + 1))', ['b 1']],
    ['b a\\\nc', ['b ac']],
    ['b # c', ['b']],
  ])('%s', (line, expected) => {
    expect(commands(line)).toEqual(expected);
  });
});

describe('folders are followed', () => {
  test.each([
    ['cd x && a', ['/w/x: cd x', '/w/x: a']],
    ['cd ..; a', ['/: cd ..', '/: a']],
    ['cd /x; cd y; a', ['/x: cd /x', '/x/y: cd y', '/x/y: a']],
    ['(cd x; a); b', ['/w/x: cd x', '/w/x: a', 'b']],
    ['cd x | a', ['/w/x: cd x', 'a']],
    ['cd x & a', ['/w/x: cd x', 'a']],
    ['cd "$X"; a', ['/w/…: cd …', '/w/…: a']],
    ['cd; a', ['/home/ada: cd', '/home/ada: a']],
    ['env -C x a', ['/w/x: a']],
  ])('%s', (line, expected) => {
    expect(commands(line)).toEqual(expected);
  });
});

describe('what runs something else is followed', () => {
  test.each([
    ['sudo -u x a b', ['a b']],
    ['sudo -l', ['sudo -l']],
    ['env A=b c', ['c']],
    ['env', ['env']],
    ['command -v a', ['command -v a']],
    ['timeout 5 a', ['a']],
    ['nice a', ['a']],
    ["bash -c 'a; b'", ['bash', 'a', 'b']],
    ["bash -c 'a $0 $1' x y", ['bash', 'a x y']],
    ['bash a.sh b', ['bash a.sh b']],
    ['eval a "b c"', ['a b c']],
    ['a | xargs b -c', ['a', 'xargs b -c', 'b -c …']],
    ['echo 1 2 | xargs b', ['echo 1 2', 'xargs b', 'b 1 2']],
    ['echo 1 | xargs -I{} b x{}', ['echo 1', 'xargs -I{} b x{}', 'b x1']],
    ['find s -exec a {} \\;', ['find s -exec a {} ;', 'a s']],
    ['find s -name "*.o" -exec a {} +', ['find s -name *.o -exec a {} +', 'a s/**/*.o']],
    ['a $(b)', ['b', 'a …']],
    ['a $(echo c)', ['echo c', 'a c']],
    ['a `b`', ['b', 'a …']],
    ['a <(b)', ['b', 'a /dev/fd/63']],
    ['f() { a "$1"; }; f x; f y', ['a x', 'a y']],
    ['f() { a; f; }; f', ['a', 'f']],
    ["alias x='a b'; x c", ['a b c']],
    ['trap a EXIT', ['a']],
    ['git co x', ['git checkout x']],
    ['git st', ['git alias-of-this-line', 'ls']],
    ['if a; then b; elif c; then d; else e; fi', ['a', 'b', 'c', 'd', 'e']],
    ['while a; do b; done', ['a', 'b']],
    ['for i in 1 2; do b $i; done', ['b 1 2']],
    ['case x in a) b;; *) c;; esac', ['b', 'c']],
    ['{ a; } > x', [':', 'a']],
    ['[[ -n $(a) ]] && b', ['a', 'b']],
    ['(( x = $(a) ))', ['a']],
    ['! a', ['a']],
    ['time a', ['a']],
    ['coproc a', ['a']],
    ['', []],
  ])('%s', (line, expected) => {
    expect(commands(line)).toEqual(expected);
  });

  test('how it was reached is told', () => {
    const [, inner] = analyse("sudo bash -c 'env A=b rm x'", context).invocations;
    expect(inner).toMatchObject({ name: 'rm', via: ['sudo', 'bash -c', 'env'] });
    expect(inner?.env.get('A')).toBe('b');
  });

  test('another machine is not this one', () => {
    const remote = analyse("ssh h 'cd /x; rm y'", context).invocations.at(-1);
    expect(remote).toMatchObject({ name: 'rm', args: ['y'], cwd: '/x', remote: true });
  });
});

describe('problems are told', () => {
  test.each([
    ['a "b', 'syntax'],
    [':(){ :|:& };:', 'fork-bomb'],
    ['$('.repeat(200), 'too-deep'],
    [`${'sudo '.repeat(100)}a`, 'too-deep'],
    ['x'.repeat(200_000), 'too-much'],
    ['a '.repeat(60_000), 'too-much'],
  ])('%#', (line, kind) => {
    expect(analyse(line, context).problems.map((problem) => problem.kind)).toContain(kind);
  });

  test('a correct line has none', () => {
    expect(analyse('for i in 1; do a "$i" | b \'c\' > d; done', context).problems).toEqual([]);
  });
});

describe('braces', () => {
  test.each([
    ['a', ['a']],
    ['{a,b}', ['a', 'b']],
    ['{a,{b,c}}', ['a', 'b', 'c']],
    ['{a}', ['{a}']],
    ['{}', ['{}']],
    ['a{,b}', ['a', 'ab']],
    ['{3..1}', ['3', '2', '1']],
    ['{a..e..2}', ['a', 'c', 'e']],
    ["'{a,b}'", ["'{a,b}'"]],
    ['\\{a,b}', ['\\{a,b}']],
    ['${a,b}', ['${a,b}']],
    ['{$(x,y),b}', ['$(x,y)', 'b']],
    ['{1..999999999}', undefined],
    ['{a,b}'.repeat(10), undefined],
  ])('%s', (text, expected) => {
    expect(expandBraces(text)).toEqual(expected);
  });
});
