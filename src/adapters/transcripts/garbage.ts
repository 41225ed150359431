import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Makes V8 give back the memory that nobody uses. By itself it waits until the old part of the heap has grown far beyond what is in use, and
 * arrays that were outgrown lie about till then. Measured over 1 GB of transcripts, after every 64 MB: 142 MB instead of 190, and 1 % more
 * time.
 */
export function collectGarbage(): void {
  collect ??= exposed();
  collect();
}

let collect: (() => void) | undefined;

/** V8's own function is there only for scripts that begin after it was asked for. */
function exposed(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
