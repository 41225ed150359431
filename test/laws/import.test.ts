import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ImportDocument } from '../../generated/import.ts';
import type { AbsPath } from '../../src/core/values/paths.ts';
import { runIn } from '../tools/terminal.ts';
import { snapshot } from './fleet.ts';
import { type GrownRepository, grownRepository, layOutRepository, workplace } from './trees.ts';

const PATIENCE = 600_000;
const INVENTORY = /(?:^|\/)\.reconcile\.json$/;

interface PlannedTarget {
  readonly name: string;
  readonly status: string;
  readonly reason?: string;
  readonly changes: readonly { readonly path: string; readonly action: string }[];
}

const schema = readFileSync(`${import.meta.dirname}/../../schemas/import.schema.json`, 'utf8');
const isReport = new Ajv2020({ allowUnionTypes: true }).compile<ImportDocument>(JSON.parse(schema));

/** A person with repositories and a folder for a hub. */
class Fleet {
  readonly root: AbsPath;

  constructor(root: string) {
    this.root = root as AbsPath;
  }

  repository(index: number): string {
    return join(this.root, `r${index}`);
  }

  async run(...argv: string[]): Promise<unknown> {
    const env = {
      HOME: this.root,
      XDG_STATE_HOME: join(this.root, 'state'),
      PATH: process.env['PATH'],
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@example.org',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@example.org',
      GIT_CONFIG_NOSYSTEM: '1',
    };
    const ran = await runIn({ cwd: this.root, home: this.root, env, interactive: false, answers: [], now: 0 }, argv);
    if (ran.code !== 0) throw new Error(`${argv.join(' ')}: ${ran.all.toString()}`);
    return ran.stdout.length === 0 ? undefined : JSON.parse(ran.stdout.toString());
  }

  async import(...indexes: number[]): Promise<ImportDocument> {
    const report = await this.run(
      'import',
      ...indexes.map((index) => this.repository(index)),
      '--into',
      join(this.root, 'hub'),
      '--json',
    );
    if (!isReport(report)) throw new Error(JSON.stringify(isReport.errors));
    return report;
  }

  /** What a plan would do but adopt, in words. */
  async changes(): Promise<string[]> {
    const plan = (await this.run('plan', '--json', '-c', join(this.root, 'hub/canonical.yaml'))) as {
      targets: PlannedTarget[];
    };
    return plan.targets.flatMap(({ name, status, reason, changes }) => [
      ...(status === 'InSync' || status === 'OutOfSync' ? [] : [`${name} ${status} ${reason}`]),
      ...changes.filter(({ action }) => action !== 'adopt').map(({ action, path }) => `${name} ${action} ${path}`),
    ]);
  }

  /** The files of each target that a plan adopts, whole or in part. */
  async adopted(): Promise<Map<string, ReadonlySet<string>>> {
    const plan = (await this.run('plan', '--json', '-c', join(this.root, 'hub/canonical.yaml'))) as {
      targets: PlannedTarget[];
    };
    return new Map(plan.targets.map(({ name, changes }) => [name, new Set(changes.map(({ path }) => path))]));
  }

  /** Every file and link of these repositories, but for the inventories and empty folders, which get one. */
  trees(count: number): Map<string, string>[] {
    return Array.from({ length: count }, (_, index) => {
      return new Map(
        [...snapshot(this.repository(index))].filter(([path]) => !INVENTORY.test(path) && !path.endsWith('/')),
      );
    });
  }
}

async function inFleet(repositories: readonly GrownRepository[], look: (fleet: Fleet) => Promise<void>): Promise<void> {
  const place = workplace();
  try {
    const fleet = new Fleet(place.root);
    for (const [index, grown] of repositories.entries()) layOutRepository(fleet.repository(index), grown);
    await look(fleet);
  } finally {
    place.dispose();
  }
}

/** True for a JSON file without a field. */
function ownsNothing(path: string, content: string): boolean {
  if (!path.endsWith('.json')) return false;
  const value = JSON.parse(content.slice(2).replace(/^\u00ef\u00bb\u00bf/, '')) as Record<string, unknown>;
  return Object.values(value).every((one) => typeof one === 'object' && one !== null && Object.keys(one).length === 0);
}

const several = fc.array(grownRepository, { minLength: 1, maxLength: 4 });

/** A hub as a person writes one: layers with files, settings and memory, and a repository of its own. */
const written = fc.record({
  library: fc.dictionary(
    fc
      .tuple(
        fc.constantFrom('', 'languages/python/', 'languages/rust/', 'frameworks/fastapi/', 'frameworks/flask/'),
        fc.constantFrom(
          'commands/a.md',
          'agents/reviewer.md',
          'skills/pdf/SKILL.md',
          'memory.md',
          'settings.json',
          'mcp.json',
        ),
      )
      .filter(([layer, name]) => layer !== '' || name.includes('/'))
      .map((parts) => parts.join('')),
    fc.constantFrom('one\ntwo\nthree\nfour\nfive\nsix\n', 'another\n'),
    { maxKeys: 6, noNullPrototype: true },
  ),
  settings: fc.constantFrom(
    '{"env": {"A": "1"}}',
    '{"permissions": {"deny": ["Read(./x)"]}}',
    '{"env": {"A": "1", "C": "3"}}',
  ),
  commands: fc.subarray(['a']),
  withSettings: fc.boolean(),
  language: fc.constantFrom('python', 'rust', 'go'),
});

