import type { FileWrite } from '../core/plan/plan.ts';
import { bytesOf, textOf } from '../core/values/content.ts';
import { baseName, type RelPath } from '../core/values/paths.ts';
import { InputError } from '../core/values/problem.ts';
import { execute } from './execute.ts';
import type { LoadedHub } from './hub.ts';
import { HUB } from './journal.ts';
import { recall } from './memory.ts';
import { modeOf } from './source.ts';
import type { Fleet, Readers } from './world.ts';
import { StaleError } from './write.ts';

/** The text of canonical.yaml as it is on the disk. @throws InputError when it is not UTF-8: an edit would damage it */
export function textOfHub(world: Readers, hub: LoadedHub): string {
  const node = world.disk.read(hub.file);
  const text = node.kind === 'file' ? textOf(node.bytes) : '';
  if (node.kind === 'file' && Buffer.from(text).equals(node.bytes)) return text;
  const place = { file: baseName(hub.file) };
  throw new InputError([{ place, severity: 'error', message: 'is not UTF-8 text.', remedy: 'Save it as UTF-8.' }]);
}

/** The write that gives canonical.yaml another text, if it is still as it was read. */
export function writeOfText(world: Readers, hub: LoadedHub, before: string, after: string): FileWrite {
  const node = world.disk.read(hub.file);
  const mode = node.kind === 'file' ? modeOf(node.permissions) : '100644';
  const path = baseName(hub.file) as RelPath;
  return { path, before: { bytes: bytesOf(before), mode }, after: { bytes: bytesOf(after), mode }, committed: false };
}

/**
 * Changes files of the hub, all of them or none: journalled, compared with what they were made from, put into place in one step each.
 * `undo` takes it back. Committing in the hub is left to the person.
 * @param rest what belongs to it and must be done before it counts: when it throws, or the program is killed in it, the hub is as it was
 * @throws InputError when a file was changed meanwhile, DiskError, what `rest` throws
 */
export async function changeHub(
  world: Fleet,
  hub: LoadedHub,
  run: string,
  writes: readonly FileWrite[],
  rest?: () => Promise<void>,
): Promise<void> {
  // The hub may be a target as well: what is remembered of it stays.
  const { local } = recall(world.disk, world.stateDir, hub.root);
  try {
    await execute(world, {
      run,
      verb: 'apply',
      name: HUB,
      kind: 'directory',
      root: hub.root,
      delivery: 'write',
      planId: '',
      writes,
      local: { before: local, after: local },
      created: false,
      ...(rest === undefined ? {} : { rest }),
    });
  } catch (error) {
    if (!(error instanceof StaleError)) throw error;
    const message = `was changed by somebody else meanwhile (${error.now}); nothing was written.`;
    throw new InputError([{ place: { file: error.file }, severity: 'error', message, remedy: 'Do this again.' }]);
  }
}
