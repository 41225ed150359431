import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PROGRAM } from '../e2e/program.ts';
import { prose, seeded } from './seeded.ts';
import { medians, type Row } from './table.ts';
import { interleaved, median, peakMemory, type Task } from './timing.ts';

const TREES = 50;

/**
 * Imports 50 trees of 60 files that have grown: two thirds are the same everywhere, others have a line of their own in some, a few are
 * nobody else's. Beside it what a person does to read a tree with `cat`, who has to find its files as an import has to; and, as a measure of the
 * disk alone, `cat` that is told the names, started once for each tree and once for all.
 */
export function importPart(rounds = 9): { rows: readonly Row[]; times: ReadonlyMap<string, readonly number[]> } {
  const root = mkdtempSync(join(tmpdir(), 'reconcile-bench-'));
  try {
    const names = Array.from({ length: TREES }, (_, index) => `r${String(index + 1).padStart(2, '0')}`);
    const trees = names.map((name, index) => layOut(join(root, name), index));
    const cat = (paths: readonly string[]): string => `cat ${paths.map((path) => `'${path}'`).join(' ')} > /dev/null\n`;
    writeFileSync(
      join(root, 'find.sh'),
      names.map((name) => `find '${name}/.claude' -type f -exec cat {} + > /dev/null\n`).join(''),
    );
    const perTree = names.map((name, index) => cat(trees[index]!.map((path) => `${name}/${path}`)));
    writeFileSync(join(root, 'each.sh'), perTree.join(''));
    writeFileSync(
      join(root, 'all.sh'),
      cat(names.flatMap((name, index) => trees[index]!.map((path) => `${name}/${path}`))),
    );
    const env = { PATH: process.env['PATH'], HOME: root, GIT_CONFIG_NOSYSTEM: '1' };
    const task = (name: string, command: string, args: readonly string[], before?: () => void): Task => {
      return { name, command, args, cwd: root, env, ...(before === undefined ? {} : { before }) };
    };
    const words = [PROGRAM, 'import', ...names, '--into', 'hub'];
    // With a hub that has them already nothing would be imported.
    const withoutHub = (): void => rmSync(join(root, 'hub'), { recursive: true, force: true });
    const look = task('import --dry-run', process.execPath, [...words, '--dry-run'], withoutHub);
    const write = task('import', process.execPath, words, withoutHub);
    const find = task('find and cat', 'sh', ['find.sh']);
    const each = task('cat told the names', 'sh', ['each.sh']);
    const all = task('one cat told the names', 'sh', ['all.sh']);
    const times = interleaved([look, write, find, each, all], rounds);
    const row = (what: string, mine: Task, yardstick: Task, limit?: number): Row => {
      const [a, b] = [median(times.get(mine.name)!), median(times.get(yardstick.name)!)];
      const from = medians([mine.name, a], [yardstick.name, b]);
      return { what, value: a / b, unit: '×', ...(limit === undefined ? {} : { limit }), from };
    };
    const rows = [
      row('import of 50 trees of 60 files, looked at, beside finding and cat for each tree', look, find, 3),
      row('the same, beside cat that is told the names, for each tree', look, each),
      row('the same, beside one cat for all', look, all),
      row('the same and written to disk, beside looking', write, look, 3),
    ];
    const peak = peakMemory(look, root);
    if (peak !== undefined)
      rows.push({ what: 'import of 50 trees, peak memory', value: peak, unit: ' MB', limit: 150, from: 'one run' });
    return { rows, times };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Makes one repository. @returns the paths of its files */
function layOut(root: string, index: number): string[] {
  const own = seeded(1000 + index);
  const paths = files();
  for (const [at, path] of paths.entries()) {
    const shared = prose(seeded(at + 1), 500 + seeded(at + 1)() * 6000);
    // Of the last third some have a line of their own, and of the last five all.
    const text = at >= 55 ? prose(own, 3500) : at >= 40 && own() < 0.3 ? `${shared}A line of ${index}.\n` : shared;
    put(root, path, `---\nname: n${at}\ndescription: What n${at} is for.\n---\n${text}`);
  }
  const allow = Array.from({ length: 12 }, (_, at) => `Bash(read${at}:*)`);
  put(
    root,
    '.claude/settings.json',
    JSON.stringify({ env: { TZ: 'UTC' }, permissions: { allow: [...allow, `Bash(own${index}:*)`] } }),
  );
  put(root, 'pyproject.toml', '[project]\nname = "x"\ndependencies = ["pytest"]\n');
  execFileSync('git', ['-c', 'init.defaultBranch=main', 'init', '-q', root], { env: { PATH: process.env['PATH'] } });
  return [...paths, '.claude/settings.json'];
}

function put(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function files(): string[] {
  const numbered = (folder: string, count: number): string[] =>
    Array.from({ length: count }, (_, at) => `.claude/${folder}/${folder}-${at}.md`);
  const skills = Array.from({ length: 8 }, (_, at) => [`skills/s${at}/SKILL.md`, `skills/s${at}/references/more.md`]);
  return [
    ...numbered('commands', 25),
    ...skills.flat().map((path) => `.claude/${path}`),
    ...numbered('agents', 10),
    ...numbered('rules', 9),
  ];
}
