import { describe, expect, test } from 'vitest';
import { type ApplyReport, type Outcome, succeeded } from '../../../src/core/status/report.ts';
import type { AbsPath } from '../../../src/core/values/paths.ts';
import type { Revision, TargetName } from '../../../src/core/values/target.ts';

function report(...outcomes: Outcome[]): ApplyReport {
  const targets = outcomes.map((outcome) => ({
    name: outcome as string as TargetName,
    kind: 'repository' as const,
    root: '/r' as AbsPath,
    outcome,
    delivery: 'commit' as const,
    files: { created: [], updated: [], deleted: [] },
    adopted: 0,
    forgotten: 0,
    conflicts: 0,
    warnings: [],
  }));
  return { verb: 'apply', revision: 'uncommitted' as Revision, targets };
}

describe('an apply', () => {
  test('succeeded when every target is as it should be or was left out on purpose', () => {
    expect(succeeded(report())).toBe(true);
    expect(succeeded(report('applied', 'unchanged', 'suspended'))).toBe(true);
  });

  test.each<Outcome>(['blocked', 'failed', 'skipped'])('did not when one target was %s', (outcome) => {
    expect(succeeded(report('applied', outcome, 'unchanged'))).toBe(false);
  });
});