type Written = typeof written extends fc.Arbitrary<infer T> ? T : never;

function layOutHub(hub: string, { library, settings, commands, withSettings, language }: Written): void {
  const files = new Map(
    Object.entries(library).map(([path, text]) => [path, path.endsWith('.json') ? settings : text]),
  );
  files.set('settings/base.json', settings);
  for (const [path, text] of files) {
    mkdirSync(join(hub, 'desired-state', dirname(path)), { recursive: true });
    writeFileSync(join(hub, 'desired-state', path), text);
  }
  const known = commands.filter((name) => files.has(`commands/${name}.md`));
  const global = { commands: known, settings: withSettings ? ['base'] : [] };
  const canonical = { repositories: { own: { path: '~/own', language } }, global };
  writeFileSync(join(hub, 'canonical.yaml'), `# Mine.\n${JSON.stringify(canonical, null, 2)}\n`);
}

describe('the law of an import, over trees that have grown', () => {
  test(
    'after it a plan only adopts, an apply changes no byte, no bit and no link, and importing again changes nothing',
    async () => {
      await fc.assert(
        fc.asyncProperty(several, (repositories) =>
          inFleet(repositories, async (fleet) => {
            const indexes = repositories.map((_, index) => index);
            const before = fleet.trees(repositories.length);
            await fleet.import(...indexes);
            expect(fleet.trees(repositories.length)).toEqual(before);
            expect(await fleet.changes()).toEqual([]);
            const hub = snapshot(join(fleet.root, 'hub'));
            await fleet.import(...indexes);
            expect(snapshot(join(fleet.root, 'hub'))).toEqual(hub);
            await fleet.run(
              'apply',
              '--yes',
              '--json',
              '--delivery',
              'write',
              '-c',
              join(fleet.root, 'hub/canonical.yaml'),
            );
            expect(fleet.trees(repositories.length)).toEqual(before);
            expect(await fleet.changes()).toEqual([]);
          }),
        ),
        { numRuns: 20 },
      );
    },
    PATIENCE,
  );

  test(
    'every file that the client reads is adopted, or left out with a reason; a new hub leaves out none because it cannot deliver it',
    async () => {
      await fc.assert(
        fc.asyncProperty(several, (repositories) =>
          inFleet(repositories, async (fleet) => {
            const { targets } = await fleet.import(...repositories.map((_, index) => index));
            const owned = await fleet.adopted();
            for (const [index, tree] of fleet.trees(repositories.length).entries()) {
              const { left, name } = targets.find((target) => target.name === `r${index}`)!;
              expect(left.filter(({ reason }) => reason === 'not-delivered')).toEqual([]);
              const told = left.map(({ path }) => path.replace(/#.*$/, ''));
              const isTold = (path: string): boolean =>
                told.some((one) => path === one || `${path}/` === one || (one.endsWith('/') && path.startsWith(one)));
              // `.claude/skills` itself is a link that is read through, or told as a folder.
              const silent = [...tree.keys()].filter(
                (path) => /^(?:\.claude\/(?!skills$)|\.mcp\.json$|CLAUDE\.md$)/.test(path) && !isTold(path),
              );
              const passedOver = silent.filter(
                (path) => !owned.get(name)!.has(path) && !ownsNothing(path, tree.get(path)!),
              );
              expect(passedOver).toEqual([]);
            }
          }),
        ),
        { numRuns: 40 },
      );
    },
    PATIENCE,
  );

  test(
    'adding repositories later keeps it for all, and changes nothing for those that were there',
    async () => {
      await fc.assert(
        fc.asyncProperty(several, several, (first, later) =>
          inFleet([...first, ...later], async (fleet) => {
            const count = first.length + later.length;
            const before = fleet.trees(count);
            await fleet.import(...first.map((_, index) => index));
            await fleet.run(
              'apply',
              '--yes',
              '--json',
              '--delivery',
              'write',
              '-c',
              join(fleet.root, 'hub/canonical.yaml'),
            );
            await fleet.import(...later.map((_, index) => first.length + index));
            expect(await fleet.changes()).toEqual([]);
            await fleet.run(
              'apply',
              '--yes',
              '--json',
              '--delivery',
              'write',
              '-c',
              join(fleet.root, 'hub/canonical.yaml'),
            );
            expect(fleet.trees(count)).toEqual(before);
          }),
        ),
        { numRuns: 15 },
      );
    },
    PATIENCE,
  );

  test(
    'into a hub that somebody wrote: nothing changes in what is imported, nor in what the hub would do elsewhere',
    async () => {
      await fc.assert(
        fc.asyncProperty(written, several, grownRepository, (hub, repositories, own) =>
          inFleet(repositories, async (fleet) => {
            layOutRepository(join(fleet.root, 'own'), own);
            layOutHub(join(fleet.root, 'hub'), hub);
            const elsewhere = await fleet.changes();
            await fleet.import(...repositories.map((_, index) => index));
            expect(await fleet.changes()).toEqual(elsewhere);
          }),
        ),
        { numRuns: 25 },
      );
    },
    PATIENCE,
  );
});
