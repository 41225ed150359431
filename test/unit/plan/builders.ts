import type { FileRules } from '../../../src/core/actual/repository.ts';
import type { ActualFile } from '../../../src/core/actual/state.ts';
import type { Policy } from '../../../src/core/canonical/canonical.ts';
import { blockDocument, fieldsDocument, fileDocument } from '../../../src/core/desired/documents.ts';
import type { DesiredDocument } from '../../../src/core/desired/state.ts';
import { EMPTY, INVENTORY_PATH, type Inventory } from '../../../src/core/inventory/inventory.ts';
import type { FileWrite } from '../../../src/core/plan/plan.ts';
import type { Answer, Question } from '../../../src/core/plan/question.ts';
import type { TargetQuestion } from '../../../src/core/plan/target.ts';
import type { Address } from '../../../src/core/values/address.ts';
import { bytesOf, type ContentId, type FileMode, textOf } from '../../../src/core/values/content.ts';
import { fieldsOf } from '../../../src/core/values/fields.ts';
import type { JsonObject } from '../../../src/core/values/json.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';
import type { Origin, TargetName } from '../../../src/core/values/target.ts';

/** Builders of what plans are made from: short to write, whole in shape. */

export const POLICY: Policy = {
  delivery: 'commit',
  deliveryBranch: 'reconcile',
  maxDeletes: { share: 0.5 },
  ignored: 'refuse',
  commitHooks: false,
  sign: 'inherit',
  rules: [],
};

export const FILES: FileRules = { fileMode: true, crlf: false, ignoreCase: false };

const ORIGIN: Origin = { selector: 'global.commands a', place: 'canonical.yaml:3' };

export function there(text: string | Uint8Array, mode: FileMode = '100644'): ActualFile {
  return { kind: 'file', bytes: typeof text === 'string' ? bytesOf(text) : text, mode };
}

export const ABSENT: ActualFile = { kind: 'absent' };

export function wholeFile(path: string, text: string, mode: FileMode = '100644'): DesiredDocument {
  return fileDocument('file', path as RelPath, bytesOf(text), mode, ORIGIN, true);
}

export function seedFile(path: string, text: string): DesiredDocument {
  return fileDocument('seed', path as RelPath, bytesOf(text), '100644', ORIGIN, true);
}

export function block(path: string, text: string): DesiredDocument {
  return blockDocument(path as RelPath, 'reconcile', text, ORIGIN, true);
}

export function fields(path: string, document: JsonObject, committed = true): DesiredDocument {
  const owned = fieldsOf(document, 'settings').map((field) => ({ field, origin: ORIGIN }));
  return fieldsDocument(path as RelPath, owned, committed);
}

/** What the inventory holds after these documents were written. */
export function writtenBefore(...documents: DesiredDocument[]): Inventory {
  const inventory = new Map<Address, ContentId | 'seed'>();
  for (const document of documents) {
    if (document.form === 'fields')
      for (const entry of document.entries.values()) inventory.set(entry.address, entry.id);
    else inventory.set(document.entry.address, document.form === 'seed' ? 'seed' : document.entry.id);
  }
  return inventory;
}

export function question(
  path: string,
  desired: DesiredDocument | undefined,
  last: Inventory,
  file: ActualFile,
  over: Partial<Question> = {},
): Question {
  const rule = { onDrift: 'repair', onConflict: 'leave', prune: true } as const;
  const actual = { path: path as RelPath, file };
  return { path: path as RelPath, desired, last, actual, rule, files: FILES, bases: new Map(), ...over };
}

/** An answer as a person would note it down. */
export function noted(answer: Pick<Answer, 'changes' | 'write'>): {
  changes: string[];
  write: string | null | undefined;
} {
  return {
    changes: answer.changes.map((change) => `${change.action} ${change.address}: ${change.reason}`),
    write: written(answer.write),
  };
}

/** What a write leaves: the text, null when the file goes, undefined without a write. */
function written(write: FileWrite | undefined): string | null | undefined {
  if (write === undefined) return undefined;
  return write.after === null ? null : textOf(write.after.bytes);
}

export function targetQuestion(
  desired: readonly DesiredDocument[],
  last: Inventory,
  actual: Readonly<Record<string, ActualFile>>,
  over: Partial<TargetQuestion> = {},
): TargetQuestion {
  return {
    name: 'nautilus_dev' as TargetName,
    desired: new Map(desired.map((document) => [document.path, document])),
    actual: new Map(
      Object.entries(actual).map(([path, file]) => [path as RelPath, { path: path as RelPath, file }] as const),
    ),
    committed: { inventory: last, path: INVENTORY_PATH, file: null },
    local: EMPTY,
    moved: [],
    bases: new Map(),
    policy: POLICY,
    own: { rules: [] },
    files: FILES,
    ...over,
  };
}
