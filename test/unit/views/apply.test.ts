import { describe, expect, test } from 'vitest';
import type { ApplyReport, TargetReport } from '../../../src/core/status/report.ts';
import type { AbsPath, RelPath } from '../../../src/core/values/paths.ts';
import type { CommitId, Revision, TargetName } from '../../../src/core/values/target.ts';
import { applyJson } from '../../../src/core/views/applyJson.ts';
import { applyText } from '../../../src/core/views/applyText.ts';
import { HOME, lines } from './build.ts';

function report(name: string, more: Partial<TargetReport> = {}): TargetReport {
  return {
    name: name as TargetName,
    kind: 'repository',
    root: `${HOME}/projects/${name}` as AbsPath,
    outcome: 'unchanged',
    delivery: 'commit',
    files: { created: [], updated: [], deleted: [] },
    adopted: 0,
    forgotten: 0,
    conflicts: 0,
    warnings: [],
    ...more,
  };
}

const applied = report('n8n_dev', {
  outcome: 'applied',
  commit: '3f2c1ab000000000000000000000000000000000' as CommitId,
  branch: 'main',
  created: true,
  files: { created: ['b.md', 'a.md'] as RelPath[], updated: ['c.md'] as RelPath[], deleted: [] },
  adopted: 4,
  conflicts: 1,
});

function whole(targets: readonly TargetReport[], more: Partial<ApplyReport> = {}): ApplyReport {
  return { verb: 'apply', run: '20261122-1', revision: 'a'.repeat(40) as Revision, targets, ...more };
}

function text(value: ApplyReport, verbose = false): string {
  return applyText(value, { home: HOME, color: false, width: 120, verbose });
}

describe('an apply as text', () => {
  test('a line for each target, the totals and the way back', () => {
    const written = report('notes', {
      outcome: 'applied',
      delivery: 'write',
      files: { created: [], updated: [], deleted: ['d'] as RelPath[] },
    });
    const fleet = whole([
      applied,
      written,
      report('pinned', { outcome: 'suspended', reason: 'frozen for the release' }),
      report('utxoracle', { outcome: 'blocked', reason: 'a rebase is in progress' }),
      report('x', { warnings: ['a hook changed a.md'] }),
      report('y', { outcome: 'failed', reason: 'git commit: no identity' }),
      report('z', { outcome: 'skipped', reason: 'another target failed before it' }),
    ]);
    expect(text(fleet)).toBe(
      lines(
        'n8n_dev     applied: repository created; 2 files created, 1 updated, 4 adopted, 1 conflict left alone; commit 3f2c1ab on',
        '            main',
        'notes       applied: 1 file deleted; written, not committed',
        'pinned      suspended: frozen for the release',
        'utxoracle   blocked: a rebase is in progress',
        'x           unchanged',
        '            warning: a hook changed a.md',
        'y           failed: git commit: no identity',
        'z           skipped: another target failed before it',
        '',
        'Applied: 2 files created, 1 updated, 1 deleted, 4 adopted, 1 conflict left alone, in 2 of 7 repositories; 1 failed, 1',
        'blocked, 1 skipped, 1 suspended.',
        'To take it back: `reconcile undo 20261122-1`.',
      ),
    );
  });

  test('verbose lists the files', () => {
    expect(text(whole([applied]), true)).toContain(
      lines('          ~/projects/n8n_dev', '          + b.md', '          + a.md', '          ~ c.md'),
    );
  });

  test('nothing to do is said in one line, and cannot be taken back', () => {
    const { run: _, ...calm } = whole(Array.from({ length: 9 }, (_, i) => report(`r${i}`)));
    expect(text(calm)).toBe(lines('9 repositories unchanged', '', 'Nothing was written in 9 repositories.'));
  });

  test('an undo says so', () => {
    const shown = text(whole([{ ...applied, created: false }], { verb: 'undo' }));
    expect(shown).toContain('n8n_dev   undone: ');
    expect(shown).toContain('Undone: 2 files created');
    expect(shown).not.toContain('To take it back');
  });

  test('a reason cannot act on the terminal or show a secret', () => {
    const shown = text(
      whole([report('a', { outcome: 'failed', reason: 'push to https://ada:hunter22@x.org\u001b[2J' })]),
    );
    expect(shown).toContain('https://ada:••••••@x.org\\x1b[2J');
  });
});

describe('an apply as JSON', () => {
  test('is sorted, and says the same whatever the order', () => {
    const other = report('b', { outcome: 'failed', reason: 'at https://ada:hunter22@x.org' });
    const json = applyJson(whole([other, applied]));
    expect(json).toBe(applyJson(whole([applied, other])));
    const object = JSON.parse(json);
    expect(object).toMatchObject({ format_version: '1.0', verb: 'apply', run: '20261122-1' });
    expect(object.targets.map((one: { name: string }) => one.name)).toEqual(['b', 'n8n_dev']);
    expect(object.targets[0].reason).toBe('at https://ada:••••••@x.org');
    expect(object.targets[1].files.created).toEqual(['a.md', 'b.md']);
    expect(object.summary).toEqual({
      created: 2,
      updated: 1,
      deleted: 0,
      adopted: 4,
      forgotten: 0,
      conflicts: 1,
      targets: { applied: 1, unchanged: 0, blocked: 0, failed: 1, suspended: 0, skipped: 0 },
    });
  });
});
