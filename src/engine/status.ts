import type { FleetStatus, TargetStatus } from '../core/status/conditions.ts';
import { byText } from '../core/values/address.ts';
import { bytesOf } from '../core/values/content.ts';
import type { AbsPath } from '../core/values/paths.ts';
import type { DiskReader, DiskWriter } from '../ports/disk.ts';
import { keyOf, readState, replaceFile } from './memory.ts';

function fileOf(stateDir: AbsPath, hub: AbsPath): AbsPath {
  return `${stateDir}/hubs/${keyOf(hub)}/status.json` as AbsPath;
}

/** What the controller last saw of a hub's targets; undefined when it never ran, or the record is damaged. @throws DiskError */
export function readStatus(disk: DiskReader, stateDir: AbsPath, hub: AbsPath): FleetStatus | undefined {
  const value = readState(disk, fileOf(stateDir, hub));
  return value !== undefined && value['version'] === 1 && Array.isArray(value['targets'])
    ? (value as unknown as FleetStatus)
    : undefined;
}

/** Keeps what was seen; the targets are written sorted, in one step. @throws DiskError */
export function writeStatus(
  disk: DiskWriter,
  stateDir: AbsPath,
  hub: AbsPath,
  targets: readonly TargetStatus[],
  now: number,
): void {
  const status: FleetStatus = {
    version: 1,
    hub,
    updated: now,
    targets: [...targets].sort((a, b) => byText(a.name, b.name)),
  };
  replaceFile(disk, fileOf(stateDir, hub), bytesOf(`${JSON.stringify(status, null, 2)}\n`));
}
