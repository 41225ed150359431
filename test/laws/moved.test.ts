import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planPatch } from '../../src/core/views/planPatch.ts';
import { runToUndo, undo } from '../../src/engine/undo.ts';
import { Fleet, type FleetCase, type Leaf, type Step, snapshot } from './fleet.ts';
import { patchedTree } from './patched.ts';

const leafOf = (...texts: readonly string[]): fc.Arbitrary<Leaf> =>
  fc.record({ bytes: fc.constantFrom(...texts).map((text) => Buffer.from(text)), executable: fc.boolean() });
const leaf = leafOf('alpha\n', 'beta\n', 'gamma');
const OLD = ['commands/a.md', 'skills/one/SKILL.md', 'skills/one/scripts/run.sh'] as const;
const NEW = ['commands/b.md', 'skills/two/SKILL.md', 'skills/two/scripts/run.sh'] as const;
const MOVED = `moved:
  - {from: .claude/commands/a.md, to: .claude/commands/b.md}
  - {from: .claude/skills/one/, to: .claude/skills/two/}
`;
const OPTIONS = { hooks: true, ignored: false, sign: 'inherit', timeout: 10_000 } as const;

const touched = fc.record({
  do: fc.constant('file' as const),
  repository: fc.nat(1),
  path: fc.constantFrom(...OLD, ...NEW, 'commands/mine.md').map((path) => `.claude/${path}`),
  leaf: fc.option(leafOf('alpha\n', 'gamma', 'mine\n', 'theirs\n')),
});

const renamed = fc.record({
  before: fc.tuple(leaf, leaf, leaf),
  after: fc.tuple(leaf, leaf, leaf),
  there: fc.array(touched, { maxLength: 5 }),
  policy: fc.constantFrom<FleetCase['policy']>('default', 'leave-drift', 'overwrite', 'no-prune'),
});

/** A fleet in which the library was renamed after an apply, and files were changed there. */
async function inRenamed(
  { before, after, there, policy }: typeof renamed extends fc.Arbitrary<infer Case> ? Case : never,
  look: (made: Fleet) => Promise<void>,
): Promise<void> {
  const library = Object.fromEntries(OLD.map((path, index) => [path, before[index]!]));
  const made = Fleet.create({ library, repositories: [{}, {}], steps: [], policy });
  try {
    const world = await made.world();
    await made.apply(world);
    const gone = OLD.map((path): Step => ({ do: 'library', path, leaf: null }));
    const come = NEW.map((path, index): Step => ({ do: 'library', path, leaf: after[index]! }));
    await made.live(world, [...gone, ...come, ...there]);
    const file = join(made.root, 'hub/canonical.yaml');
    writeFileSync(file, readFileSync(file, 'utf8') + MOVED);
    await look(made);
  } finally {
    made.remove();
  }
}

const files = (fleet: Fleet) =>
  [0, 1].map((index) => new Map([...snapshot(fleet.repository(index))].filter(([path]) => !path.endsWith('/'))));

/** The contents that no plan may lose: those that are neither what was delivered nor what is wanted. */
function contents(tree: Map<string, string>): Set<string> {
  return new Set(
    [...tree].filter(([path]) => !path.endsWith('.reconcile.json')).map(([, content]) => content.slice(2)),
  );
}

describe('the laws of moves, over generated fleets', () => {
  test('a plan after an apply has nothing left but conflicts', async () => {
    await fc.assert(
      fc.asyncProperty(renamed, (one) =>
        inRenamed(one, async (made) => {
          const world = await made.world();
          await made.apply(world);
          for (const { plan } of await made.plan(world)) {
            expect(plan.changes.filter((change) => change.action !== 'conflict')).toEqual([]);
            expect(plan.writes).toEqual([]);
          }
        }),
      ),
      { numRuns: 50 },
    );
  }, 300_000);

  test('the patch gives what the apply gives, and undo brings everything back', async () => {
    await fc.assert(
      fc.asyncProperty(renamed, (one) =>
        inRenamed(one, async (made) => {
          const world = await made.world();
          const before = files(made);
          const planned = await made.plan(world);
          const patched = planned.map(({ plan }, index) => patchedTree(made.repository(index), planPatch(plan).patch));
          const report = await made.apply(world);
          const sorted = (tree: Map<string, string>) =>
            [...tree].filter(([path]) => !path.endsWith('/')).sort(([a], [b]) => (a < b ? -1 : 1));
          expect(patched.map(sorted)).toEqual(files(made).map(sorted));
          if (report.run === undefined) return;
          await undo(world, runToUndo(world, undefined), 'undone', made.hub(world).revision, OPTIONS);
          expect(files(made)).toEqual(before);
        }),
      ),
      { numRuns: 50 },
    );
  }, 300_000);

  test('what somebody changed there is still there where policy leaves it, at one of the two paths', async () => {
    await fc.assert(
      fc.asyncProperty(renamed, (one) =>
        inRenamed({ ...one, policy: 'leave-drift' }, async (made) => {
          const world = await made.world();
          const known = new Set([...one.before, ...one.after].map(({ bytes }) => bytes.toString()));
          const before = files(made);
          await made.apply(world);
          files(made).forEach((tree, index) => {
            const lost = [...contents(before[index]!)].filter((text) => !known.has(text) && !contents(tree).has(text));
            expect(lost).toEqual([]);
          });
        }),
      ),
      { numRuns: 50 },
    );
  }, 300_000);
});
