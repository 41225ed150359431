import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { makeGit } from '../../../src/adapters/git/git.ts';
import type { AbsPath } from '../../../src/core/values/paths.ts';
import { makeWorkshop, request, write } from '../../tools/repository.ts';

const shop = makeWorkshop();
const git = makeGit({ environment: shop.environment });
afterAll(shop.dispose);

type Text = string | null;
/** A path of the person's: what HEAD, index and worktree hold, in any combination; `mark` is intent-to-add. */
interface Theirs {
  readonly head: Text;
  readonly index: Text;
  readonly worktree: Text;
  readonly mark: boolean;
}
/** A path of ours: the same in HEAD and index; the worktree has what is committed, or (when there is one) something else. */
interface Ours {
  readonly head: Text;
  readonly after: Text;
  readonly worktree?: Text;
}
type State = Theirs | Ours;

const NAMES = ['a', 'd/b', 'd/e/c', '-x', 'é f', '*'];
const text = fc.constantFrom<Text>(null, 'one\n', 'two\n', 'three\n');
const theirs = fc.record({ head: text, index: text, worktree: text, mark: fc.boolean() });
const ours = fc.record({ head: text, after: text, worktree: text }, { requiredKeys: ['head', 'after'] });
const repository = fc
  .tuple(...NAMES.map(() => fc.oneof<fc.Arbitrary<State>[]>(theirs, ours)))
  .map((states) => new Map(states.map((state, index) => [NAMES[index]!, state])));

let count = 0;
/** Makes the repository and gives what to commit. */
function prepare(states: ReadonlyMap<string, State>): { root: AbsPath; wanted: Record<string, Text>; apart: string[] } {
  count += 1;
  const root = shop.repository(`law-${count}`, { always: 'there\n' });
  for (const [name, { head }] of states) if (head !== null) write(root, { [name]: head });
  shop.git(root, 'add', '-A');
  shop.git(root, 'commit', '-q', '--allow-empty', '-m', 'second');
  const wanted: Record<string, Text> = {};
  const apart: string[] = [];
  for (const [name, state] of states) {
    let worktree = state.worktree ?? null;
    if ('after' in state) {
      wanted[name] = state.after;
      if (!('worktree' in state)) worktree = state.after;
      if (worktree !== state.after) apart.push(name);
    } else stage(root, name, state);
    rmSync(`${root}/${name}`, { force: true });
    if (worktree !== null) write(root, { [name]: worktree });
  }
  return { root, wanted, apart };
}

function stage(root: AbsPath, name: string, { index, mark }: Theirs): void {
  shop.git(root, '--literal-pathspecs', 'rm', '-q', '--cached', '--ignore-unmatch', '--', name);
  if (index === null) return;
  write(root, { [name]: index });
  shop.git(root, '--literal-pathspecs', 'add', ...(mark ? ['-N'] : []), '--', name);
}

function lines(root: AbsPath, ...args: string[]): string[] {
  return shop
    .git(root, ...args, '-z')
    .split('\0')
    .slice(0, -1);
}

test('a commit changes exactly what was asked for, and no index entry of the person', async () => {
  await fc.assert(
    fc.asyncProperty(repository, async (states) => {
      const { root, wanted, apart } = prepare(states);
      const personal = (): string[] => [
        ...lines(root, 'ls-files', '-s').filter((line) => !(line.slice(line.indexOf('\t') + 1) in wanted)),
        ...lines(root, 'status', '--porcelain', '-uall', '--no-renames').filter((line) => !(line.slice(3) in wanted)),
      ];
      const before = personal();
      const parent = shop.git(root, 'rev-parse', 'HEAD').trim();
      const changed = Object.keys(wanted).filter((name) => wanted[name] !== states.get(name)?.head);

      const id = await git.commit(request(root, wanted, {}, apart));

      expect(id === undefined).toBe(changed.length === 0);
      expect(lines(root, 'diff', '--name-only', '--no-renames', parent, 'HEAD').sort()).toEqual(changed.sort());
      for (const name of changed) {
        if (wanted[name] !== null) expect(shop.git(root, 'show', `HEAD:${name}`)).toBe(wanted[name]);
      }
      expect(personal()).toEqual(before);
      expect(lines(root, 'diff', '--cached', '--name-only').filter((name) => name in wanted)).toEqual([]);
      rmSync(root, { recursive: true });
    }),
    { numRuns: 25 },
  );
});
