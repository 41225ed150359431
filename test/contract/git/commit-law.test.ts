import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { makeGit } from '../../../src/adapters/git/git.ts';
import { makeWorkshop, request, write } from '../../tools/repository.ts';

const shop = makeWorkshop();
const git = makeGit({ environment: shop.environment });
afterAll(shop.dispose);

const NAMES = ['a', 'd/b', 'd/e/c', '-x', 'é f', '*'];
const content = fc.constantFrom(null, 'one\n', 'two\n', 'three\n');
/** A path of the person's: what HEAD, index and worktree hold, in any combination. */
const theirs = fc.record({ head: content, index: content, worktree: content, mark: fc.boolean() });
/** A path of ours: in HEAD and index the same; the worktree has what is committed, or something else of the person's. */
const ours = fc.record({ before: content, after: content, apart: fc.boolean(), worktree: content });

function given(texts: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== null));
}

test('a commit changes exactly what was asked for, and no index entry of the person', async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(theirs, ours), { minLength: NAMES.length, maxLength: NAMES.length }),
      async (states) => {
        count += 1;
        const root = shop.repository(`law-${count}`, { always: 'there\n' });
        const states2 = states.map((state, index) => [NAMES[index]!, state] as const);
        const head = given(Object.fromEntries(states2.map(([name, s]) => [name, 'head' in s ? s.head : s.before])));
        write(root, head);
        if (Object.keys(head).length > 0) {
          shop.git(root, 'add', '-A');
          shop.git(root, 'commit', '-qm', 'second');
        }
        for (const [name, state] of states2) {
          if (!('head' in state)) continue;
          rmSync(`${root}/${name}`, { force: true });
          shop.git(root, '--literal-pathspecs', 'rm', '-q', '--cached', '--ignore-unmatch', '--', name);
          if (state.index === null) continue;
          write(root, { [name]: state.index });
          shop.git(root, '--literal-pathspecs', 'add', ...(state.mark ? ['-N'] : []), '--', name);
        }
        const wanted: Record<string, string | null> = {};
        const apart: string[] = [];
        for (const [name, state] of states2) {
          rmSync(`${root}/${name}`, { force: true });
          const worktree = 'head' in state || state.apart ? state.worktree : state.after;
          if (worktree !== null) write(root, { [name]: worktree });
          if ('head' in state) continue;
          wanted[name] = state.after;
          if (worktree !== state.after) apart.push(name);
        }
        const entries = (): string[] => shop.git(root, 'ls-files', '-s', '-z').split('\0');
        const isTheirs = (entry: string): boolean => !(entry.slice(entry.indexOf('\t') + 1) in wanted);
        const before = entries().filter(isTheirs);
        const files = (): string =>
          shop.git(root, 'status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames');
        const statusBefore = files()
          .split('\0')
          .filter((line) => !(line.slice(3) in wanted));
        const parent = shop.git(root, 'rev-parse', 'HEAD').trim();
        const changes = states2.flatMap(([name, state]) =>
          'head' in state || state.before === state.after ? [] : [name],
        );
        const id = await git.commit(request(root, wanted, {}, apart));
        expect(id === undefined).toBe(changes.length === 0);
        expect(
          shop
            .git(root, 'diff', '--name-only', '-z', '--no-renames', parent, 'HEAD')
            .split('\0')
            .filter(Boolean)
            .sort(),
        ).toEqual(changes.sort());
        for (const name of changes) {
          if (wanted[name] !== null) expect(shop.git(root, 'show', `HEAD:${name}`)).toBe(wanted[name]);
        }
        expect(entries().filter(isTheirs)).toEqual(before);
        expect(
          files()
            .split('\0')
            .filter((line) => !(line.slice(3) in wanted)),
        ).toEqual(statusBefore);
        expect(
          shop
            .git(root, 'diff', '--cached', '--name-only', '-z')
            .split('\0')
            .filter((name) => name in wanted),
        ).toEqual([]);
        rmSync(root, { recursive: true });
      },
    ),
    { numRuns: 60 },
  );
});
