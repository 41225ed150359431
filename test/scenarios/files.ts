import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { LaidFile } from './format.ts';

/** Lays out the files of a scenario below `root`. */
export function layOut(root: string, files: readonly LaidFile[]): void {
  for (const file of files) {
    const path = `${root}/${file.path}`;
    mkdirSync(dirname(path), { recursive: true });
    if ('linkTo' in file) symlinkSync(file.linkTo, path);
    else {
      writeFileSync(path, file.content);
      if (file.executable) chmodSync(path, 0o755);
    }
  }
}

/** Every path below `root` with its kind, mode, time of change and content: two equal ones mean that nothing was written. */
export function snapshot(root: string, folder = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(`${root}/${folder}`).sort()) {
    const path = folder === '' ? name : `${folder}/${name}`;
    const stat = lstatSync(`${root}/${path}`, { bigint: true });
    const mode = stat.mode.toString(8);
    if (stat.isDirectory()) {
      found.set(path, mode);
      for (const [below, value] of snapshot(root, path)) found.set(below, value);
    } else if (stat.isSymbolicLink()) found.set(path, `link to ${readlinkSync(`${root}/${path}`)}`);
    else found.set(path, `${mode} ${stat.mtimeNs} ${stat.isFile() ? digest(`${root}/${path}`) : 'special'}`);
  }
  return found;
}

function digest(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
