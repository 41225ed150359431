import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Request, Seen } from './seen.ts';

/** Plays a request with the real client, in namespaces of its own. `enter` is what opens them. */
export function playInside(client: string, enter: readonly string[], request: Request): Seen {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-client-'));
  try {
    writeFileSync(join(folder, 'request.json'), JSON.stringify(request));
    const program = [process.execPath, '--import', 'tsx', join(import.meta.dirname, 'inside.ts'), client];
    const [command, ...args] = [...enter, ...program, join(folder, 'request.json')];
    const out = execFileSync(command!, args, {
      cwd: join(import.meta.dirname, '../..'),
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return JSON.parse(out) as Seen;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
