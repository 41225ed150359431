import type { Finding } from '../../../src/core/findings/finding.ts';
import type { Change, FileSide, FileWrite, Plan, TargetPlan } from '../../../src/core/plan/plan.ts';
import { blockAddress, fieldAddress, fileAddress } from '../../../src/core/values/address.ts';
import { blobId, bytesOf, type FileMode } from '../../../src/core/values/content.ts';
import { fieldId } from '../../../src/core/values/fields.ts';
import type { Json } from '../../../src/core/values/json.ts';
import type { AbsPath, RelPath } from '../../../src/core/values/paths.ts';
import type { CommitId, Revision, TargetName } from '../../../src/core/values/target.ts';

/** Builders of plan values for the tests of the views: short to write, whole in shape. */

export const HOME = '/home/ada';

type Part = { readonly changes: readonly Change[]; readonly writes: readonly FileWrite[] };
type Content = string | Uint8Array;

export function side(content: Content, mode: FileMode = '100644'): FileSide {
  return { bytes: typeof content === 'string' ? bytesOf(content) : content, mode };
}

/** A whole file that is written: what `before` and `after` are decides the action, unless `change` says otherwise. */
export function file(
  path: string,
  before: FileSide | null,
  after: FileSide | null,
  change: Partial<Change> = {},
): Part {
  const action = before === null ? 'create' : after === null ? 'delete' : 'update';
  const reason = before === null ? 'new' : after === null ? 'removed' : 'changed';
  return {
    changes: [
      {
        path: path as RelPath,
        address: fileAddress(path as RelPath),
        action,
        reason,
        ...(before === null ? {} : { before: { id: blobId(before.bytes), mode: before.mode } }),
        ...(after === null ? {} : { after: { id: blobId(after.bytes), mode: after.mode } }),
        ...change,
      },
    ],
    writes: [{ path: path as RelPath, before, after, committed: true }],
  };
}

/** A whole file that is not written: adopted, forgotten or in conflict. */
export function standing(path: string, change: Pick<Change, 'action' | 'reason'> & Partial<Change>): Part {
  return { changes: [{ path: path as RelPath, address: fileAddress(path as RelPath), ...change }], writes: [] };
}

export function adopted(path: string): Part {
  return standing(path, { action: 'adopt', reason: 'same' });
}

/** The managed block of a text file. */
export function block(
  path: string,
  before: FileSide | null,
  after: FileSide | null,
  change: Partial<Change> = {},
): Part {
  const whole = file(path, before, after, change);
  return {
    ...whole,
    changes: whole.changes.map((one) => ({ ...one, address: blockAddress(path as RelPath, 'reconcile') })),
  };
}

export interface FieldChange extends Partial<Change> {
  readonly pointer: string;
  readonly old?: Json;
  readonly young?: Json;
}

/** Fields of a JSON file. `write` is null when nothing is written. */
export function fields(
  path: string,
  write: { before: FileSide | null; after: FileSide | null } | null,
  list: readonly FieldChange[],
): Part {
  const changes = list.map(({ pointer, old, young, ...change }): Change => {
    const action = old === undefined ? 'create' : young === undefined ? 'delete' : 'update';
    const reason = old === undefined ? 'new' : young === undefined ? 'removed' : 'changed';
    return {
      path: path as RelPath,
      address: fieldAddress(path as RelPath, pointer),
      action,
      reason,
      ...(old === undefined ? {} : { before: { id: fieldId(old), mode: null } }),
      ...(young === undefined ? {} : { after: { id: fieldId(young), mode: null } }),
      values: { before: old, after: young },
      ...change,
    };
  });
  return { changes, writes: write === null ? [] : [{ path: path as RelPath, ...write, committed: true }] };
}

/** A target in which these parts are to be done; in sync without any. */
export function target(name: string, parts: readonly Part[] = [], more: Partial<TargetPlan> = {}): TargetPlan {
  const changes = parts.flatMap((part) => part.changes);
  return {
    name: name as TargetName,
    kind: 'repository',
    root: `${HOME}/projects/${name}` as AbsPath,
    status: changes.length === 0 ? 'InSync' : 'OutOfSync',
    delivery: 'commit',
    branch: 'main',
    head: '3f2c1ab000000000000000000000000000000000' as CommitId,
    changes,
    findings: [],
    writes: parts.flatMap((part) => part.writes),
    entries: changes.length,
    id: '0123456789abcdef',
    ...more,
  };
}

export function plan(targets: readonly TargetPlan[], known = targets.length): Plan {
  return { revision: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' as Revision, targets, known };
}

export function finding(severity: Finding['severity'], message: string, more: Partial<Finding> = {}): Finding {
  return { severity, check: 'selection-matches-nothing', message, fixable: false, ...more };
}

/** A selector of the global section, as the origin of a change. */
export function globally(selector: string, line: number): { origin: NonNullable<Change['origin']> } {
  return { origin: { selector: `global.${selector}`, place: `canonical.yaml:${line}` } };
}

/** Makes one text of lines, with a newline at the end. */
export function lines(...text: readonly string[]): string {
  return `${text.join('\n')}\n`;
}
