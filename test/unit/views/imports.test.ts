import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const VIEWS = new URL('../../../src/core/views/', import.meta.url);

/** All packages that loading this file loads; imports of types alone load nothing. */
function packagesOf(url: URL, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(url.href)) return packages;
  seen.add(url.href);
  const source = readFileSync(url, 'utf8');
  for (const [, clause, from] of source.matchAll(/^import ([^;]*?) from '([^']+)';/gm)) {
    if (clause!.startsWith('type ')) continue;
    if (!from!.startsWith('.')) packages.add(from!);
    else for (const one of packagesOf(new URL(from!, url), seen)) packages.add(one);
  }
  return packages;
}

test.each(['planText.ts', 'planJson.ts', 'planMarkdown.ts', 'applyText.ts', 'applyJson.ts'])(
  '%s loads no package: a plan without changes needs no diff',
  (name) => {
    expect([...packagesOf(new URL(name, VIEWS))].filter((one) => !one.startsWith('node:'))).toEqual([]);
  },
);

test('only the patch and the diff itself load the diff package', () => {
  expect([...packagesOf(new URL('unifiedDiff.ts', VIEWS))]).toContain('diff');
  expect([...packagesOf(new URL('planPatch.ts', VIEWS))]).toContain('diff');
});
