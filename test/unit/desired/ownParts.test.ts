import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Assembly } from '../../../src/core/desired/assembly.ts';
import { fillFiles, fillPresent, fillPresentOwn, fillScripts } from '../../../src/core/desired/fillFiles.ts';
import type { Sources } from '../../../src/core/desired/filling.ts';
import { Lookup } from '../../../src/core/desired/lookup.ts';
import { entriesOf } from '../../../src/core/desired/state.ts';
import { library, selected, selections } from './builders.ts';

const LAYERS = ['', 'languages/python/', 'repositories/alpha/'];
const NAMES = [
  'commands/a.md',
  'commands/tdd/b.md',
  'skills/s/SKILL.md',
  'skills/s/more.md',
  'hooks/h.mjs',
  'hooks/k.mjs',
];

const files = fc
  .subarray(LAYERS.flatMap((layer) => NAMES.map((name) => `${layer}${name}`)))
  .map((paths) => library(Object.fromEntries(paths.map((path) => [path, path]))));
const patterns = (choices: readonly string[]) => fc.subarray([...choices], { maxLength: 2 });
const chosen = fc.record({
  commands: patterns(['a', 'tdd/', '*', 'none']),
  skills: patterns(['s', '*']),
  scripts: patterns(['h', '*', 'k.mjs']),
});
const excluded = fc.subarray(['.claude/commands/**', '.claude/skills/s/more.md', '.claude/hooks/h.mjs'], {
  maxLength: 1,
});

/** All that an assembly says of its documents, whatever their order. */
function said(work: Assembly): unknown {
  const { desired, findings } = work.result();
  return [
    [...desired.values()]
      .sort((a, b) => (a.path < b.path ? -1 : 1))
      .map((document) => [document.path, document.form, entriesOf(document).map(({ id, origin }) => [id, origin])]),
    findings,
  ];
}

test('what is shared, with a repository’s own parts on top, is what is filled in at once', () => {
  let seen = 0;
  fc.assert(
    fc.property(files, chosen, chosen, excluded, (held, global, own, exclude) => {
      const choose = (words: typeof global, from: string) =>
        selections(
          Object.fromEntries(
            Object.entries(words).map(([kind, list]) => [kind, list.map((pattern) => selected(pattern, from))]),
          ),
        );
      const sources: Sources = [
        ['', choose(global, 'global')],
        ['repositories/alpha/', choose(own, 'alpha')],
      ];
      const lookup = new Lookup(held, 'desired-state');
      const whole = new Assembly('.claude/', '', exclude);
      fillFiles({ work: whole, lookup, layers: LAYERS, sources });
      const begun = new Assembly('.claude/', '', exclude);
      fillPresent({ work: begun, lookup, layers: LAYERS.slice(0, -1), sources: sources.slice(0, -1) });
      // Then all is filled in at once.
      if (begun.hasFindings) return;
      const work = new Assembly('.claude/', '', exclude, begun);
      fillPresentOwn({ work, lookup, layers: LAYERS, sources });
      fillScripts({ work, lookup, layers: LAYERS, sources });
      expect(said(work)).toEqual(said(whole));
      seen += whole.result().desired.size > 3 ? 1 : 0;
    }),
    { numRuns: 600 },
  );
  expect(seen).toBeGreaterThan(30);
});
